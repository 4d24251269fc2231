import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { type HostArray, hostArray } from '@neurona/datasets';
import { Conv2d, Flatten, Linear, Module, Sequential } from '@neurona/layers';
import { hostValues, noteHostValues, type Tensor } from '@neurona/tensor';
import { beforeEach, describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { toTorchStateDict } from '../torch/torch-state-dict.js';
import { loadWeights } from './load-weights.js';
import { saveWeights } from './save-weights.js';

describe('loading weights', () => {
  beforeEach(async () => {
    await useBackend(cpu());
  });

  const zeros = (...shape: number[]): HostArray =>
    hostArray(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);

  it('says what is missing, unexpected and of another shape, in both layouts, and changes nothing', async () => {
    const model = new Sequential(new Conv2d(3, 4, 5), new Linear(3, 2));
    const before = await model.stateDict()['0.bias']!.data();
    const tensors = {
      '0.weight': zeros(4, 3, 3, 3),
      '0.bias': zeros(4),
      '1.weight': zeros(2, 4),
      extra: zeros(1),
    };
    const error = await loadWeights(model, tensors, { layout: 'torch' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CheckpointError);
    expect(String(error)).toBe(
      'WeightsError: [loadWeights] expected the tensors of this model, got 1 missing, 1 unexpected and 2 mismatched (missing ' +
        '1.bias; unexpected extra; mismatched 0.weight (expected float32 [4, 3, 5, 5], here [5, 5, 3, 4]; got float32 [4, 3, 3, ' +
        '3], here [3, 3, 3, 4]), 1.weight (expected float32 [2, 3], here [3, 2]; got float32 [2, 4], here [4, 2]), arrays in ' +
        'memory). Pass { strict: false } to load those that match, or { rename } where only names differ.',
    );
    expect(error).toMatchObject({
      report: { missing: ['1.bias'], unexpected: ['extra'], loaded: ['0.bias'] },
    });
    expect(await model.stateDict()['0.bias']!.data()).toEqual(before);
    const report = await loadWeights(model, tensors, { layout: 'torch', strict: false });
    expect(report.loaded).toEqual(['0.bias']);
    expect(await model.stateDict()['0.bias']!.data()).toEqual(new Float32Array(4));
  });

  it('writes large tensors in parts with streaming, from one file and from shards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'load-weights-'));
    try {
      for (const candidate of [cpu(), wasm({ threads: 1 })]) {
        await useBackend(candidate);
        const make = () => new Sequential(new Linear(700, 900), new Linear(900, 2));
        const taught = make();
        const size = 4 * 700 * 900;
        for (const [name, settings] of Object.entries({
          whole: {},
          shards: { maxShardBytes: size + 4000 },
          torch: { layout: 'torch' as const }, // rows of which are our columns
        })) {
          const path = join(folder, `${candidate.name}-${name}.safetensors`);
          const files = await saveWeights(path, taught, settings);
          const model = make();
          const weight = model.stateDict()['0.weight']!;
          noteHostValues(weight, await weight.data());
          const y = weight.square().sum();
          const progress: number[] = [];
          await loadWeights(model, files.at(-1)!, {
            streaming: true,
            onProgress: (bytes) => progress.push(bytes),
          });
          for (const [key, tensor] of Object.entries(taught.stateDict()))
            expect(await model.stateDict()[key]!.equal(tensor).all().item(), key).toBe(1);
          expect(hostValues(weight)).toBeUndefined();
          expect(() => y.backward()).toThrow('values changed in place since');
          expect(progress).toEqual(progress.toSorted((a, b) => a - b));
          expect(progress.length).toBeGreaterThan(4); // more than tensors
          expect(progress.at(-1)).toBe(size + 4 * (900 + 1800 + 2));
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('changes nothing when a value can not be read', async () => {
    const model = new Linear(2, 1);
    const before = await model.weight.data();
    const file = {
      names: ['weight', 'bias'],
      metadata: {},
      file: 'broken',
      info: (name: string) => ({
        stored: 'F32',
        dtype: 'float32' as const,
        shape: name === 'bias' ? [1] : [1, 2],
        sizeBytes: 4,
      }),
      read: async (name: string) => {
        if (name === 'bias') throw new CheckpointError('test', { expected: 'values', received: 'none' });
        return zeros(1, 2);
      },
      readAll: async () => ({}),
      close: async () => {},
      [Symbol.asyncDispose]: async () => {},
    };
    await expect(loadWeights(model, file)).rejects.toThrow(CheckpointError);
    expect(await model.weight.data()).toEqual(before);
  });

  it('takes names of wrapped models, of other cases, and renamed ones', async () => {
    const weight = hostArray(Float32Array.of(1, 2), [1, 2]);
    const bias = zeros(1);
    const model = new Linear(2, 1);
    await loadWeights(
      model,
      { 'module._orig_mod.weight': weight, 'module._orig_mod.bias': bias },
      { layout: 'torch' },
    );
    expect(await model.weight.data()).toEqual(weight.values);
    const rename = (key: string) => (key === 'mask' ? undefined : key.replace('fc.', ''));
    const report = await loadWeights(
      model,
      { 'fc.weight': weight, 'fc.bias': bias, mask: bias },
      { layout: 'torch', rename },
    );
    expect(report.unexpected).toEqual([]);
    const same = () => 'weight';
    await expect(loadWeights(model, { a: weight, b: weight }, { rename: same })).rejects.toThrow(
      '[loadWeights] expected rename to return a different name for each tensor, got weight for a and b.',
    );
    class Odd extends Module {
      readonly Mixed_5b = new Linear(2, 1);
      readonly layerScale = new Linear(2, 1);
      override forward(x: Tensor): Tensor {
        return this.Mixed_5b.forward(x);
      }
    }
    const keys = {
      'Mixed_5b.weight': weight,
      'Mixed_5b.bias': bias,
      'layerscale.weight': weight,
      'layerscale.bias': bias,
    };
    expect((await loadWeights(new Odd(), keys, { layout: 'torch' })).loaded).toHaveLength(4);
    expect(Object.keys(await toTorchStateDict(new Odd()))).toEqual([
      'Mixed_5b.weight',
      'Mixed_5b.bias',
      'layer_scale.weight',
      'layer_scale.bias',
    ]);
  });

  it('takes names with a dot before a number, where only one key fits', async () => {
    class Layer extends Module {
      readonly norm1 = new Linear(2, 1);
      readonly norm2 = new Linear(2, 1);
      override forward(x: Tensor): Tensor {
        return this.norm1.forward(x);
      }
    }
    const [weight, bias] = [zeros(1, 2), zeros(1)];
    const file = {
      'norm.1.weight': weight,
      'norm.1.bias': bias,
      'norm.2.weight': weight,
      'norm.2.bias': bias,
    };
    expect((await loadWeights(new Layer(), file, { layout: 'torch' })).loaded).toHaveLength(4);
    const doubtful = { ...file, 'NORM.1.bias': bias };
    await expect(loadWeights(new Layer(), doubtful, { layout: 'torch' })).rejects.toThrow(
      'missing norm1.bias',
    );
  });

  it('takes a kernel that covers its whole image as the matrix of a linear map', async () => {
    const build = () => new Sequential(new Conv2d(1, 3, 2), new Flatten(), new Linear(2 * 2 * 3, 5));
    const [known, model] = [build(), build()];
    const theirs = await toTorchStateDict(known, { inputShape: [1, 3, 3, 1] });
    const asKernel = { ...theirs, '2.weight': hostArray(theirs['2.weight']!.values, [5, 3, 2, 2]) };
    await loadWeights(model, asKernel, { layout: 'torch', inputShape: [1, 3, 3, 1] });
    expect(await model.stateDict()['2.weight']!.data()).toEqual(await known.stateDict()['2.weight']!.data());
    const other = { ...theirs, '2.weight': zeros(3, 5, 2, 2) };
    await expect(loadWeights(model, other, { layout: 'torch', inputShape: [1, 3, 3, 1] })).rejects.toThrow(
      '1 mismatched',
    );
    const own = new Linear(4, 4, { bias: false });
    await expect(loadWeights(own, { weight: zeros(4, 2, 2) })).rejects.toThrow('1 mismatched');
  });

  it('takes matrices that lie the other way where it is told so', async () => {
    const model = new Linear(2, 2, { bias: false });
    const weight = hostArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
    await loadWeights(model, { weight }, { layout: 'torch' });
    expect(await model.weight.data()).toEqual(Float32Array.of(1, 3, 2, 4));
    await loadWeights(model, { weight }, { layout: 'torch', isTurned: (key) => key === 'weight' });
    expect(await model.weight.data()).toEqual(weight.values);
  });

  it('accepts a weight that two modules share under one of its names', async () => {
    const shared = new Linear(2, 2, { bias: false });
    const model = new Sequential(shared, new Sequential(shared));
    class Tied extends Module {
      readonly first = new Linear(2, 2, { bias: false });
      readonly weight = this.first.weight;
      override forward(x: Tensor): Tensor {
        return this.first.forward(x);
      }
    }
    const weight = zeros(2, 2);
    expect((await loadWeights(new Tied(), { 'first.weight': weight }, { layout: 'torch' })).missing).toEqual(
      [],
    );
    expect((await loadWeights(model, { '0.weight': weight }, { layout: 'torch' })).loaded).toEqual([
      '0.weight',
    ]);
  });

  it('refuses what is no source, and a file that fits nowhere', async () => {
    await expect(loadWeights(new Linear(1, 1), 7 as never)).rejects.toThrow(
      'expected a file, or arrays by name, got 7',
    );
    await expect(loadWeights(new Linear(1, 1), { other: zeros(1) }, { strict: false })).rejects.toThrow(
      'Nothing matches',
    );
  });
});
