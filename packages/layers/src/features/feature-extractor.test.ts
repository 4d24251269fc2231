import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { manualSeed, noGrad, ones, scoped, type Tensor, uniform } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BatchNorm2d,
  Conv2d,
  Flatten,
  featureExtractor,
  Linear,
  LSTM,
  Module,
  ReLU,
  Sequential,
} from '../index.js';

/** Blocks in an array, a scope around each forward pass, a shared activation, and a branch that is not always taken. */
class Net extends Module {
  readonly act = new ReLU();
  readonly blocks = [
    new Sequential(new Conv2d(2, 3, 3, { bias: false }), new BatchNorm2d(3)),
    new Sequential(new Conv2d(3, 4, 3), new BatchNorm2d(4)),
  ];
  readonly head = new Sequential(new Flatten(), new Linear(16, 2));
  readonly unused = new Linear(2, 2);
  override forward(x: Tensor): Tensor {
    return scoped(() => {
      const y = this.blocks.reduce((value, block) => this.act.forward(block.forward(value)), x);
      return this.head.forward(y.mul(1));
    });
  }
}

let model: Net;
let x: Tensor;

beforeAll(async () => {
  await useBackend(cpu());
});
beforeEach(() => {
  manualSeed(5);
  model = new Net();
  x = uniform([2, 6, 6, 2]);
});

describe('featureExtractor', () => {
  it('returns outputs by path, of nested modules and in any order', async () => {
    model.eval();
    const extractor = featureExtractor(model, ['blocks.1', 'blocks.0.0', 'act', 'head', '']);
    const features = extractor.forward(x);
    expect(Object.keys(features)).toEqual(['blocks.1', 'blocks.0.0', 'act', 'head', '']);
    const first = model.blocks[0]!.layers[0]!.forward(x) as Tensor;
    expect(await features['blocks.0.0'].data()).toEqual(await first.data());
    const inner = model.blocks[0]!.forward(x).relu();
    expect(await features.act.data()).toEqual(await inner.data()); // the first of two calls
    expect(await features['blocks.1'].data()).toEqual(await model.blocks[1]!.forward(inner).data());
    expect(await features[''].data()).toEqual(await model.forward(x).data());
    expect(await features.head.data()).toEqual(await features[''].data());
  });

  it('runs no further than the last wanted module, in training mode too', async () => {
    const calls: string[] = [];
    for (const [path, module] of model.namedModules()) module.onForward(() => void calls.push(path));
    const extractor = featureExtractor(model, ['blocks.0']).train();
    expect(model.training).toBe(true);
    const features = extractor.forward(x);
    expect(calls).toEqual(['blocks.0.0', 'blocks.0.1', 'blocks.0']);
    const [norm, later] = model.blocks.map(({ layers }) => layers[1] as BatchNorm2d);
    expect([await norm!.numBatchesTracked!.item(), await later!.numBatchesTracked!.item()]).toEqual([1, 0]);
    const means = await features['blocks.0'].mean({ axis: [0, 1, 2] }).data();
    expect(Math.max(...means.map(Math.abs))).toBeLessThan(1e-6); // by the batch's own mean
    extractor.eval().forward(x);
    expect([model.training, await norm!.numBatchesTracked!.item()]).toEqual([false, 1]);
    model.forward(x);
    expect(calls.filter((path) => path === 'head')).toEqual(['head']); // the model runs as before
  });

  it('lets gradients flow to all that came before, and only there', async () => {
    const extractor = featureExtractor(model, ['blocks.0', 'blocks.1.0']);
    const input = uniform([2, 6, 6, 2], { requiresGrad: true });
    const features = extractor.forward(input);
    features['blocks.0'].square().sum().add(features['blocks.1.0'].sum()).backward();
    const learned = [...model.namedParameters()].filter(([, { grad }]) => grad).map(([path]) => path);
    expect(learned).toEqual([
      'blocks.0.0.weight',
      'blocks.0.1.weight',
      'blocks.0.1.bias',
      'blocks.1.0.weight',
      'blocks.1.0.bias',
    ]);
    expect(input.grad!.shape).toEqual(input.shape);
    expect(extractor.parameters()).toEqual(model.parameters());
  });

  it('leaves nothing on the device but what it returns', () => {
    const extractor = featureExtractor(model, ['blocks.1.0', 'act']);
    const before = liveMemory();
    const features = noGrad(() => extractor.forward(x));
    expect(liveMemory().buffers).toBe(before.buffers + 2);
    for (const feature of Object.values(features)) feature.dispose();
    expect(liveMemory()).toEqual(before);
    scoped(() => void extractor.forward(x));
    expect(liveMemory()).toEqual(before);
  });

  it('takes the output of a record, a module under its second path, and several inputs', async () => {
    const shared = new ReLU();
    const nested = new Sequential(new LSTM(4, 3), shared, new Sequential(shared));
    const features = featureExtractor(nested, ['0', '2.0']).forward(ones([2, 5, 4]));
    expect(features['0'].shape).toEqual([2, 5, 3]);
    expect(features['2.0'].shape).toEqual([2, 5, 3]);
    class Sum extends Module<readonly [Tensor, Tensor]> {
      readonly map = new Linear(2, 2);
      override forward(a: Tensor, b: Tensor): Tensor {
        return this.map.forward(a.add(b));
      }
    }
    const sum = new Sum();
    const { map } = featureExtractor(sum, ['map']).forward(ones([1, 2]), ones([1, 2]));
    expect(await map.data()).toEqual(await sum.forward(ones([1, 2]), ones([1, 2])).data());
  });

  it('follows a part that is replaced later', () => {
    class Headed extends Module {
      head = new Linear(2, 3);
      override forward(input: Tensor): Tensor {
        return this.head.forward(input);
      }
    }
    const headed = new Headed();
    const extractor = featureExtractor(headed, ['head']);
    headed.head = new Linear(2, 5);
    expect(extractor.forward(ones([1, 2])).head.shape).toEqual([1, 5]);
  });

  it('names the nearest paths of one that does not exist, and what is never called', () => {
    expect(() => featureExtractor(model, ['blocks.2.0'])).toThrow(
      '[featureExtractor] expected paths of modules in Net, got blocks.2.0. The nearest are blocks.0.0, blocks.1.0, blocks.0.',
    );
    expect(() => featureExtractor(model, [])).toThrow(
      '[featureExtractor] expected paths of modules, got []. They are those of model.namedModules().',
    );
    expect(() => featureExtractor({} as Net, ['a'])).toThrow('[featureExtractor] expected a module, got {}.');
    expect(() => featureExtractor(model, ['unused']).forward(x)).toThrow(
      '[featureExtractor] expected a forward pass that calls unused, got one that does not (Linear of Net). Name the module around it.',
    );
    expect(() => featureExtractor(model, ['blocks.0']).forward(ones([2, 6, 6, 9]))).toThrow('[conv2d]');
    expect(Object.hasOwn(model.blocks[0]!, 'forward')).toBe(false); // no hook stays behind
  });
});
