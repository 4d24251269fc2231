import { Generator } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import {
  ArrayDataset,
  fetchBatch,
  fitField,
  StandardScaler,
  trainTestSplit,
  transformField,
  wine,
} from '../index.js';

describe('fitField and transformField', () => {
  it('learn from the training set and change both, with the classes as they were', async () => {
    const [train, test] = trainTestSplit(await wine(), { testSize: 0.25, rng: new Generator(3) });
    const scaler = await fitField(new StandardScaler(), train);
    const scaled = transformField(scaler, train);
    const all = Array.from({ length: train.length }, (_, i) => i);
    const [features, classes] = await fetchBatch(scaled, all);
    for (let j = 0; j < 13; j++) {
      const column = all.map((i) => features!.values[13 * i + j]!);
      expect(column.reduce((a, b) => a + b, 0) / all.length).toBeCloseTo(0, 6);
      expect(column.reduce((a, b) => a + b * b, 0) / all.length).toBeCloseTo(1, 5);
    }
    expect(classes).toEqual((await fetchBatch(train, all))[1]);
    const [first] = await transformField(scaler, test).get(0);
    const [raw] = await test.get(0);
    expect(first!.values).toEqual(scaler.transform({ ...raw!, shape: [1, 13] }).values);
  });

  it('name what is no row of numbers', async () => {
    const data = new ArrayDataset([Float32Array.of(1, 2)]);
    await expect(fitField(new StandardScaler(), data)).rejects.toThrow(
      '[fitField] expected field 0 to have a row of numbers for each example, got [].',
    );
    await expect(fitField(new StandardScaler(), data, 1)).rejects.toThrow('got 1 fields.');
  });
});
