import {
  ArgumentError,
  checkArgument,
  checkShape,
  type DType,
  describeShape,
  type Shape,
  ShapeError,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import { flattenValues, isTensor, storeValues, type TensorValues } from '@neurona/tensor';

/** An array in JavaScript's memory, as data sets return them: row-major, with a shape. */
export interface HostArray {
  readonly values: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * Whether something is a {@link HostArray}: flat values with a shape and a dtype. A tensor, whose values lie on the device, is
 * none.
 * @example
 * isHostArray(hostArray([1, 2])); // => true
 * isHostArray([1, 2]); // => false
 */
export const isHostArray = (value: unknown): value is HostArray =>
  typeof value === 'object' &&
  value !== null &&
  'values' in value &&
  ArrayBuffer.isView(value.values) &&
  'shape' in value &&
  'dtype' in value;

/** What a {@link HostArray} is made from: a flat array, a number, or arrays nested alike. */
export type HostValues = TypedArray | TensorValues;

/**
 * Makes a {@link HostArray}: from a flat array with a shape, or from nested arrays, which are copied. `tensor(array.values,
 * array)` makes a tensor of it.
 * @param shape - Default that of nested arrays, `[length]` of a flat one.
 * @param dtype - Default bool for a `Uint8Array`; else, as of a tensor, float32 for numbers, int32 for arrays of integers,
 * bool for booleans, and the widest where they are mixed.
 * @throws {@link ShapeError} if the shape doesn't hold the values, or arrays side by side differ in length.
 * @throws {@link ArgumentError} if nested arrays hold something else than numbers and booleans, int32 can't hold a number, or a
 * `Uint8Array` without a dtype has more than zeros and ones.
 * @example
 * hostArray(new Float32Array(6), [2, 3]).dtype; // => 'float32'
 * hostArray([[1, 2], [3, 4]]).shape; // => [2, 2]
 * hostArray([true, 30, 1.5]).values; // => [1, 30, 1.5]
 */
export function hostArray(values: HostValues, shape?: Shape, dtype?: DType): HostArray {
  const flat = flattenValues('hostArray', values);
  const isBytes = values instanceof Uint8Array;
  const sizes = shape === undefined ? flat.shape : checkShape('hostArray', shape);
  const type = dtype ?? (isBytes ? 'bool' : flat.dtype);
  if (sizeOf(sizes) !== flat.values.length) {
    throw new ShapeError('hostArray', {
      expected: `${flat.values.length} values`,
      received: `shape ${describeShape(sizes)}`,
    });
  }
  if (isBytes && dtype === undefined) checkTruth(values);
  const stored = isStored(values, type, dtype) ? values : storeValues('hostArray', flat.values, type);
  return { values: stored, shape: sizes, dtype: type };
}

/** Whether a flat array can be kept as it is. */
function isStored(values: HostValues, type: DType, given: DType | undefined): values is TypedArray {
  if (type === 'float32') return values instanceof Float32Array;
  return type === 'int32'
    ? values instanceof Int32Array
    : values instanceof Uint8Array && given === undefined;
}

/** @internal Returns an array with shape and dtype that is one. */
export function checkHostArray(subject: string, array: HostArray): HostArray {
  if (isHostArray(array)) return array;
  throw new ArgumentError(subject, {
    expected: 'arrays with shape and dtype',
    received: array,
    hint: isTensor(array)
      ? 'Read it back: hostArray(await x.data(), x.shape).'
      : 'Make one of values: hostArray([[1, 2], [3, 4]]).',
  });
}

/** Refuses bytes that are more than booleans, as those of pixels, which would be lost. */
function checkTruth(bytes: Uint8Array): void {
  const place = bytes.findIndex((byte) => byte > 1);
  if (place === -1) return;
  throw new ArgumentError('hostArray', {
    expected: 'a dtype for bytes that are not 0 and 1',
    received: `${bytes[place]} (byte ${place})`,
    hint: "Pass the dtype 'float32' or 'int32'; pixels are float32 in [0, 1], so divide them by 255.",
  });
}

/**
 * Rows of an array by index, in a new array.
 * @throws {@link ArgumentError} if there is no such row.
 * @example
 * takeRows(hostArray(new Int32Array([5, 6, 7])), [2, 0]).values; // => [7, 5]
 */
export function takeRows(array: HostArray, rows: ArrayLike<number>): HostArray {
  checkHostArray('takeRows', array);
  checkArgument('takeRows', 'rows', rows, 'list');
  const [count = 0, ...rest] = array.shape;
  const width = sizeOf(rest);
  const values = typedArray(array.dtype, rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!(Number.isInteger(row) && row >= 0 && row < count)) {
      throw new ArgumentError('takeRows', { expected: `a row from 0 to ${count - 1}`, received: row });
    }
    const start = row * width;
    if (width === 1) values[i] = array.values[start]!;
    else values.set(array.values.subarray(start, start + width), i * width);
  }
  return { values, shape: [rows.length, ...rest], dtype: array.dtype };
}

/**
 * Arrays of one shape and dtype stacked along a new first axis: a batch.
 * @throws {@link ArgumentError} if there are none or they differ.
 * @example
 * stackRows([hostArray(new Int32Array([1, 2])), hostArray(new Int32Array([3, 4]))]).shape; // => [2, 2]
 */
export function stackRows(items: readonly HostArray[]): HostArray {
  const [first] = checkArgument('stackRows', 'arrays', items, 'list');
  if (!first) throw new ArgumentError('stackRows', { expected: 'at least one array', received: 'none' });
  checkHostArray('stackRows', first);
  const values = typedArray(first.dtype, first.values.length * items.length);
  for (const [i, item] of items.entries()) {
    checkHostArray('stackRows', item);
    if (item.dtype !== first.dtype || String(item.shape) !== String(first.shape)) {
      throw new ArgumentError('stackRows', {
        expected: `${first.dtype} ${describeShape(first.shape)} as the first example has`,
        received: `${item.dtype} ${describeShape(item.shape)}`,
        where: `example ${i} of the batch`,
        hint: 'Pad or crop the examples to one shape, or pass a collate function.',
      });
    }
    values.set(item.values, i * first.values.length);
  }
  return { values, shape: [items.length, ...first.shape], dtype: first.dtype };
}

/**
 * The rows of an array, one by one: the opposite of {@link stackRows}. They share its memory.
 * @example
 * unstackRows(hostArray([[1, 2], [3, 4]]))[1].values; // => [3, 4]
 */
export function unstackRows(array: HostArray): HostArray[] {
  const { values, shape: all, dtype } = checkHostArray('unstackRows', array);
  const [count = 0, ...shape] = all;
  const width = sizeOf(shape);
  return Array.from({ length: count }, (_, row) => ({
    values: values.subarray(row * width, (row + 1) * width),
    shape,
    dtype,
  }));
}
