import {
  ArgumentError,
  checkArgument,
  type DType,
  describeShape,
  promoteDTypes,
  type Shape,
  ShapeError,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';

/** A number or a boolean, or arrays of them, nested alike. */
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

/** What a tensor can be made from: a number, a boolean, a flat array of numbers, or arrays of these, nested alike. */
export type TensorValues = number | boolean | NumericArray | readonly TensorValues[];

/** Flattened values, with the shape of the nested arrays. */
export interface FlatValues {
  readonly values: ArrayLike<number | boolean>;
  readonly shape: Shape;
  /** The narrowest dtype that holds all of them. */
  readonly dtype: DType;
}

/** @internal Whether a value is a flat array of numbers: no `DataView`, and none of BigInts. */
const isNumericArray = (value: unknown): value is NumericArray =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !isBigArray(value);

const isBigArray = (value: unknown): boolean =>
  value instanceof BigInt64Array || value instanceof BigUint64Array;

/** Array classes of integers; all others hold floating-point numbers. */
const wholeArrays = [
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint8ClampedArray,
  Uint16Array,
  Uint32Array,
];

const dtypeOf = (item: number | boolean | NumericArray): DType => {
  if (typeof item === 'boolean') return 'bool';
  if (typeof item === 'number') return 'float32';
  return wholeArrays.some((kind) => item instanceof kind) ? 'int32' : 'float32';
};

/**
 * Flattens nested arrays and determines their dtype: numbers are float32, arrays of integers int32, booleans bool, and where
 * they are mixed the wider one holds. A flat array is returned as it is.
 * @param subject - The function that errors name.
 * @throws {@link ShapeError} if arrays side by side differ in length.
 * @throws {@link ArgumentError} if something else than numbers and booleans is among them.
 * @example
 * flattenValues('sum', [[true], [2]]).values; // => [true, 2]
 * flattenValues('sum', [[true], [2]]).dtype; // => 'float32'
 */
export function flattenValues(subject: string, nested: TensorValues): FlatValues {
  if (isNumericArray(nested)) return { values: nested, shape: [nested.length], dtype: dtypeOf(nested) };
  const shape = shapeAlongFirst(nested);
  const values: (number | boolean)[] = [];
  let dtype: DType | undefined;
  const seen = (found: DType): void => {
    dtype = dtype === undefined ? found : promoteDTypes(dtype, found);
  };
  const visit = (item: TensorValues, depth: number): void => {
    const isFlat = isNumericArray(item);
    if (isFlat || Array.isArray(item)) {
      const expected = isFlat && depth !== shape.length - 1 ? undefined : shape[depth];
      if (item.length !== expected) throw ragged(subject, shape[depth] ?? 'a number', item.length);
      if (isFlat) {
        seen(dtypeOf(item));
        for (const value of item) values.push(value);
      } else for (const child of item) visit(child, depth + 1);
    } else if (typeof item === 'number' || typeof item === 'boolean') {
      if (depth !== shape.length) throw ragged(subject, shape[depth]!, 'a number');
      seen(dtypeOf(item));
      values.push(item);
    } else throw noNumber(subject, item);
  };
  visit(nested, 0);
  return { values, shape, dtype: dtype ?? 'float32' };
}

/** Lengths along the first items, all the way down. */
function shapeAlongFirst(nested: TensorValues): number[] {
  const shape: number[] = [];
  for (let level: unknown = nested; Array.isArray(level) || isNumericArray(level); level = level[0]) {
    shape.push(level.length);
  }
  return shape;
}

const ragged = (subject: string, expected: number | string, received: number | string): ShapeError =>
  new ShapeError(subject, {
    expected: 'nested arrays of equal lengths',
    received: `${expected} and ${received} side by side`,
    hint: 'Pad the shorter ones.',
  });

function noNumber(subject: string, item: unknown): ArgumentError {
  const isBig = typeof item === 'bigint' || isBigArray(item);
  return new ArgumentError(subject, {
    expected: 'numbers, booleans, or arrays of them',
    received: isBig ? 'a BigInt' : item === undefined ? 'undefined' : item,
    ...(isBig && { hint: 'Convert them with Number, as in Int32Array.from(values, Number).' }),
  });
}

/**
 * Stores flat values as a dtype: as int32 cut towards zero, as bool whether they differ from 0 (NaN does).
 * @param subject - The function that errors name.
 * @throws {@link ArgumentError} if one is NaN or beyond int32 and the dtype is int32.
 * @example
 * storeValues('hostArray', [1, 0], 'bool'); // => [1, 0]
 */
export function storeValues(subject: string, values: ArrayLike<number | boolean>, dtype: DType): TypedArray {
  checkArgument(subject, 'values', values, 'list');
  const array = typedArray(dtype, values.length);
  if (dtype === 'float32' || (dtype === 'int32' && fitsAlways(values))) {
    array.set(values as ArrayLike<number>);
  } else for (let i = 0; i < values.length; i++) array[i] = storedNumber(subject, values[i]!, dtype, i);
  return array;
}

/** Whether every value of an array fits into int32. */
const fitsAlways = (values: ArrayLike<number | boolean>): boolean =>
  isNumericArray(values) && dtypeOf(values) === 'int32' && !(values instanceof Uint32Array);

/**
 * @internal A number as a dtype stores it: as int32 cut towards zero, as bool 0 or 1.
 * @throws {@link ArgumentError} if it is NaN or beyond int32 and the dtype is int32.
 */
export function storedNumber(
  subject: string,
  value: number | boolean,
  dtype: DType,
  element?: number,
): number {
  const number = Number(value);
  if (dtype === 'float32') return number;
  if (dtype === 'bool') return number === 0 ? 0 : 1;
  const whole = Math.trunc(number);
  if (whole >= -(2 ** 31) && whole < 2 ** 31) return whole;
  throw new ArgumentError(subject, {
    expected: 'a number from -2147483648 to 2147483647 for dtype int32',
    received: number,
    ...(element !== undefined && { where: `element ${element}` }),
    hint: Number.isNaN(number) ? 'Replace NaN first, or use float32.' : 'Use float32, or smaller numbers.',
  });
}

/**
 * @internal Stores flat values of a shape as a dtype.
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
  return storeValues(subject, values, dtype);
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
