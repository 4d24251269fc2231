import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import type { HostArray } from '@neurona/datasets';
import {
  type AnyModule,
  Bilinear,
  Conv2d,
  Conv3d,
  ConvTranspose3d,
  Flatten,
  Linear,
  LSTM,
  MaxPool2d,
  MaxPool3d,
  Module,
  RNNCell,
  Sequential,
} from '@neurona/layers';
import { maxPool2d, noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadSafetensors } from '../safetensors/open-safetensors.js';
import { fixture } from '../testing/fixtures.js';
import { Decoder, Picture, Sequence } from '../testing/torch-models.js';
import { loadTorch } from '../torch-file/open-torch-file.js';
import { loadWeights } from '../weights/load-weights.js';
import { fromTorchStateDict } from './from-torch-state-dict.js';
import { toTorchStateDict } from './torch-state-dict.js';

const models: Record<string, [make: () => AnyModule, file: string, inputShape?: readonly number[]]> = {
  picture: [() => new Picture(), 'picture.pt', [1, 8, 6, 3]],
  'picture ': [() => new Picture(), 'picture.safetensors', [1, 8, 6, 3]],
  decoder: [() => new Decoder(), 'decoder.pt'],
  sequence: [() => new Sequence(), 'sequence.pt'],
};

describe.each([
  ['cpu', cpu],
  ['wasm', wasm],
])('on %s', (_, backend) => {
  beforeEach(async () => {
    await useBackend(backend());
  });

  it.each(Object.keys(models))('the weights of %s give what they give in PyTorch', async (name) => {
    const [make, file, inputShape] = models[name]!;
    const model = make().eval();
    const report = await loadWeights(model, fixture(file), { inputShape });
    expect(report).toMatchObject({ missing: [], unexpected: [], mismatched: [] });
    expect(report.loaded.length).toBe(Object.keys(model.stateDict()).length);
    const arrays = await loadSafetensors(fixture('outputs.safetensors'));
    const [input, wanted] = ['input', 'output'].map((role) => arrays[`${name.trim()}.${role}`]!) as [
      HostArray,
      HostArray,
    ];
    const output = noGrad(() =>
      scoped(() => model.forward(tensor(input.values, { shape: input.shape, dtype: input.dtype })) as Tensor),
    );
    expect(output.shape).toEqual(wanted.shape);
    const values = await output.data();
    const worst = Math.max(
      ...values.map((value, i) => Math.abs(value - wanted.values[i]!) / (1 + Math.abs(wanted.values[i]!))),
    );
    expect(worst).toBeLessThan(2e-6);
  });
});

