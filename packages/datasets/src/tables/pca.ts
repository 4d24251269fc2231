import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type HostArray, hostArray } from '../host-array.js';
import { type SavedState, savedArray, savedNumbers } from '../saved-state.js';
import { numbersOf } from './column-scaler.js';
import { symmetricEigen } from './symmetric-eigen.js';
import { type NamedColumn, readColumns, type TableLike, TableTransformer } from './table-transformer.js';

/** Settings of {@link PCA}. */
export interface PCAOptions {
  /** How many components to keep; default as many as there are columns, or examples if these are fewer. */
  readonly components?: number;
  /** Whether the results are divided by their standard deviation, default false. */
  readonly whiten?: boolean;
}

const pcaOptions: OptionTable<PCAOptions> = { components: undefined, whiten: false };

/** What {@link PCA} has learned. */
export interface PCAState {
  /** Mean of each column. */
  readonly mean: readonly number[];
  /** Directions of length 1, the one with the most variance first: `[components][columns]`. */
  readonly components: readonly (readonly number[])[];
  /** Variance along each direction: Σ (x·v − mean·v)² / (N − 1). */
  readonly explainedVariance: readonly number[];
  /** Share of the variance of all columns that each direction has. */
  readonly explainedVarianceRatio: readonly number[];
}

/**
 * Principal component analysis: the directions in which the rows of a table vary most, at right angles to each other.
 *
 *     y = (x − mean) · Vᵀ        V: eigenvectors of (X − mean)ᵀ·(X − mean) / (N − 1)
 *
 * Of both directions of a component the one is taken whose largest number is positive. The projection on k components is the linear
 * map to k numbers and back with the least squared error, which a linear autoencoder learns too. It is computed from the covariances
 * in double precision: bring columns whose sizes differ by powers of ten to one scale first (`StandardScaler`).
 *
 * Shape: `[N, D]` → `[N, components]`, in columns `pca0`, `pca1`, ….
 * @throws {@link ArgumentError} if there are fewer than two examples, more components than columns or examples, or
 * missing values.
 * @example
 * const pca = new PCA({ components: 1 }).fit([[0, 0], [3, 4], [6, 8]]);
 * pca.transform([[9, 12]]).values; // => [10]
 * pca.inverseTransform([[5]]).values; // => [6, 8]
 * pca.stateDict().explainedVarianceRatio; // => [1]
 * @see Pearson, "On lines and planes of closest fit to systems of points in space", 1901
 */
export class PCA extends TableTransformer<PCAState> {
  override readonly type = 'PCA';
  readonly components: number | undefined;
  readonly whiten: boolean;

  constructor(options: PCAOptions = {}) {
    super();
    checkOptions('PCA', options, pcaOptions);
    const { components, whiten = false } = options;
    if (components !== undefined && !(Number.isInteger(components) && components >= 1)) {
      throw new ArgumentError('PCA', {
        expected: 'components to be an integer of at least 1',
        received: components,
      });
    }
    this.components = components;
    this.whiten = whiten;
  }

  override learn(columns: readonly NamedColumn[]): PCAState {
    const width = columns.length;
    const length = columns[0]!.values.length;
    const kept = this.components ?? Math.min(width, length);
    this.#check(length, kept, Math.min(width, length));
    const centred = columns.map((one) => centre(presentNumbers(one)));
    const { values, vectors } = symmetricEigen(covariance(centred.map(({ rest }) => rest)), width);
    const variances = values.map((value) => Math.max(value, 0)); // rounding leaves some below zero
    const total = variances.reduce((sum, value) => sum + value, 0);
    return {
      mean: centred.map(({ mean }) => mean),
      components: Array.from({ length: kept }, (_, i) =>
        upright(vectors.subarray(i * width, (i + 1) * width)),
      ),
      explainedVariance: [...variances.subarray(0, kept)],
      explainedVarianceRatio: Array.from(variances.subarray(0, kept), (value) =>
        total === 0 ? 0 : value / total,
      ),
    };
  }

