import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray } from '@neurona/datasets';
import { crossEntropy, Linear, Module, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { l2 } from '@neurona/regularizers';
import { manualSeed, noGrad, type Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { balancedClassWeights, evaluate, type FitOptions, fit, predict, series } from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const wave = (count: number, step: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(step * (i + 1)));

/** 14 examples: with batches of 2 and 3 to a step, two whole groups and one of a single batch. */
const points = (): ArrayDataset =>
  new ArrayDataset([hostArray(wave(28, 1.3), [14, 2]), hostArray(wave(14, 2.1), [14, 1])]);

async function train(batchSize: number, options: Partial<FitOptions>): Promise<number[]> {
  manualSeed(3);
  const model = new Sequential(new Linear(2, 1));
  await fit(model, new DataLoader(points(), { batchSize }), {
    loss: mse,
    optimizer: new SGD(model.parameters(), { learningRate: 0.1, momentum: 0.9 }),
    epochs: 2,
    progress: false,
    ...options,
  });
  return Array.from(await model.parameters()[0]!.data());
}

const expectClose = (found: readonly number[], expected: readonly number[]): void => {
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(expected[i]!, 5);
};

describe('accumulate', () => {
  it('is as good as batches so many times larger, also for the rest of an epoch', async () => {
    expectClose(await train(2, { accumulate: 3 }), await train(6, {}));
    // batches of 4, 4, 4 and 2: the second group's last one is smaller than the others
    expectClose(await train(4, { accumulate: 2 }), await train(8, {}));
  });

  it('adds penalties and clips once a step', async () => {
    const options = { regularizers: [l2(0.1)], clipNorm: 0.3 };
    expectClose(await train(2, { ...options, accumulate: 3 }), await train(6, options));
  });

  it('counts optimizer steps', async () => {
    const steps: (readonly [number, number | undefined, number])[] = [];
    const model = new Sequential(new Linear(2, 1));
    await fit(model, new DataLoader(points(), { batchSize: 2 }), {
      loss: mse,
      optimizer: new SGD(model.parameters()),
      accumulate: 3,
      epochs: 2,
      callbacks: [{ onStep: (s) => void steps.push([s.step, s.stepsPerEpoch, s.totalSteps]) }],
      progress: false,
    });
    expect(steps.map(([step]) => step)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(steps.at(-1)).toEqual([3, 3, 6]);
  });
});

describe('clipNorm and clipValue', () => {
  it('bound the gradients that the optimizer sees', async () => {
    const model = new Sequential(new Linear(1, 1, { bias: false }));
    const [weight] = model.parameters();
    const data = new ArrayDataset([
      hostArray(Float32Array.of(1), [1, 1]),
      hostArray(Float32Array.of(100), [1, 1]),
    ]);
    for (const [options, expected] of [
      [{ clipNorm: 2 }, 2],
      [{ clipValue: 0.5 }, 0.5],
      [{ clipNorm: 2, clipValue: 0.5 }, 0.5],
    ] as const) {
      weight!.set([[0]]);
      await fit(model, new DataLoader(data), {
        loss: mse,
        optimizer: new SGD(model.parameters(), { learningRate: 1 }),
        progress: false,
        ...options,
      });
      expect(await weight!.item()).toBeCloseTo(expected, 5);
    }
  });

  it('count the parameters of the optimizer alone', async () => {
    const data = new ArrayDataset([
      hostArray(Float32Array.of(1, 1, 1), [3, 1]),
      hostArray(Float32Array.of(3, 3, 3), [3, 1]),
    ]);
    const model = new Sequential(new Linear(1, 1, { bias: false }), new Linear(1, 1, { bias: false }));
    const [backbone, head] = [...model.parameters()];
    backbone!.set([[1]]);
    head!.set([[10]]);
    await fit(model, new DataLoader(data), {
      loss: (outputs, targets) => outputs.sub(targets).sum(), // its gradient is 3
      optimizer: new SGD([head!], { learningRate: 1 }),
      clipNorm: 1,
      epochs: 2,
      progress: false,
    });
    expect(await head!.item()).toBeCloseTo(8, 5);
  });
});

describe('classWeights', () => {
  const data = (): DataLoader =>
    new DataLoader(
      new ArrayDataset([
        hostArray(wave(24, 1.7), [12, 2]),
        hostArray(Int32Array.from({ length: 12 }, (_, i) => i % 3)),
      ]),
      { batchSize: 12 },
    );

  it('weigh the loss as its weight option does, and validation not at all', async () => {
    const classWeights = [1, 2, 5];
    manualSeed(2);
    const model = new Sequential(new Linear(2, 3));
    const plain = await evaluate(model, data(), { loss: crossEntropy });
    const expected = await evaluate(model, data(), {
      loss: (outputs: Tensor, targets: Tensor) =>
        noGrad(() => {
          const rows = crossEntropy(outputs, targets, { reduction: 'none' });
          const weights = targets.equal(0).where(1, targets.equal(1).where(2, 5));
          return rows.mul(weights).sum().div(weights.sum());
        }),
    });
    const history = await fit(model, data(), {
      loss: crossEntropy,
      optimizer: new SGD(model.parameters(), { learningRate: 0 }),
      classWeights,
      validation: data(),
      progress: false,
    });
    expect(series(history, 'loss')[0]).toBeCloseTo(expected.loss!, 5);
    expect(series(history, 'valLoss')[0]).toBeCloseTo(plain.loss!, 5);
  });

  it('say so when the loss does not take them', async () => {
    const model = new Sequential(new Linear(2, 3));
    const run = fit(model, data(), {
      loss: (outputs, targets) => crossEntropy(outputs, targets),
      optimizer: new SGD(model.parameters()),
      classWeights: [1, 1, 1],
      progress: false,
    });
    await expect(run).rejects.toThrow(
      '[fit] expected with classWeights a loss that takes { weight } as third argument, got the function loss. Use crossEntropy or nll',
    );
  });
});

describe('balancedClassWeights', () => {
  it('makes every class count for as much', () => {
    const classes = Int32Array.of(2, 0, 0, 1, 0, 0, 2, 0);
    const weights = balancedClassWeights(classes);
    expect(weights).toEqual([8 / 15, 8 / 3, 4 / 3]);
    expect(() => balancedClassWeights(classes, 4)).toThrow(
      '[balancedClassWeights] expected an example of every class, got none of class 3.',
    );
    expect(() => balancedClassWeights([0, -1])).toThrow(
      '[balancedClassWeights] expected classes from 0 to 0, got -1 (example 1).',
    );
    expect(() => balancedClassWeights([])).toThrow('got no examples.');
  });
});

/** Two inputs; two outputs, by name. */
class TwoHeads extends Module<readonly Tensor[], { sum: Tensor; product: Tensor }> {
  readonly sum = new Linear(2, 1);
  readonly product = new Linear(2, 1);

  override forward(...[a, b]: readonly Tensor[]): { sum: Tensor; product: Tensor } {
    return { sum: this.sum.forward(a!.add(b!)), product: this.product.forward(a!.mul(b!)) };
  }
}

describe('several inputs, outputs and targets', () => {
  it('reach model, loss, metrics and predictions', async () => {
    const fields = [1.1, 1.9].map((step) => hostArray(wave(10, step), [5, 2]));
    const targets = [2.3, 0.7].map((step) => hostArray(wave(5, step), [5, 1]));
    const data = new DataLoader(new ArrayDataset([...fields, ...targets]), { batchSize: 2 });
    const model = new TwoHeads();
    const loss = (outputs: { sum: Tensor; product: Tensor }, [a, b]: readonly [Tensor, Tensor]): Tensor =>
      mse(outputs.sum, a).add(mse(outputs.product, b));
    const history = await fit(model, data, {
      loss,
      targetFields: 2,
      optimizer: new SGD(model.parameters(), { learningRate: 0.1 }),
      metrics: { product: (outputs, [, b]) => mse(outputs.product, b) },
      validation: data,
      epochs: 20,
      progress: false,
    });
    expect(Object.keys(history.epochs[0]!)).toEqual(['loss', 'product', 'valLoss', 'valProduct']);
    expect(series(history, 'loss').at(-1)).toBeLessThan(series(history, 'loss')[0]!);
    const { sum, product } = await predict(model, data, { targetFields: 2 });
    expect([sum.shape, product.shape]).toEqual([
      [5, 1],
      [5, 1],
    ]);
    const again = await evaluate(model, data, { loss, targetFields: 2 });
    const errors = targets.map(({ values }, i) => {
      const outputs = [sum, product][i]!.values;
      return Array.from(values).reduce((total, value, n) => total + (value - outputs[n]!) ** 2, 0) / 5;
    });
    expect(again.loss).toBeCloseTo(errors[0]! + errors[1]!, 5);
  });

  it('are the inputs where they are to be reconstructed, also of labelled data', async () => {
    const fields = [hostArray(wave(8, 1), [4, 2]), hostArray(Int32Array.of(0, 1, 1, 0))];
    const data = new DataLoader(new ArrayDataset(fields), { batchSize: 4 });
    const model = new Sequential(new Linear(2, 2));
    const history = await fit(model, data, {
      loss: mse,
      reconstruct: true,
      optimizer: new SGD(model.parameters(), { learningRate: 0.3 }),
      epochs: 200,
      progress: false,
    });
    expect(series(history, 'loss').at(-1)).toBeLessThan(1e-3);
    const unlabelled = new DataLoader(new ArrayDataset(fields.slice(0, 1)));
    const options = { loss: mse, reconstruct: true };
    const [first, second] = [
      await evaluate(model, data, options),
      await evaluate(model, unlabelled, options),
    ];
    expect(first.loss).toBeLessThan(1e-3);
    expect(first).toEqual(second);
    await expect(evaluate(model, data, { loss: mse, targetFields: 0 })).rejects.toThrow(
      '[evaluate] expected targetFields to be an integer of at least 1, got 0. Pass { reconstruct: true } to have the inputs as targets.',
    );
  });
});
