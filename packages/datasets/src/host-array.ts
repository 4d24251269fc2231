import {
  ArgumentError,
  type DType,
  describeShape,
  type Shape,
  ShapeError,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import type { NestedArray } from '@neurona/tensor';

/** Values in JavaScript's memory, as a data set holds them: row-major, with a shape. */
export interface HostArray {
  readonly values: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * Whether something is a {@link HostArray}: flat values with a shape and a dtype. A tensor, whose values lie on the device, is none.
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
export type HostValues = TypedArray | NestedArray;

/**
 * Values in JavaScript's memory: a flat array seen as rows of a shape, or nested arrays copied into one. As a tensor on the device
 * it is `tensor(array.values, array)`.
 * @param shape - Default that of nested arrays, `[length]` of a flat one.
 * @param dtype - Default int32 for an `Int32Array`, bool for a `Uint8Array` and for truth values, else float32.
 * @throws {@link ShapeError} if the shape doesn't hold the values, or arrays side by side differ in length.
 * @throws {@link ArgumentError} if nested arrays hold something else than numbers and truth values, or a `Uint8Array` without a dtype
 * more than zeros and ones.
 * @example
 * hostArray(new Float32Array(6), [2, 3]).dtype; // => 'float32'
 * hostArray([[1, 2], [3, 4]]).shape; // => [2, 2]
 * hostArray([0, 1, 1], [3], 'int32').dtype; // => 'int32'
 */
export function hostArray(values: HostValues, shape?: Shape, dtype?: DType): HostArray {
  const isFlat = ArrayBuffer.isView(values);
  const sizes = shape ?? (isFlat ? [values.length] : nestedShape(values));
  const type = dtype ?? (isFlat ? dtypeOf(values) : nestedDType(values));
  const items = isFlat ? values : flatten(values, shape ? undefined : sizes);
  if (sizeOf(sizes) !== items.length) {
    throw new ShapeError('hostArray', {
      expected: `${items.length} values`,
      received: `shape ${describeShape(sizes)}`,
    });
  }
  if (isFlat && values instanceof Uint8Array && dtype === undefined) checkTruth(values);
  if (isFlat && isStored(values, type, dtype)) return { values, shape: sizes, dtype: type };
  const stored = typedArray(type, items.length);
  if (type === 'bool') for (let i = 0; i < items.length; i++) stored[i] = items[i] === 0 ? 0 : 1;
  else stored.set(items);
  return { values: stored, shape: sizes, dtype: type };
}

const dtypeOf = (values: TypedArray): DType => {
  if (values instanceof Int32Array) return 'int32';
  return values instanceof Uint8Array ? 'bool' : 'float32';
};

/** Whether a flat array can be kept as it is. */
function isStored(values: TypedArray, type: DType, given: DType | undefined): boolean {
  if (type === 'float32') return values instanceof Float32Array;
  return type === 'int32'
    ? values instanceof Int32Array
    : values instanceof Uint8Array && given === undefined;
}

/** Refuses bytes that are more than truth values, as those of pixels, which would be lost. */
function checkTruth(bytes: Uint8Array): void {
  const place = bytes.findIndex((byte) => byte > 1);
  if (place === -1) return;
  throw new ArgumentError('hostArray', {
    expected: 'a dtype for bytes that are not 0 and 1',
    received: `${bytes[place]} (byte ${place})`,
    hint: "Pass the dtype 'float32' or 'int32'; pixels are float32 in [0, 1], so divide them by 255.",
  });
}

/** Lengths along the first items, all the way down. */
function nestedShape(nested: NestedArray): Shape {
  const shape: number[] = [];
  for (let level = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  return shape;
}

function nestedDType(nested: NestedArray): DType {
  let first: NestedArray | undefined = nested;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'boolean' ? 'bool' : 'float32';
}

function flatten(nested: NestedArray, shape: Shape = nestedShape(nested)): number[] {
  const values: number[] = [];
  const visit = (item: NestedArray, depth: number): void => {
    if (typeof item === 'number' || typeof item === 'boolean') {
      if (depth !== shape.length) throw ragged(`${shape[depth]} items`, 'a number');
      values.push(Number(item));
      return;
    }
    if (!Array.isArray(item)) {
      throw new ArgumentError('hostArray', {
        expected: 'numbers, truth values, or arrays of them',
        received: item,
      });
    }
    if (item.length !== shape[depth]) {
      const expected = depth < shape.length ? `${shape[depth]} items` : 'a number';
      throw ragged(expected, `${item.length} items`);
    }
    for (const child of item as readonly NestedArray[]) visit(child, depth + 1);
  };
  visit(nested, 0);
  return values;
}

const ragged = (first: string, other: string): ShapeError =>
  new ShapeError('hostArray', {
    expected: 'nested arrays of equal lengths',
    received: `${first} and ${other} side by side`,
    hint: 'Pad the shorter ones, or make one array for each and use padCollate.',
  });

/**
 * Rows of an array, by number, in a new one.
 * @throws {@link ArgumentError} if there is no such row.
 * @example
 * takeRows(hostArray(new Int32Array([5, 6, 7])), [2, 0]).values; // => [7, 5]
 */
export function takeRows(array: HostArray, rows: ArrayLike<number>): HostArray {
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
  const [first] = items;
  if (!first) throw new ArgumentError('stackRows', { expected: 'at least one array', received: 'none' });
  const values = typedArray(first.dtype, first.values.length * items.length);
  for (const [i, item] of items.entries()) {
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
export function unstackRows({ values, shape: [count = 0, ...shape], dtype }: HostArray): HostArray[] {
  const width = sizeOf(shape);
  return Array.from({ length: count }, (_, row) => ({
    values: values.subarray(row * width, (row + 1) * width),
    shape,
    dtype,
  }));
}
