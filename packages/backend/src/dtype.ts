/** Element types: 32-bit floats, 32-bit signed integers, booleans. */
export type DType = 'float32' | 'int32' | 'bool';

/** JavaScript array type that each dtype is read back as. */
export interface DTypeArrays {
  float32: Float32Array;
  int32: Int32Array;
  bool: Uint8Array;
}

/** A flat JavaScript array of numbers, as `data()` returns it. */
export type TypedArray = DTypeArrays[DType];

const rank: Record<DType, number> = { bool: 0, int32: 1, float32: 2 };

/**
 * The dtype of a result that mixes two dtypes: `bool` < `int32` < `float32`.
 * @example
 * promoteDTypes('int32', 'float32'); // => 'float32'
 */
export const promoteDTypes = (a: DType, b: DType): DType => (rank[a] >= rank[b] ? a : b);

/**
 * A zero-filled array that holds `size` values of a dtype.
 * @example
 * typedArray('int32', 2); // => [0, 0]
 */
export function typedArray<D extends DType>(dtype: D, size: number): DTypeArrays[D];
export function typedArray(dtype: DType, size: number): TypedArray {
  if (dtype === 'float32') return new Float32Array(size);
  return dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
}

/** Bytes per element, as memory is counted: 4, or 1 for `bool`. */
export const bytesPerElement = (dtype: DType): number => (dtype === 'bool' ? 1 : 4);
