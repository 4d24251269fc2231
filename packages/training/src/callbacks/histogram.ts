import { ArgumentError, checkArgument } from '@neurona/backend';

/** The distribution of values: plain data, which a worker can post to its page. */
export interface Histogram {
  /** Number of finite values; the others are left out. */
  readonly count: number;
  readonly nonFinite: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Standard deviation over all values. */
  readonly std: number;
  /** Edges of the bins, one more than there are bins. */
  readonly edges: readonly number[];
  /** Number of values in each bin: from its lower edge to below its upper one, which the last bin includes. */
  readonly counts: readonly number[];
}

/**
 * Counts values in bins of equal width between the smallest and the largest; where all are equal, the bins lie around them.
 * @param bins - An integer of at least 1.
 * @throws {@link ArgumentError} if `bins` is anything else.
 * @example
 * histogram([0, 1, 1, 4], 2).counts; // => [3, 1]
 */
export function histogram(values: ArrayLike<number>, bins = 30): Histogram {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ArgumentError('histogram', { expected: 'bins to be an integer of at least 1', received: bins });
  }
  checkArgument('histogram', 'values', values, 'list');
  let [count, min, max, sum] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    count++;
    sum += value;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (count === 0) [min, max] = [0, 0];
  const mean = count === 0 ? 0 : sum / count;
  const isFlat = min === max;
  const low = isFlat ? min - 0.5 : min;
  const width = (isFlat ? 1 : max - min) / bins;
  const counts = new Array<number>(bins).fill(0);
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    squares += (value - mean) ** 2;
    counts[Math.min(bins - 1, Math.floor((value - low) / width))]!++;
  }
  const edges = Array.from({ length: bins + 1 }, (_, i) => (i === bins && !isFlat ? max : low + i * width));
  const std = count === 0 ? 0 : Math.sqrt(squares / count);
  return { count, nonFinite: values.length - count, min, max, mean, std, edges, counts };
}
