import { expect, it } from 'vitest';
import { iris } from '../../index.js';

it('gives the 150 irises of Fisher with their names', async () => {
  const data = await iris();
  const [features, classes] = data.fields;
  expect(features!.shape).toEqual([150, 4]);
  expect(data.featureNames.length).toBe(4);
  expect(data.classNames).toEqual(['setosa', 'versicolor', 'virginica']);
  expect([0, 1, 2].map((one) => classes!.values.filter((value) => value === one).length)).toEqual([
    50, 50, 50,
  ]);
  const sums = data.featureNames.map((_, j) =>
    Array.from({ length: 150 }, (_, i) => features!.values[4 * i + j]!).reduce((a, b) => a + b, 0),
  );
  const expected = [876.5, 458.6, 563.7, 179.9]; // of scikit-learn's copy
  for (const [j, sum] of sums.entries()) expect(sum).toBeCloseTo(expected[j]!, 4);
  expect(data.get(34)[0]!.values).toEqual(Float32Array.of(4.9, 3.1, 1.5, 0.2));
  expect(data.get(37)[0]!.values).toEqual(Float32Array.of(4.9, 3.6, 1.4, 0.1));
});
