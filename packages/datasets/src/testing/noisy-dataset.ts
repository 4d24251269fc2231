import { randomValues } from '@neurona/backend';
import { mapDataset } from '../combining/map-dataset.js';
import { ArrayDataset, type Dataset, type Example } from '../dataset.js';
import { hostArray } from '../host-array.js';
import { type IterableDataset, iterableDataset } from '../iterable-dataset.js';

/** The numbers from 0 on. */
export const counting = (length: number): ArrayDataset =>
  new ArrayDataset([Float32Array.from({ length }, (_, i) => i), Int32Array.from({ length }, (_, i) => i)]);

/** The numbers from 0 on, with noise, and without it. */
export const noisy = (length: number): Dataset =>
  mapDataset(counting(length), async ([x, y], rng): Promise<Example> => {
    await Promise.resolve(); // so that examples of a batch take turns
    return [hostArray(randomValues('uniform', [2], rng.take(2)).map((noise) => noise + x!.values[0]!)), y!];
  });

/** The numbers from 0 on, one after another. */
export const stream = (length: number): IterableDataset =>
  iterableDataset(
    async function* () {
      for (let i = 0; i < length; i++) yield [hostArray(Float32Array.of(i)), hostArray(i, [], 'int32')];
    },
    { length },
  );

/** The numbers from 0 on, but one, which throws. */
export const faulty = (length: number, fault: number, fail: () => void): Dataset => ({
  length,
  get: (index) => {
    if (index === fault) fail();
    return [hostArray(Float32Array.of(index))];
  },
});
