import { type ConvGeometry, currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { concat, manualSeed, noGrad, type Tensor, uniform } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AnyModule,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose2d,
  Dropout,
  Flatten,
  fuse,
  initUniform,
  Linear,
  Module,
  ReLU,
  SeparableConv2d,
  Sequential,
} from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});
beforeEach(() => manualSeed(8));

/** Statistics and weights that a fold must not get wrong. */
function filled<Model extends AnyModule>(model: Model): Model {
  for (const [path, tensor] of Object.entries(model.stateDict())) {
    if (path.endsWith('numBatchesTracked')) continue;
    const isVariance = path.endsWith('runningVar');
    initUniform(tensor, isVariance ? { low: 0.2, high: 3 } : { low: -1, high: 1 });
  }
  return model;
}

const norms = (model: AnyModule): string[] =>
  Object.keys(model.stateDict()).filter((path) => path.endsWith('runningMean'));

async function expectSame(
  model: AnyModule,
  shape: readonly number[],
  left: readonly string[] = [],
): Promise<void> {
  const x = uniform(shape);
  const before = (await noGrad(() => model.eval().forward(x) as Tensor).data()).slice();
  expect(fuse(model)).toBe(model);
  expect(norms(model)).toEqual(left);
  const after = await noGrad(() => model.forward(x) as Tensor).data();
  const scale = Math.max(...before.map(Math.abs));
  expect(Math.max(...before.map((value, i) => Math.abs(value - after[i]!))) / scale).toBeLessThan(1e-5);
  expect(norms(fuse(model))).toEqual(left); // again is fine
}

/** A block as they are written: fields, functions between, a sum. */
class Block extends Module {
  readonly conv1 = new Conv2d(4, 4, 3, { padding: 1, bias: false });
  readonly bn1 = new BatchNorm2d(4, { eps: 0.001 });
  readonly conv2 = new Conv2d(4, 4, 3, { padding: 1 });
  readonly bn2 = new BatchNorm2d(4);
  readonly bnFirst = new BatchNorm2d(4);
  override forward(x: Tensor): Tensor {
    const y = this.bn1.forward(this.conv1.forward(this.bnFirst.forward(x))).relu();
    return this.bn2.forward(this.conv2.forward(y)).add(x).relu();
  }
}

