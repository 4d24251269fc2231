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

/** Values in JavaScript's memory, as a data set holds them: row-major, with a shape. */
export interface HostArray {
  readonly values: TypedArray;
  readonly shape: Shape;
  readonly dtype: DType;
}

/**
 * Sees a flat array as rows of a shape.
 * @throws {@link ShapeError} if the shape doesn't hold the values.
 * @example
 * hostArray(new Float32Array(6), [2, 3]).dtype; // => 'float32'
 */
export function hostArray(values: TypedArray, shape: Shape = [values.length]): HostArray {
  if (sizeOf(shape) !== values.length) {
    throw new ShapeError('hostArray', {
      expected: `${values.length} values`,
      received: `shape ${describeShape(shape)}`,
    });
  }
  const dtype = values instanceof Float32Array ? 'float32' : values instanceof Int32Array ? 'int32' : 'bool';
  return { values, shape, dtype };
}

/**
 * Rows of an array, by number, in a new one.
 * @example
 * takeRows(hostArray(new Int32Array([5, 6, 7])), [2, 0]).values; // => [7, 5]
 */
export function takeRows(array: HostArray, rows: ArrayLike<number>): HostArray {
  const width = sizeOf(array.shape.slice(1));
  const values = typedArray(array.dtype, rows.length * width);
  for (let i = 0; i < rows.length; i++) {
    const start = rows[i]! * width;
    if (width === 1) values[i] = array.values[start]!;
    else values.set(array.values.subarray(start, start + width), i * width);
  }
  return { values, shape: [rows.length, ...array.shape.slice(1)], dtype: array.dtype };
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
