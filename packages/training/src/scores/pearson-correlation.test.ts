import { expect, it } from 'vitest';
import { pearsonCorrelation } from './pearson-correlation.js';

it('agrees with NumPy’s corrcoef, whatever scale and offset', () => {
  const [x, y] = [
    [0.3, -1.2, 2.5, 0.7, 4.1],
    [1.1, 0.2, -0.4, 2.2, 3.6],
  ];
  expect(pearsonCorrelation(x!, y!)).toBeCloseTo(0.5183615184043234, 12);
  expect(
    pearsonCorrelation(
      x!.map((value) => 3 - 2 * value),
      Float64Array.from(y!),
    ),
  ).toBeCloseTo(-0.5183615184043234, 12);
});

it('is NaN where one of both never changes', () => {
  expect(pearsonCorrelation([1, 1, 1], [1, 2, 3])).toBeNaN();
  const rounded = [0.1, 0.1, 0.1]; // whose mean isn't 0.1
  expect(pearsonCorrelation(rounded, [1, 2, 4])).toBeNaN();
  expect(pearsonCorrelation([1, 2, 4], rounded)).toBeNaN();
  expect(pearsonCorrelation(rounded, rounded)).toBeNaN();
});

it('says what is wrong', () => {
  expect(() => pearsonCorrelation([1], [1, 2])).toThrow(
    '[pearsonCorrelation] expected as many predictions as true values, got 1 and 2.',
  );
});
