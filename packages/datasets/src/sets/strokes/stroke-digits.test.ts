import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import {
  Generator,
  grad,
  manualSeed,
  memoryScope,
  noGrad,
  Parameter,
  type Tensor,
  tensor,
  uniform,
} from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ArrayDataset, DataLoader, strokeDigits } from '../../index.js';

beforeAll(async () => {
  await useBackend(wasm());
});

/** Two layers of weights, `[784, 48]` and `[48, 10]`. */
type Weights = readonly [Parameter, Parameter];

const logitsOf = ([first, second]: Weights, images: Tensor): Tensor =>
  images.reshape([images.shape[0]!, 784]).matmul(first).relu().matmul(second);

/** Trains a small network by gradient descent. */
async function trained(data: ArrayDataset, epochs: number): Promise<Weights> {
  const rng = new Generator(11);
  const weights: Weights = [
    new Parameter(uniform([784, 48], { low: -0.06, high: 0.06, rng })),
    new Parameter(uniform([48, 10], { low: -0.2, high: 0.2, rng })),
  ];
  for (let epoch = 0; epoch < epochs; epoch++) {
    for await (const [images, classes] of new DataLoader(data, { batchSize: 32, shuffle: true, rng })) {
      const targets = await classes!.data();
      using _scope = memoryScope();
      const oneHot = new Float32Array(targets.length * 10);
      for (const [i, target] of targets.entries()) oneHot[10 * i + target] = 1;
      const logProbabilities = logitsOf(weights, images!).logSoftmax();
      const loss = logProbabilities
        .mul(tensor(oneHot, { shape: [targets.length, 10] }))
        .sum()
        .div(-targets.length);
      const gradients = grad(loss, weights);
      noGrad(() => {
        for (const [i, weight] of weights.entries()) weight.assign(weight.sub(gradients[i]!.mul(0.2)));
      });
    }
  }
  return weights;
}

async function accuracy(weights: Weights, data: ArrayDataset): Promise<number> {
  let hits = 0;
  for await (const [images, classes] of new DataLoader(data, { batchSize: 250 })) {
    const answers = await noGrad(() => logitsOf(weights, images!).argmax({ axis: -1 })).data();
    const targets = await classes!.data();
    hits += answers.filter((answer, i) => answer === targets[i]).length;
  }
  return hits / data.length;
}

const inkOf = (image: ArrayLike<number>): number => Array.from(image).reduce((sum, value) => sum + value, 0);

describe('strokeDigits', () => {
  it('teaches a small network to read digits of another seed', async () => {
    const weights = await trained(strokeDigits(1500, { rng: new Generator(1) }), 6);
    const score = await accuracy(weights, strokeDigits(500, { rng: new Generator(2) }));
    expect(score).toBeGreaterThan(0.9);
    const neat = await accuracy(weights, strokeDigits(500, { rng: new Generator(2), variation: 0 }));
    expect(neat).toBeGreaterThanOrEqual(score); // neat writing is easier
  });

  it('gives each digit as often, in random order', () => {
    const { fields } = strokeDigits(103, { rng: new Generator(3) });
    const counts = new Array(10).fill(0);
    for (const digit of fields[1]!.values) counts[digit]++;
    expect(counts).toEqual([11, 11, 11, 10, 10, 10, 10, 10, 10, 10]);
    expect(Array.from(fields[1]!.values.subarray(0, 10))).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('is the same for the same seed, by generator or for the whole program', () => {
    const first = strokeDigits(20, { rng: new Generator(4) });
    expect(strokeDigits(20, { rng: new Generator(4) }).fields).toEqual(first.fields);
    expect(strokeDigits(20, { rng: new Generator(5) }).fields).not.toEqual(first.fields);
    manualSeed(4);
    expect(strokeDigits(20).fields).toEqual(first.fields);
  });

  it('writes with soft edges on clean paper, whole digits near the middle', () => {
    const data = strokeDigits(300, { rng: new Generator(6) });
    let partly = 0;
    for (let i = 0; i < data.length; i++) {
      const image = Array.from(data.get(i)[0]!.values);
      expect(Math.min(...image) >= 0 && Math.max(...image) <= 1).toBe(true);
      expect(Math.max(...image)).toBeGreaterThan(0.6);
      const share = inkOf(image) / 784;
      expect(share > 0.02 && share < 0.4).toBe(true);
      partly += image.filter((value) => value > 0.05 && value < 0.8).length / 784;
      const border = image.filter((_, k) => k < 28 || k >= 756 || k % 28 === 0 || k % 28 === 27);
      expect(Math.max(...border)).toBeLessThan(0.5);
    }
    expect(partly / data.length).toBeGreaterThan(0.03);
  });

  it('writes in other sizes', () => {
    const small = strokeDigits(50, { size: 12, rng: new Generator(8) });
    const large = strokeDigits(50, { size: 64, rng: new Generator(8) });
    expect([small.get(0)[0]!.shape, large.get(0)[0]!.shape]).toEqual([
      [12, 12, 1],
      [64, 64, 1],
    ]);
    const [smallInk, largeInk] = [small, large].map(
      ({ fields }) => inkOf(fields[0]!.values) / fields[0]!.values.length,
    );
    expect(Math.abs(smallInk! / largeInk! - 1)).toBeLessThan(0.25); // the same writing, seen closer
  });

  it('names arguments that are out of range', () => {
    expect(() => strokeDigits(0)).toThrow(
      '[strokeDigits] expected an integer of at least 1 examples, got 0.',
    );
    expect(() => strokeDigits(1, { size: 7 })).toThrow(
      '[strokeDigits] expected size to be an integer of at least 8, got 7.',
    );
    expect(() => strokeDigits(1, { variation: -1 })).toThrow(
      '[strokeDigits] expected variation to be a number of at least 0, got -1.',
    );
  });
});
