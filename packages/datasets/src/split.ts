import { ArgumentError } from '@neurona/backend';
import { type Generator, permutationArray } from '@neurona/tensor';
import type { Dataset } from './dataset.js';
import { Subset } from './subset.js';

/** Settings of {@link trainTestSplit}. */
export interface SplitOptions {
  /** Share of the examples that is held out, or how many; default 0.25. */
  readonly testSize?: number;
  /** Whether examples are drawn at random, default true; otherwise the last ones are held out. */
  readonly shuffle?: boolean;
  /** Where the draw comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/**
 * Splits a data set into one to learn from and one to test on.
 * @returns The training set and the test set; neither copies the examples.
 * @throws {@link ArgumentError} if a part would be empty.
 * @example
 * const [train, test] = trainTestSplit(await digits(), { testSize: 0.2 });
 * [train.length, test.length]; // => [1437, 360]
 */
export function trainTestSplit(dataset: Dataset, options: SplitOptions = {}): [train: Subset, test: Subset] {
  const { testSize = 0.25, shuffle = true, rng } = options;
  const held = testSize < 1 ? Math.ceil(dataset.length * testSize) : testSize;
  if (!Number.isInteger(held) || held < 1 || held >= dataset.length) {
    throw new ArgumentError('trainTestSplit', {
      expected: `testSize to be a share between 0 and 1, or a number of examples below ${dataset.length}`,
      received: testSize,
    });
  }
  const order = shuffle
    ? permutationArray(dataset.length, rng)
    : Int32Array.from({ length: dataset.length }, (_, i) => i);
  const cut = dataset.length - held;
  return [new Subset(dataset, order.subarray(0, cut)), new Subset(dataset, order.subarray(cut))];
}
