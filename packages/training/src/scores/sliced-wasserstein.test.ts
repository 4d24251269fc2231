import { randomValues } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { slicedWasserstein } from './sliced-wasserstein.js';

const cloud = (count: number, seed: number, shift = 0, scale = 1): number[][] => {
  const values = randomValues('normal', [2 * count], { seed, offset: 0 });
  return Array.from({ length: count }, (_, i) => [
    shift + scale * values[2 * i]!,
    scale * values[2 * i + 1]!,
  ]);
};

describe('slicedWasserstein', () => {
  it('is the distance in sorted order on a line, from either side', () => {
    expect(slicedWasserstein([[0], [1], [3]], [[5], [2], [3]])).toBeCloseTo(Math.sqrt((4 + 4 + 4) / 3), 12);
    expect(slicedWasserstein([[5], [2], [3]], [[0], [1], [3]])).toBeCloseTo(2, 12);
  });

  it('compares clouds of different sizes by their quantiles', () => {
    expect(slicedWasserstein([[0], [6]], [[0], [3], [6]])).toBeCloseTo(Math.sqrt((9 / 6) * 2), 12); // 3 off for a third of the way
    expect(slicedWasserstein([[1], [1], [4]], [[1], [4], [1], [1], [1], [4]])).toBeCloseTo(0, 12);
  });

  it('of a shift is the shift seen from a random side, |d| / √2 in the plane', () => {
    const points = cloud(200, 1);
    const shifted = points.map(([x, y]) => [x! + 3, y! + 4]);
    const seen = slicedWasserstein(points, shifted, { directions: 2000 });
    expect(seen).toBeGreaterThan(0.97 * (5 / Math.SQRT2));
    expect(seen).toBeLessThan(1.03 * (5 / Math.SQRT2));
    expect(slicedWasserstein(points, points.toReversed())).toBeCloseTo(0, 6);
  });

  it('of normal clouds is the difference of their deviations', () => {
    const distance = slicedWasserstein(cloud(4000, 1), cloud(4000, 2, 0, 2));
    expect(distance).toBeGreaterThan(0.94);
    expect(distance).toBeLessThan(1.06);
  });

  it('refuses clouds that can’t be compared', () => {
    expect(() => slicedWasserstein([], [[1]])).toThrow(
      '[slicedWasserstein] expected clouds of at least one point of at least one coordinate, got [].',
    );
    expect(() => slicedWasserstein([[1, 2]], [[1, 2], [1]])).toThrow(
      '[slicedWasserstein] expected the second cloud to have points of 2 finite coordinates, got [1] (point 1).',
    );
    expect(() => slicedWasserstein([[Number.NaN]], [[1]])).toThrow('got [NaN] (point 0)');
    expect(() => slicedWasserstein([[1]], [[1]], { directions: 0 })).toThrow('expected directions');
  });
});
