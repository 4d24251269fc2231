import { checkOptions, type OptionTable } from '@neurona/backend';
import { ColumnScaler } from './column-scaler.js';

/** Settings of {@link StandardScaler}. */
export interface StandardScalerOptions {
  /** Whether to subtract the mean, default true. */
  readonly withMean?: boolean;
  /** Whether to divide by the standard deviation, default true. */
  readonly withStd?: boolean;
}

const standardScalerOptions: OptionTable<StandardScalerOptions> = { withMean: true, withStd: true };

/**
 * Standardises each column of numbers to mean 0 and standard deviation 1, as scikit-learn does.
 *
 *     y = (x − mean) / std        std² = Σ (x − mean)² / N
 *
 * A column of one value only is divided by 1. Missing numbers (NaN) are ignored in `fit` and stay missing.
 *
 * Shape: `[N, D]` → `[N, D]`.
 * @throws {@link ArgumentError} if a column holds text, or nothing but missing values.
 * @example
 * const scaler = new StandardScaler().fit([[1, 10], [3, 30]]);
 * scaler.transform([[2, 40]]).values; // => [0, 2]
 * scaler.inverseTransform([[0, 2]]).values; // => [2, 40]
 * scaler.stateDict().mean; // => [2, 20]
 */
export class StandardScaler extends ColumnScaler<'mean' | 'std'> {
  override readonly type = 'StandardScaler';
  override readonly keys = ['mean', 'std'] as const;
  readonly withMean: boolean;
  readonly withStd: boolean;

  constructor(options: StandardScalerOptions = {}) {
    super();
    checkOptions('StandardScaler', options, standardScalerOptions);
    this.withMean = options.withMean ?? true;
    this.withStd = options.withStd ?? true;
  }

  override measure(values: Float64Array): { mean: number; std: number } {
    const { length } = values;
    const mean = values.reduce((sum, value) => sum + value, 0) / length;
    const rest = values.reduce((sum, value) => sum + (value - mean), 0); // what rounding of the mean left
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = (squares - rest ** 2 / length) / length;
    const rounding = length * Number.EPSILON * variance + (length * mean * Number.EPSILON) ** 2;
    return { mean, std: variance <= rounding ? 1 : Math.sqrt(variance) };
  }

  override scale(value: number, { mean, std }: { mean: number; std: number }): number {
    return (value - (this.withMean ? mean : 0)) / (this.withStd ? std : 1);
  }

  override unscale(value: number, { mean, std }: { mean: number; std: number }): number {
    return value * (this.withStd ? std : 1) + (this.withMean ? mean : 0);
  }
}
