import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator, type Generator } from '@neurona/tensor';
import { ArrayDataset } from '../dataset.js';
import { drawUniforms } from '../draw-numbers.js';
import { hostArray } from '../host-array.js';
import { checkExamples } from './points-dataset.js';

/** Settings of {@link countingOnes}. */
export interface CountingOnesOptions {
  /** Numbers in a sequence, default 10. */
  readonly length?: number;
  /** Probability of a one, default 0.5. */
  readonly probability?: number;
  /** Where random numbers come from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

const countingOnesOptions: OptionTable<CountingOnesOptions> = {
  length: 10,
  probability: 0.5,
  rng: undefined,
};

/**
 * Sequences of zeros and ones, and the number of ones: a recurrence of two weights, both 1, can count them.
 *
 *     s_t = U · x_t + W · s_{t−1}        target: s_L for U = W = 1
 *
 * Fields: sequence float32 `[length, 1]`, count float32 `[1]`.
 * @param count - Number of examples.
 * @throws {@link ArgumentError} if `count`, `length` or `probability` is out of range.
 * @example
 * const [sequence, ones] = countingOnes(20, { length: 10, rng: new Generator(7) }).get(0);
 * sequence.values.reduce((sum, x) => sum + x, 0) === ones.values[0]; // => true
 */
export function countingOnes(count: number, options: CountingOnesOptions = {}): ArrayDataset {
  const {
    length = 10,
    probability = 0.5,
    rng = defaultGenerator(),
  } = checkOptions('countingOnes', options, countingOnesOptions);
  checkExamples('countingOnes', count);
  checkCount('countingOnes', 'length', length);
  if (!(probability >= 0 && probability <= 1)) {
    throw new ArgumentError('countingOnes', {
      expected: 'probability to be a number from 0 to 1',
      received: probability,
    });
  }
  const values = Float32Array.from(drawUniforms(count * length, rng), (u) => Number(u < probability));
  const counts = Float32Array.from({ length: count }, (_, i) =>
    values.subarray(i * length, (i + 1) * length).reduce((sum, x) => sum + x, 0),
  );
  return new ArrayDataset([hostArray(values, [count, length, 1]), hostArray(counts, [count, 1])]);
}
