import { arange, Generator, scoped, type Tensor, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { type BatchTransform, cutmix, labelSmoothing, mixup } from '../index.js';
import { drawBeta } from './beta.js';

const classes = (...values: number[]): Tensor => tensor(values, { dtype: 'int32' });
const values = async (x: Tensor | undefined): Promise<number[]> => Array.from(await x!.data());

forEachBackend(() => {
  it('labelSmoothing spreads a share over all classes', async () => {
    const x = tensor([[1], [2]]);
    const [same, targets] = labelSmoothing({ numClasses: 4, smoothing: 0.2 })([x, classes(0, 3)]);
    expect(same).toBe(x);
    expect(targets!.shape).toEqual([2, 4]);
    const expected = [0.85, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.85];
    for (const [i, value] of (await values(targets)).entries()) expect(value).toBeCloseTo(expected[i]!, 6);
  });

  it('mixup mixes examples and targets by one share', async () => {
    const x = arange(0, 5).reshape([5, 1]); // 0 … 4, as their classes
    const mix = mixup({ alpha: 1, numClasses: 5, rng: new Generator(4) });
    const [mixed, targets] = mix([x, classes(0, 1, 2, 3, 4)]);
    const rows = (await targets!.array()) as number[][];
    for (const [i, value] of (await values(mixed)).entries()) {
      expect(rows[i]!.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
      expect(rows[i]!.reduce((sum, p, c) => sum + p * c, 0)).toBeCloseTo(value, 5); // the class is the example's value
    }
  });

  it('mixup mixes targets that are numbers as they are', async () => {
    const x = tensor([[1], [2], [3]]);
    const [mixed, targets] = mixup({ rng: new Generator(5) })([x, x.mul(10)]);
    for (const [i, value] of (await values(targets)).entries()) {
      expect(value).toBeCloseTo(10 * (await values(mixed))[i]!, 4);
    }
  });

  it('cutmix mixes targets by the area that was replaced', async () => {
    for (let seed = 0; seed < 8; seed++) {
      const x = arange(0, 4).reshape([4, 1, 1, 1]).expand([4, 6, 5, 1]); // images of one value, their class
      const mix = cutmix({ numClasses: 4, rng: new Generator(seed) });
      const [mixed, targets] = mix([x, classes(0, 1, 2, 3)]);
      const means = await values(mixed!.mean({ axis: [1, 2, 3] }));
      const rows = (await targets!.array()) as number[][];
      for (const [i, row] of rows.entries()) {
        expect(row.reduce((sum, p, c) => sum + p * c, 0)).toBeCloseTo(means[i]!, 5);
        expect(Math.max(...(await values(mixed!.select(0, i).sub(i).abs()))) % 1).toBe(0); // whole pixels of one image
      }
    }
  });

  it('gives the same batch for the same seed, and keeps nothing else', async () => {
    const make = (): BatchTransform => mixup({ numClasses: 2, rng: new Generator(7) });
    const [x, t] = [
      tensor([
        [1, 2],
        [3, 4],
      ]),
      classes(0, 1),
    ];
    const [a] = make()([x, t]);
    const [b] = make()([x, t]);
    expect(await values(a)).toEqual(await values(b));
    const transform = cutmix({ numClasses: 2 });
    const images = arange(0, 32).reshape([2, 4, 4, 1]);
    const before = liveMemory().buffers;
    for (let i = 0; i < 3; i++) {
      scoped(() => {
        transform([images, t]);
      });
    }
    expect(liveMemory().buffers).toBe(before);
  });
});

describe('drawBeta', () => {
  for (const alpha of [0.01, 0.2, 1, 4]) {
    it(`has mean and variance of Beta(${alpha}, ${alpha})`, () => {
      const rng = new Generator(11);
      const drawn = Array.from({ length: 20000 }, () => drawBeta(alpha, rng));
      expect(drawn.every((value) => value >= 0 && value <= 1)).toBe(true);
      const mean = drawn.reduce((sum, value) => sum + value) / drawn.length;
      const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / drawn.length;
      const expected = 1 / (4 * (2 * alpha + 1));
      expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(expected / drawn.length));
      expect(variance / expected).toBeGreaterThan(0.95);
      expect(variance / expected).toBeLessThan(1.05);
    });
  }
});

describe('wrong calls', () => {
  const x = (): Tensor => tensor([[1]]);
  const cases: [name: string, call: () => unknown, message: string][] = [
    [
      'a smoothing of 2',
      () => labelSmoothing({ smoothing: 2 }),
      '[labelSmoothing] expected smoothing in [0, 1], got 2.',
    ],
    ['alpha 0', () => mixup({ alpha: 0 }), '[mixup] expected alpha > 0, got 0.'],
    ['a negative alpha', () => cutmix({ alpha: -1 }), '[cutmix] expected alpha > 0, got -1.'],
    [
      'classes of unknown number',
      () => mixup()([x(), classes(0)]),
      '[mixup] expected numClasses for targets that are classes, got none. Pass { numClasses }.',
    ],
    [
      'no targets',
      () => labelSmoothing()([x()]),
      '[labelSmoothing] expected a batch of inputs and targets, got 1 field.',
    ],
    [
      'no images',
      () => cutmix({ numClasses: 2 })([x(), classes(0)]),
      '[cutmix] expected images [N, H, W, C], got [1, 1].',
    ],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
});
