import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { ColumnScaler, quantile } from './column-scaler.js';

/** Settings of {@link RobustScaler}. */
export interface RobustScalerOptions {
  /** Whether to subtract the median, default true. */
  readonly withCentering?: boolean;
  /** Whether to divide by the distance between the two quantiles, default true. */
  readonly withScaling?: boolean;
  /** The two quantiles in percent, default [25, 75]. */
  readonly quantileRange?: readonly [number, number];
}

const robustScalerOptions: OptionTable<RobustScalerOptions> = {
  withCentering: true,
  withScaling: true,
  quantileRange: [25, 75],
};

/**
 * Scales each column of numbers by its median and quantiles, which outliers hardly move, as scikit-learn does.
 *
 *     y = (x − median) / (q_75 − q_25)
 *
 * Where both quantiles are the same, numbers are divided by 1. Missing numbers (NaN) are ignored in `fit` and stay missing.
 *
 * Shape: `[N, D]` → `[N, D]`.
 * @throws {@link ArgumentError} if the quantiles are not in order, a column holds text, or nothing but missing values.
 * @example
 * const scaler = new RobustScaler().fit([[1], [2], [3], [4], [1000]]);
 * scaler.transform([[1], [3], [5]]).values; // => [-1, 0, 1]
 */
export class RobustScaler extends ColumnScaler<'center' | 'spread'> {
  override readonly type = 'RobustScaler';
  override readonly keys = ['center', 'spread'] as const;
  readonly withCentering: boolean;
  readonly withScaling: boolean;
  readonly quantileRange: readonly [number, number];

  constructor(options: RobustScalerOptions = {}) {
    super();
    checkOptions('RobustScaler', options, robustScalerOptions);
    this.withCentering = options.withCentering ?? true;
    this.withScaling = options.withScaling ?? true;
    this.quantileRange = options.quantileRange ?? [25, 75];
    const [low, high] = this.quantileRange;
    if (!(low >= 0 && low < high && high <= 100)) {
      throw new ArgumentError('RobustScaler', {
        expected: 'quantileRange to be a smaller and a larger number from 0 to 100',
        received: this.quantileRange,
      });
    }
  }

  override measure(values: Float64Array): { center: number; spread: number } {
    const sorted = values.toSorted();
    const [low, high] = this.quantileRange;
    const spread = quantile(sorted, high / 100) - quantile(sorted, low / 100);
    return { center: quantile(sorted, 0.5), spread: spread < 10 * Number.EPSILON ? 1 : spread };
  }

  override scale(value: number, { center, spread }: { center: number; spread: number }): number {
    return (value - (this.withCentering ? center : 0)) / (this.withScaling ? spread : 1);
  }

  override unscale(value: number, { center, spread }: { center: number; spread: number }): number {
    return value * (this.withScaling ? spread : 1) + (this.withCentering ? center : 0);
  }
}
