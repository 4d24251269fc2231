import { expect, it } from 'vitest';
import { wine } from '../../index.js';

it('gives the 178 wines of UCI with their names', async () => {
  const data = await wine();
  const [features, classes] = data.fields;
  expect(features!.shape).toEqual([178, 13]);
  expect(data.featureNames.length).toBe(13);
  expect(data.classNames).toEqual(['Barolo', 'Grignolino', 'Barbera']);
  expect([0, 1, 2].map((one) => classes!.values.filter((value) => value === one).length)).toEqual([
    59, 71, 48,
  ]);
  const sums = data.featureNames.map((_, j) =>
    Array.from({ length: 178 }, (_, i) => features!.values[13 * i + j]!).reduce((a, b) => a + b, 0),
  );
  const expected = [
    2314.11, 415.87, 421.24, 3470.1, 17754, 408.53, 361.21, 64.41, 283.18, 900.339999, 170.426, 464.88,
    132947,
  ]; // of scikit-learn's copy
  for (const [j, sum] of sums.entries()) expect(sum).toBeCloseTo(expected[j]!, 4);
  const row = [12.08, 2.08, 1.7, 17.5, 97, 2.23, 2.17, 0.26, 1.4, 3.3, 1.27, 2.96, 710];
  expect(data.get(100)[0]!.values).toEqual(Float32Array.from(row));
});
