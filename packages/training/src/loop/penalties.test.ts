import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Linear, mse, Sequential } from '@neurona/layers';
import { clipGradNorm, SGD } from '@neurona/optimizers';
import { activity, l2, maxNorm, mixup, spectralNorm } from '@neurona/regularizers';
import { manualSeed, noGrad, tensor } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { accuracy, fit, series } from '../index.js';
import { network, xor } from '../testing/xor.js';

beforeEach(async () => {
  await useBackend(cpu()); // on which nothing of earlier tests is counted
});

const quiet = { progress: false } as const;

describe('penalties and constraints', () => {
  it('adds regularizers to what is minimised, not to what is reported', async () => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    const [weight] = model.parameters();
    weight!.set([[3]]);
    const data = new ArrayDataset([
      hostArray(Float32Array.of(0), [1, 1]),
      hostArray(Float32Array.of(0), [1, 1]),
    ]);
    const history = await fit(model, new DataLoader(data), {
      loss: mse,
      optimizer: new SGD(model.parameters(), { learningRate: 0.1 }),
      regularizers: [(m) => m.parameters()[0]!.square().sum()],
      ...quiet,
    });
    expect(series(history, 'loss')).toEqual([0]);
    expect(series(history, 'penalty')).toEqual([9]);
    expect(await weight!.item()).toBeCloseTo(3 - 0.1 * 6, 6);
  });

  it('takes the regularizers and constraints of @neurona/regularizers, and frees what they make', async () => {
    const model = network();
    const options = {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters(), { learningRate: 1 }),
      regularizers: [
        l2(1e-3),
        activity(
          [...model.namedChildren()].map(([, layer]) => layer),
          { l1: 1e-4 },
        ),
      ],
      constraints: [maxNorm(0.5)],
      metrics: { accuracy },
      beforeStep: () => clipGradNorm(model.parameters(), 1),
      batchTransforms: [mixup({ numClasses: 2 })],
      ...quiet,
    };
    const loader = new DataLoader(xor(64, 1), { batchSize: 16 });
    const history = await fit(model, loader, { ...options, epochs: 2 });
    const before = liveMemory();
    await fit(model, loader, { ...options, epochs: 2, validation: loader });
    expect(liveMemory()).toEqual(before);
    expect(Object.keys(history.epochs[0]!)).toEqual(['loss', 'penalty', 'accuracy']);
    expect(series(history, 'penalty').every((value) => value > 0)).toBe(true);
    const weights = model.parameters().filter(({ ndim }) => ndim === 2);
    for (const weight of weights) {
      const largest = noGrad(() => weight.norm({ axis: 0 }).max());
      expect(await largest.item()).toBeLessThanOrEqual(0.5 + 1e-5);
    }
  });

  it('keeps the spectral norm of a layer at 1 in training, and its state in the dictionary', async () => {
    manualSeed(5);
    const layer = spectralNorm(new Linear(2, 2), { iterations: 20 });
    const model = new Sequential(layer);
    const keys = Object.keys(model.stateDict());
    const names = keys.map((key) => key.split('.').at(-1)).sort();
    expect(names).toEqual(['bias', 'weightOrig', 'weightU', 'weightV']);
    await fit(model, new DataLoader(xor(32, 1)), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters(), { learningRate: 1 }),
      epochs: 3,
      ...quiet,
    });
    const [a, b, c, d] = (await noGrad(() => layer.weight).data()) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const [sum, determinant] = [a * a + b * b + c * c + d * d, a * d - b * c];
    expect(Math.sqrt((sum + Math.sqrt(sum ** 2 - 4 * determinant ** 2)) / 2)).toBeCloseTo(1, 3);
    const copy = new Sequential(spectralNorm(new Linear(2, 2)));
    copy.loadStateDict(model.stateDict());
    const x = tensor([[1, 2]]);
    const [own, loaded] = [model.eval().forward(x), copy.eval().forward(x)];
    expect(await loaded.data()).toEqual(await own.data());
  });
});
