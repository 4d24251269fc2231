import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { ColumnScaler } from './column-scaler.js';

/** Settings of {@link MinMaxScaler}. */
export interface MinMaxScalerOptions {
  /** Range of the results, default [0, 1]. */
  readonly range?: readonly [number, number];
  /** Whether to clip numbers beyond those seen in `fit` to the range, default false. */
  readonly clip?: boolean;
}

const minMaxScalerOptions: OptionTable<MinMaxScalerOptions> = { range: [0, 1], clip: false };

/**
 * Scales each column of numbers to a range, as scikit-learn does.
 *
 *     y = low + (x − min) / (max − min) · (high − low)
 *
 * A constant column becomes `low`. Missing numbers (NaN) are ignored in `fit` and stay missing.
 *
 * Shape: `[N, D]` → `[N, D]`.
 * @throws {@link ArgumentError} if the range is empty, a column holds text, or nothing but missing values.
 * @example
 * const scaler = new MinMaxScaler({ range: [-1, 1] }).fit([[0, 5], [10, 6]]);
 * scaler.transform([[5, 7]]).values; // => [0, 3]
 * scaler.inverseTransform([[0, 3]]).values; // => [5, 7]
 */
export class MinMaxScaler extends ColumnScaler<'min' | 'max'> {
  override readonly type = 'MinMaxScaler';
  override readonly keys = ['min', 'max'] as const;
  readonly range: readonly [number, number];
  readonly clip: boolean;

  constructor(options: MinMaxScalerOptions = {}) {
    super();
    checkOptions('MinMaxScaler', options, minMaxScalerOptions);
    this.range = options.range ?? [0, 1];
    this.clip = options.clip ?? false;
    if (!(this.range[0] < this.range[1])) {
      throw new ArgumentError('MinMaxScaler', {
        expected: 'range to be a smaller and a larger number',
        received: this.range,
      });
    }
  }

  override measure(values: Float64Array): { min: number; max: number } {
    return {
      min: values.reduce((a, b) => Math.min(a, b)),
      max: values.reduce((a, b) => Math.max(a, b)),
    };
  }

  override scale(value: number, { min, max }: { min: number; max: number }): number {
    const [low, high] = this.range;
    const scaled = low + (value - min) * this.#factor(min, max);
    return this.clip ? Math.min(Math.max(scaled, low), high) : scaled;
  }

  override unscale(value: number, { min, max }: { min: number; max: number }): number {
    return min + (value - this.range[0]) / this.#factor(min, max);
  }

  #factor(min: number, max: number): number {
    const width = max - min < 10 * Number.EPSILON ? 1 : max - min;
    return (this.range[1] - this.range[0]) / width;
  }
}