describe('fuse', () => {
  it.each<[string, () => AnyModule, number[]]>([
    [
      'convolutions of images',
      () => new Sequential(new Conv2d(3, 6, 3, { groups: 3, stride: 2 }), new BatchNorm2d(6), new ReLU()),
      [2, 9, 9, 3],
    ],
    [
      'convolutions of sequences',
      () => new Sequential(new Conv1d(2, 4, 3, { bias: false }), new BatchNorm1d(4)),
      [2, 9, 2],
    ],
    [
      'convolutions of volumes',
      () => new Sequential(new Conv3d(1, 3, 2), new BatchNorm3d(3, { affine: false })),
      [1, 4, 4, 4, 1],
    ],
    [
      'transposed convolutions',
      () => new Sequential(new ConvTranspose2d(4, 6, 3, { stride: 2, groups: 2 }), new BatchNorm2d(6)),
      [1, 5, 5, 4],
    ],
    [
      'linear layers, also of flattened images',
      () =>
        new Sequential(
          new Conv2d(1, 2, 3),
          new Flatten(),
          new Linear(72, 5),
          new Dropout(0.5),
          new BatchNorm1d(5),
        ),
      [3, 8, 8, 1],
    ],
    [
      'separable convolutions, whose second part is followed',
      () => new Sequential(new SeparableConv2d(3, 5, 3), new BatchNorm2d(5)),
      [1, 6, 6, 3],
    ],
    [
      'circular padding',
      () => new Sequential(new Conv2d(3, 4, 3, { padding: 1, paddingMode: 'circular' }), new BatchNorm2d(4)),
      [1, 8, 8, 3],
    ],
  ])('folds norms into %s', async (_, make, shape) => {
    await expectSame(filled(make()), shape);
  });

  it('finds pairs in the forward of any module, and leaves other norms', async () => {
    await expectSame(
      filled(new Sequential(new Block(), new Block())),
      [2, 6, 6, 4],
      ['0.bnFirst.runningMean', '1.bnFirst.runningMean'],
    );
  });

  it('leaves a layer whose output is used twice, called twice, shared, or returned', async () => {
    class Twice extends Module {
      readonly conv = new Conv2d(3, 3, 1);
      readonly norm = new BatchNorm2d(3);
      readonly again = new Conv2d(3, 3, 1);
      readonly normAgain = new BatchNorm2d(3);
      readonly tied = new Conv2d(3, 3, 1);
      readonly weight = this.tied.weight;
      readonly normTied = new BatchNorm2d(3);
      readonly tracksNothing = new BatchNorm2d(3, { trackRunningStats: false });
      readonly last = new Conv2d(3, 3, 1);
      override forward(x: Tensor): Tensor {
        const y = this.conv.forward(x);
        const z = concat([this.norm.forward(y), y.relu()], { axis: 0 });
        const again = this.normAgain.forward(this.again.forward(this.again.forward(z)));
        const tied = this.normTied.forward(this.tied.forward(again)).add(this.weight.sum());
        return this.tracksNothing.forward(this.last.forward(tied));
      }
    }
    await expectSame(
      filled(new Twice()),
      [2, 4, 4, 3],
      ['norm.runningMean', 'normAgain.runningMean', 'normTied.runningMean'],
    );
    class Both extends Module<readonly [Tensor], readonly Tensor[]> {
      readonly conv = new Conv2d(3, 3, 1);
      readonly norm = new BatchNorm2d(3);
      override forward(x: Tensor): readonly Tensor[] {
        const y = this.conv.forward(x);
        return [y, this.norm.forward(y)];
      }
    }
    expect(norms(fuse(new Both()))).toEqual(['norm.runningMean']);
  });

  it('frees the norms, and keeps what is frozen frozen', () => {
    const model = new Sequential(new Conv2d(3, 4, 3, { bias: false }), new BatchNorm2d(4)).freeze();
    const before = liveMemory();
    fuse(model);
    expect(liveMemory().buffers).toBe(before.buffers - 5 + 1); // a bias for what the norm had
    expect(model.parameters().some(({ requiresGrad }) => requiresGrad)).toBe(false);
    expect(String(model)).toContain('(1): BatchNorm2d(4, folded)');
    expect(Object.keys(model.stateDict())).toEqual(['0.weight', '0.bias']);
  });

  it('lets convolutions round more, with norms and without, and no others', () => {
    const model = new Sequential(new Conv2d(3, 4, 3), new BatchNorm2d(4), new ReLU(), new Conv2d(4, 2, 3));
    const asked: unknown[] = [];
    const run = () => noGrad(() => model.forward(uniform([1, 8, 8, 3])));
    const stop = currentBackend().listen(({ kernel, args }) => {
      if (/conv2d$/i.test(kernel)) asked.push((args[2] as ConvGeometry).fastMath);
    });
    model.eval();
    run();
    expect(asked).toEqual([undefined, undefined]);
    fuse(model, { inputShape: [1, 8, 8, 3] });
    asked.length = 0;
    run();
    stop();
    expect(asked).toEqual([true, true]);
  });

  it('asks for an input shape where no usual one runs', () => {
    class Narrow extends Module {
      readonly conv = new Conv2d(3, 4, 3);
      readonly norm = new BatchNorm2d(4);
      readonly head = new Linear(5 * 6 * 4, 2);
      override forward(x: Tensor): Tensor {
        return this.head.forward(this.norm.forward(this.conv.forward(x)).flatten(1));
      }
    }
    expect(() => fuse(new Narrow())).toThrow('[fuse] expected an input shape that the model takes');
    expect(norms(fuse(new Narrow(), { inputShape: [1, 7, 8, 3] }))).toEqual([]);
    expect(() => fuse(new ReLU())).toThrow('got none, and no layer that tells it');
  });
});
