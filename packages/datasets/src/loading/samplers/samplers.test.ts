import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { drawIndices, drawUniforms } from '../../draw-numbers.js';
import { classBalancedWeights } from './class-balanced-weights.js';
import { RandomSampler } from './random-sampler.js';
import { SubsetRandomSampler } from './subset-random-sampler.js';
import { WeightedRandomSampler } from './weighted-random-sampler.js';

const sorted = (indices: Iterable<number>): number[] => [...indices].sort((a, b) => a - b);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const counts = (indices: Iterable<number>, n: number): number[] => {
  const found = new Array<number>(n).fill(0);
  for (const index of indices) found[index]!++;
  return found;
};

describe('drawUniforms', () => {
  it('is even from 0 up to 1, and the generator moves on', () => {
    const rng = new Generator(3);
    const values = drawUniforms(10_000, rng);
    expect(rng.offset).toBe(5000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / values.length)); // four standard errors
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / values.length));
  });
});

describe('RandomSampler', () => {
  it('has each example once, or draws again', () => {
    const once = new RandomSampler({ length: 50 });
    expect(sorted(once.indices(new Generator(1)))).toEqual(upTo(50));
    expect(new Set(new RandomSampler({ length: 50 }, { count: 20 }).indices()).size).toBe(20);
    const again = new RandomSampler({ length: 4 }, { replacement: true, count: 4000 });
    expect([again.length, again.indices().length]).toEqual([4000, 4000]);
    for (const count of counts(again.indices(new Generator(2)), 4)) {
      expect(Math.abs(count - 1000)).toBeLessThan(4 * Math.sqrt(4000 * 0.25 * 0.75)); // four standard deviations
    }
    expect(sorted(new Set(drawIndices(3, 100, new Generator(1))))).toEqual([0, 1, 2]);
  });

  it('refuses more than there are', () => {
    expect(() => new RandomSampler({ length: 3 }, { count: 4 })).toThrow(
      '[RandomSampler] expected a whole count from 0 to 3, got 4. Pass { replacement: true } to draw an example more than once.',
    );
    expect(() => new RandomSampler({ length: 0 }, { count: 1, replacement: true })).toThrow('got 1.');
  });
});

describe('SubsetRandomSampler', () => {
  it('has each of its examples once, as the generator says', () => {
    const sampler = new SubsetRandomSampler([9, 4, 7, 1]);
    expect(sorted(sampler.indices())).toEqual([1, 4, 7, 9]);
    expect(sampler.indices(new Generator(5))).toEqual(sampler.indices(new Generator(5)));
  });
});

describe('WeightedRandomSampler', () => {
  const weights = [0, 1, 2, 5, 0];

  it('draws as often as the weights say', () => {
    const drawn = counts(new WeightedRandomSampler(weights, { count: 8000 }).indices(new Generator(1)), 5);
    for (const [i, weight] of weights.entries()) {
      const p = weight / 8;
      expect(Math.abs(drawn[i]! - 8000 * p)).toBeLessThanOrEqual(4 * Math.sqrt(8000 * p * (1 - p)));
    }
  });

  it('without replacement has an example at most once, and heavy ones first', () => {
    const sampler = new WeightedRandomSampler(weights, { count: 3, replacement: false });
    const firsts = new Array<number>(5).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const drawn = sampler.indices(new Generator(seed));
      expect(sorted(drawn)).toEqual([1, 2, 3]);
      firsts[drawn[0]!]!++;
    }
    for (const [i, weight] of weights.entries()) {
      const p = weight / 8;
      expect(Math.abs(firsts[i]! - 2000 * p)).toBeLessThanOrEqual(4 * Math.sqrt(2000 * p * (1 - p)));
    }
  });

  it('refuses weights that nothing can be drawn with', () => {
    const make =
      (...args: ConstructorParameters<typeof WeightedRandomSampler>) =>
      () =>
        new WeightedRandomSampler(...args);
    expect(make([1, -2])).toThrow(
      '[WeightedRandomSampler] expected weights of at least 0, got -2 (the weight of example 1).',
    );
    expect(make([1, Number.NaN])).toThrow('got NaN');
    expect(make([0, 0])).toThrow('[WeightedRandomSampler] expected a weight above 0, got none.');
    expect(make([1], { count: 0 })).toThrow('[WeightedRandomSampler] expected a whole count from 1, got 0.');
    expect(make([1, 0, 1], { count: 3, replacement: false })).toThrow(
      '[WeightedRandomSampler] expected a whole count from 1 to 2, got 3. Leave replacement true to draw an example more than once.',
    );
  });
});

describe('classBalancedWeights', () => {
  it('let every class come equally often', () => {
    const classes = [...new Array(90).fill('cat'), ...new Array(10).fill('lynx')];
    const drawn = new WeightedRandomSampler(classBalancedWeights(classes), { count: 2000 }).indices(
      new Generator(4),
    );
    const rare = drawn.filter((index) => classes[index] === 'lynx').length;
    expect(Math.abs(rare - 1000)).toBeLessThan(4 * Math.sqrt(2000 / 4));
  });
});