  override apply(columns: readonly NamedColumn[], { mean, components, ...state }: PCAState): NamedColumn[] {
    const numbers = columns.map((one) => numbersOf(this.type, one));
    const length = columns[0]?.values.length ?? 0;
    return components.map((direction, k) => {
      const scale = this.#scale(state.explainedVariance[k]!);
      const values = new Float64Array(length);
      for (const [j, column] of numbers.entries())
        for (let i = 0; i < length; i++) values[i] = values[i]! + (column[i]! - mean[j]!) * direction[j]!;
      return { name: `pca${k}`, values: values.map((value) => value / scale) };
    });
  }

  override restore(saved: SavedState, inputs: readonly string[]): PCAState {
    const explainedVariance = savedNumbers(this.type, saved, 'explainedVariance', countOf(saved));
    const count = explainedVariance.length;
    const directions = savedArray(this.type, saved, 'components', count);
    return {
      mean: savedNumbers(this.type, saved, 'mean', inputs.length),
      components: directions.map((_, k) =>
        savedNumbers(this.type, directions as unknown as SavedState, String(k), inputs.length),
      ),
      explainedVariance,
      explainedVarianceRatio: savedNumbers(this.type, saved, 'explainedVarianceRatio', count),
    };
  }

  /**
   * Back from components to columns: float32 `[N, D]`. What the components that were left out held is lost.
   * @throws {@link ArgumentError} if it is not fitted, or `data` has another number of columns than components were kept.
   */
  inverseTransform(data: TableLike): HostArray {
    const { mean, components, explainedVariance } = this.fitted;
    const columns = readColumns(this.type, data);
    if (columns.length !== components.length) {
      throw new ArgumentError('PCA.inverseTransform', {
        expected: `${components.length} columns, one for each component`,
        received: columns.length,
      });
    }
    const numbers = columns.map((one) => numbersOf(this.type, one));
    const length = columns[0]!.values.length;
    const values = new Float32Array(length * mean.length);
    for (let i = 0; i < length; i++) {
      for (const [j, middle] of mean.entries()) {
        const sum = components.reduce(
          (sum, direction, k) => sum + numbers[k]![i]! * this.#scale(explainedVariance[k]!) * direction[j]!,
          middle,
        );
        values[i * mean.length + j] = sum;
      }
    }
    return hostArray(values, [length, mean.length]);
  }

  /** What a result is divided by. */
  #scale(variance: number): number {
    return this.whiten && variance > 0 ? Math.sqrt(variance) : 1;
  }

  #check(length: number, kept: number, most: number): void {
    if (length < 2) {
      throw new ArgumentError('PCA.fit', { expected: 'two examples or more', received: length });
    }
    if (kept > most) {
      throw new ArgumentError('PCA.fit', {
        expected: `at most ${most} components, the lesser number of columns and examples`,
        received: kept,
      });
    }
  }
}

/** How many components a saved state has; -1, which fits no list, where that can't be told. */
const countOf = ({ explainedVariance }: SavedState): number =>
  Array.isArray(explainedVariance) && explainedVariance.length > 0 ? explainedVariance.length : -1;

function presentNumbers(column: NamedColumn): Float64Array {
  const values = Float64Array.from(numbersOf('PCA', column));
  const at = values.findIndex(Number.isNaN);
  if (at < 0) return values;
  throw new ArgumentError('PCA.fit', {
    expected: `no missing values in column "${column.name}"`,
    received: `one in row ${at}`,
    hint: 'Fill them with SimpleImputer first.',
  });
}

function centre(values: Float64Array): { mean: number; rest: Float64Array } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, rest: values.map((value) => value - mean) };
}

/** `[D, D]` */
function covariance(columns: readonly Float64Array[]): Float64Array {
  const { length: width } = columns;
  const result = new Float64Array(width * width);
  for (const [i, a] of columns.entries()) {
    for (let j = 0; j <= i; j++) {
      const b = columns[j]!;
      let sum = 0;
      for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
      result[i * width + j] = sum / (a.length - 1);
      result[j * width + i] = sum / (a.length - 1);
    }
  }
  return result;
}

/** The direction whose number of the largest size is positive. */
function upright(direction: Float64Array): number[] {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return Array.from(direction, (value) => (largest < 0 ? -value : value));
}