describe('weights of PyTorch', () => {
  beforeEach(async () => {
    await useBackend(cpu());
  });

  it.each(Object.keys(models))('of %s come back bit for bit, under their names', async (name) => {
    const [make, file, inputShape] = models[name]!;
    const model = make();
    await loadWeights(model, fixture(file), { inputShape });
    const theirs = file.endsWith('.pt')
      ? await loadTorch(fixture(file))
      : await loadSafetensors(fixture(file));
    const ours = await toTorchStateDict(model, { inputShape });
    expect(Object.keys(ours).sort()).toEqual(Object.keys(theirs).sort());
    for (const [key, array] of Object.entries(theirs)) expect(ours[key], key).toEqual(array);
  });

  it('are converted without a model that changes', async () => {
    const model = new Decoder();
    const before = await model.fc.weight.data();
    const { state, report } = fromTorchStateDict(model, await loadTorch(fixture('decoder.pt')));
    expect(report.loaded).toContain('norm.runningMean');
    expect(state['fc.weight']!.shape).toEqual([6, 48]);
    expect(await model.fc.weight.data()).toEqual(before);
  });

  it('need an input shape where no usual one runs', async () => {
    await expect(toTorchStateDict(new Picture())).rejects.toThrow(
      '[toTorchStateDict] expected inputShape, to find which features are flattened images, got none, and none of the usual ' +
        'ones runs (classifier.1). Pass { inputShape: [1, 224, 224, 3] }, or what the model takes.',
    );
  });

  it('keep the order of features where nothing is an image', async () => {
    const cases: [AnyModule, Record<string, number[]>][] = [
      [new Bilinear(2, 3, 4), { weight: [4, 2, 3], bias: [4] }],
      [new Conv3d(2, 3, [1, 2, 4]), { weight: [3, 2, 1, 2, 4], bias: [3] }],
      [new ConvTranspose3d(2, 6, [1, 2, 4], { groups: 2 }), { weight: [2, 3, 1, 2, 4], bias: [6] }],
      [new RNNCell(2, 3), { weight_ih: [3, 2], weight_hh: [3, 3], bias_ih: [3], bias_hh: [3] }],
      [
        new LSTM(2, 4, { projectedSize: 3, bias: false }),
        { weight_ih_l0: [16, 2], weight_hh_l0: [16, 3], weight_hr_l0: [3, 4] },
      ],
    ];
    for (const [model, shapes] of cases) {
      const state = await toTorchStateDict(model);
      expect(Object.fromEntries(Object.entries(state).map(([key, { shape }]) => [key, shape]))).toEqual(
        shapes,
      );
      const { state: back } = fromTorchStateDict(model, state);
      for (const [name, own] of Object.entries(model.stateDict()))
        expect(back[name]!.values).toEqual(await own.data());
    }
  });

  it('find flat images behind functions, branches and pools', async () => {
    class Branches extends Module {
      readonly trunk = new Conv2d(1, 6, 3, { padding: 1 });
      readonly left = new Linear(6 * 16, 4);
      readonly mean = new Linear(6, 4);
      readonly right = new Linear(6 * 16, 12);
      readonly last = new Linear(12, 2);
      override forward(x: Tensor): Tensor {
        const y = maxPool2d(this.trunk.forward(x).relu(), 2);
        const left = this.left.forward(y.reshape([y.shape[0]!, -1]));
        const mean = this.mean.forward(y.mean({ axis: [1, 2] }));
        const right = this.right.forward(y.mul(2).flatten(1).relu());
        return this.last.forward(right).add(left.sum()).add(mean.sum());
      }
    }
    const model = new Branches();
    const state = await toTorchStateDict(model, { inputShape: [1, 8, 8, 1] });
    const weight = await model.left.weight.array();
    const of = (key: string, out: number, feature: number) =>
      state[key]!.values[out * state[key]!.shape[1]! + feature];
    // PyTorch's feature c · 16 + place is our feature place · 6 + c
    expect(of('left.weight', 3, 2 * 16 + 5)).toBe((weight as number[][])[5 * 6 + 2]![3]);
    const right = (await model.right.weight.array()) as number[][];
    expect(of('right.weight', 7, 5 * 16 + 1)).toBe(right[1 * 6 + 5]![7]);
    for (const name of ['mean', 'last'] as const) {
      const own = (await model[name].weight.array()) as number[][];
      expect(of(`${name}.weight`, 1, 4)).toBe(own[4]![1]);
    }
    expect(await toTorchStateDict(model)).toEqual(state); // the size is found by itself
  });

  it('of a model without convolutions turn for the shape of its images', async () => {
    class Autoencoder extends Module {
      readonly inner = new Linear(12, 5);
      readonly outer = new Linear(5, 12);
      override forward(x: Tensor): Tensor {
        return this.outer.forward(this.inner.forward(x.flatten(1)).relu()).reshape(x.shape);
      }
    }
    const model = new Autoencoder();
    const { 'inner.weight': inner, 'outer.weight': outer } = await toTorchStateDict(model, {
      inputShape: [1, 2, 2, 3],
    });
    // PyTorch's feature c · 4 + place is our feature place · 3 + c
    expect(inner!.values[3 * 12 + 2 * 4 + 1]).toBe(
      ((await model.inner.weight.array()) as number[][])[1 * 3 + 2]![3],
    );
    expect(outer!.values[(2 * 4 + 1) * 5 + 3]).toBe(
      ((await model.outer.weight.array()) as number[][])[3]![1 * 3 + 2],
    );
  });

  it('leave as many tensors on the device as there were', async () => {
    const [taught, model] = [new Decoder(), new Decoder()];
    const { backend } = model.fc.weight;
    await loadWeights(model, await toTorchStateDict(taught), { layout: 'torch' }); // what is remembered is there now
    const before = liveMemory(backend);
    await loadWeights(model, await toTorchStateDict(taught), { layout: 'torch' });
    expect(liveMemory(backend)).toEqual(before);
  });

  it('of images seen as sequences stay in order', async () => {
    class Patches extends Module {
      readonly patches = new Conv2d(3, 4, 2, { stride: 2 });
      readonly head = new Linear(4 * 4, 2);
      override forward(x: Tensor): Tensor {
        const tokens = this.patches.forward(x).reshape([x.shape[0]!, -1, 4]); // [N, L, E]
        return this.head.forward(tokens.add(1).flatten(1));
      }
    }
    const model = new Patches();
    const { 'head.weight': head } = await toTorchStateDict(model, { inputShape: [1, 4, 4, 3] });
    expect(head!.values[1]).toBe(((await model.head.weight.array()) as number[][])[1]![0]);
  });

  it('load into AlexNet’s shape of model without being told a size', async () => {
    const make = () =>
      new Sequential(
        new Conv2d(3, 4, 11, { stride: 4, padding: 2 }),
        new MaxPool2d(3, { stride: 2 }),
        new Flatten(),
        new Linear(27 * 27 * 4, 3),
      );
    const [taught, model] = [make(), make()];
    await loadWeights(model, await toTorchStateDict(taught), { layout: 'torch' });
    expect(await model.stateDict()['3.weight']!.data()).toEqual(await taught.stateDict()['3.weight']!.data());
  });
});

describe('weights behind volumes', () => {
  it('have the features of channels first', async () => {
    await useBackend(cpu());
    const model = new Sequential(
      new Conv3d(1, 2, 2),
      new MaxPool3d(2),
      new ConvTranspose3d(2, 2, 1, { stride: [2, 1, 1] }),
      new Flatten(),
      new Linear(12, 1),
    );
    const state = await toTorchStateDict(model, { inputShape: [1, 5, 5, 3, 1] }); // 3 · 2 · 1 places, 2 channels
    const ours = await model.stateDict()['4.weight']!.data();
    const expected = Array.from({ length: 12 }, (_, i) => ours[(i % 6) * 2 + Math.floor(i / 6)]);
    expect(Array.from(state['4.weight']!.values)).toEqual(expected);
  });
});
