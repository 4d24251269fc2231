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

/** A number or a truth value, or arrays of them, nested alike. */
export type NestedArray = number | boolean | readonly NestedArray[];

/** Flat arrays of numbers that a tensor can be made from. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** What a tensor can be made from. */
export type TensorValues = NestedArray | NumericArray;

interface FlatValues {
  readonly values: ArrayLike<number | boolean>;
  readonly shape: Shape;
}

/** @internal Whether a value is a flat array of numbers, but not a `DataView`. */
export const isNumericArray = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView);

/** @internal The dtype that values are stored as when none is given: float32 but for truth values and integer arrays. */
export function inferDType(values: TensorValues): DType {
  if (isNumericArray(values)) {
    return values instanceof Float32Array || values instanceof Float64Array ? 'float32' : 'int32';
  }
  let first: NestedArray | undefined = values;
  while (Array.isArray(first)) first = first[0];
  return typeof first === 'boolean' ? 'bool' : 'float32';
}

/**
 * @internal Flattens nested arrays.
 * @throws {@link ShapeError} if arrays side by side differ in length.
 */
export function flatten(subject: string, nested: TensorValues): FlatValues {
  if (isNumericArray(nested)) return { values: nested, shape: [nested.length] };
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values: (number | boolean)[] = [];
  const visit = (item: NestedArray, depth: number): void => {
    if (Array.isArray(item)) {
      if (item.length !== shape[depth]) throw ragged(subject, shape[depth] ?? 'a number', item.length);
      for (const child of item) visit(child, depth + 1);
    } else if (typeof item === 'number' || typeof item === 'boolean') {
      if (depth !== shape.length) throw ragged(subject, shape[depth]!, 'a number');
      values.push(item);
    } else {
      throw new ArgumentError(subject, {
        expected: 'numbers, truth values, or arrays of them',
        received: item === undefined ? 'undefined' : item,
      });
    }
  };
  visit(nested, 0);
  return { values, shape };
}

const ragged = (subject: string, expected: number | string, received: number | string): ShapeError =>
  new ShapeError(subject, {
    expected: 'nested arrays of equal lengths',
    received: `${expected} and ${received} side by side`,
    hint: 'Pad the shorter ones.',
  });

/**
 * @internal Stores flat values as a dtype.
 * @throws {@link ShapeError} if there are more or fewer than the shape holds.
 */
export function toTypedArray(
  subject: string,
  values: ArrayLike<number | boolean>,
  shape: Shape,
  dtype: DType,
): TypedArray {
  if (values.length !== sizeOf(shape)) {
    throw new ShapeError(subject, {
      expected: `${sizeOf(shape)} values for shape ${describeShape(shape)}`,
      received: values.length,
    });
  }
  const array = typedArray(dtype, values.length);
  if (dtype === 'bool') for (let i = 0; i < values.length; i++) array[i] = values[i] ? 1 : 0;
  else array.set(values as ArrayLike<number>);
  return array;
}

/** @internal Flat values as nested arrays. */
export function nest(values: TypedArray, shape: Shape, dtype: DType): NestedArray {
  const read = dtype === 'bool' ? (i: number) => values[i] !== 0 : (i: number) => values[i]!;
  const build = (axis: number, offset: number): NestedArray => {
    if (axis === shape.length) return read(offset);
    const stride = sizeOf(shape.slice(axis + 1));
    return Array.from({ length: shape[axis]! }, (_, i) => build(axis + 1, offset + i * stride));
  };
  return build(0, 0);
}
