import { type DType, randomValues, type Shape, sizeOf, type TypedArray } from '@neurona/backend';
import type { Generator } from '../random/generator.js';

/** What an input of a check holds. */
export interface Sample {
  readonly shape: Shape;
  /** Default float32. */
  readonly dtype?: DType;
  /** Bounds of the values, default those of the check, else -2 and 2. */
  readonly low?: number;
  readonly high?: number;
  /** Values to stay away from by 0.15 (times their size above 1), such as the kink of a function. Default none. */
  readonly kinks?: readonly number[];
  /** Whether values are evenly spaced in random order, at least 0.15 apart (beyond `high` if need be). Default false. */
  readonly distinct?: boolean;
  /** The values themselves, row by row, in place of random ones. */
  readonly values?: readonly number[];
}

const margin = 0.15; // more than the steps of differences

/** Random values of a sample: the same in every run. */
export function drawSample(sample: Sample, rng: Generator): TypedArray {
  const { shape, dtype = 'float32', low = -2, high = 2, kinks = [], distinct = false, values } = sample;
  const size = sizeOf(shape);
  const uniform = randomValues('uniform', [size], rng.take(size));
  const span = distinct ? Math.max(high - low, margin * size) : high - low;
  const drawn = values ?? (distinct ? ranked(uniform) : Array.from(uniform)).map((u) => low + span * u);
  if (dtype === 'bool')
    return Uint8Array.from(drawn, (value) =>
      values ? Number(value !== 0) : Number(value > (low + high) / 2),
    );
  if (dtype === 'int32') return Int32Array.from(drawn, Math.floor);
  if (values) return Float32Array.from(drawn);
  return Float32Array.from(drawn, (value) => kinks.reduce((moved, kink) => away(moved, kink), value));
}

const away = (value: number, kink: number): number => {
  const gap = margin * Math.max(1, Math.abs(kink));
  if (Math.abs(value - kink) >= gap) return value;
  return value < kink ? kink - gap : kink + gap;
};

/** The rank of each value, evenly spaced in (0, 1). */
function ranked(values: ArrayLike<number>): number[] {
  const order = Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (const [rank, i] of order.entries()) ranks[i] = (rank + 0.5) / values.length;
  return ranks;
}
