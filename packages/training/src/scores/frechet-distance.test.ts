import { expect, it } from 'vitest';
import { frechetDistance } from './frechet-distance.js';

const rows = (count: number, f: (i: number, j: number) => number): number[][] =>
  Array.from({ length: count }, (_, i) => Array.from({ length: 4 }, (_, j) => f(i, j)));

const real = rows(12, (i, j) => Math.sin(7 * i + 3 * j + 1) + 0.1 * j);
const generated = rows(9, (i, j) => 1.5 * Math.cos(5 * i + 2 * j * j) + 0.3);

it('agrees with SciPy’s matrix root, also of fewer examples than features, and either way round', () => {
  expect(frechetDistance(real, generated)).toBeCloseTo(4.772050760202644, 6);
  expect(frechetDistance(generated, real)).toBeCloseTo(4.772050760202644, 6);
  expect(frechetDistance(real.slice(0, 3), generated.slice(0, 4))).toBeCloseTo(6.646517096855133, 6);
});

it('is zero of the same rows, and the squared distance of means where only these differ', () => {
  expect(frechetDistance(real, real)).toBeCloseTo(0, 6);
  const moved = real.map((row) => Float64Array.from(row, (x, j) => x + [3, 0, 4, 0][j]!));
  expect(frechetDistance(real, moved)).toBeCloseTo(25, 6);
});

it('says what is wrong', () => {
  expect(() => frechetDistance([[1, 2]], real)).toThrow(
    '[frechetDistance] expected at least two rows of real features, got 1. Pass a row for each example: await features.array().',
  );
  expect(() =>
    frechetDistance(real, [
      [1, 2],
      [1, 2],
    ]),
  ).toThrow(
    '[frechetDistance] expected rows of 4 finite numbers, got one of 2 (example 0 of the generated ones).',
  );
  expect(() => frechetDistance([[1], [Number.NaN]], [[1], [2]])).toThrow(
    'got NaN or infinity (example 1 of the real ones).',
  );
});
