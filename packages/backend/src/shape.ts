import { ArgumentError, describeShape, ShapeError } from './errors.js';

/** Sizes of the axes of an array, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/**
 * Number of elements of a shape.
 * @example
 * sizeOf([2, 3]); // => 6
 */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i]!;
  return size;
}

/**
 * Strides of a row-major array, in elements.
 * @example
 * stridesOf([2, 3, 4]); // => [12, 4, 1]
 */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= shape[i]!;
  }
  return strides;
}

/**
 * Whether two shapes are equal.
 * @example
 * sameShape([2, 3], [2, 3]); // => true
 */
export function sameShape(a: Shape, b: Shape): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * The shape that two shapes broadcast to, by NumPy's rule: aligned at the end, an axis of 1 stretches.
 * @throws {@link ShapeError} if two sizes differ and neither is 1.
 * @example
 * broadcastShapes('add', [2, 1], [3]); // => [2, 3]
 */
export function broadcastShapes(subject: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a;
  const ndim = Math.max(a.length, b.length);
  const shape = new Array<number>(ndim);
  for (let i = 1; i <= ndim; i++) {
    const p = a[a.length - i] ?? 1;
    const q = b[b.length - i] ?? 1;
    if (p !== q && p !== 1 && q !== 1) {
      throw new ShapeError(subject, {
        expected: 'shapes that broadcast (equal, or 1, from the last axis on)',
        received: `${describeShape(a)} and ${describeShape(b)}`,
        hint: 'Reshape or insert axes of size 1 so that they line up.',
      });
    }
    shape[ndim - i] = p === 1 ? q : p;
  }
  return shape;
}

/**
 * Converts an axis to one counted from the front; negative axes count from the end.
 * @throws {@link ShapeError} if there is no such axis.
 * @example
 * resolveAxis('sum', -1, 3); // => 2
 */
export function resolveAxis(subject: string, axis: number, ndim: number): number {
  if (Number.isInteger(axis) && axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
  throw new ShapeError(subject, {
    expected: ndim === 0 ? 'no axis, as the array is a scalar' : `an axis from ${-ndim} to ${ndim - 1}`,
    received: axis,
  });
}

/**
 * Axes counted from the front, ascending; all axes if none are passed.
 * @throws {@link ShapeError} if an axis doesn't exist or is listed twice.
 * @example
 * resolveAxes('sum', [-1, 0], 3); // => [0, 2]
 */
export function resolveAxes(
  subject: string,
  axes: number | readonly number[] | undefined,
  ndim: number,
): number[] {
  if (axes === undefined) return Array.from({ length: ndim }, (_, i) => i);
  const list = typeof axes === 'number' ? [axes] : checkList(subject, 'axes', axes);
  const resolved = list.map((axis) => resolveAxis(subject, axis, ndim)).sort((a, b) => a - b);
  if (new Set(resolved).size !== resolved.length) {
    throw new ShapeError(subject, { expected: 'each axis once', received: [...list] });
  }
  return resolved;
}

/**
 * Checks that a shape or axes come as a list, not as single arguments.
 * @param what - `a shape` or `axes`, for the message.
 * @throws {@link ArgumentError} if they don't.
 * @example
 * checkList('reshape', 'a shape', [3, 2]); // => [3, 2]
 */
export function checkList(subject: string, what: string, list: readonly number[]): readonly number[] {
  if (Array.isArray(list) || ArrayBuffer.isView(list)) return list;
  throw new ArgumentError(subject, {
    expected: `${what} as a list of integers`,
    received: list,
    hint: typeof list === 'number' ? `Write all of them in brackets, as [${list}].` : undefined,
  });
}

/**
 * Checks that a shape has whole, non-negative sizes.
 * @throws {@link ArgumentError} if it doesn't.
 * @example
 * checkShape('zeros', [2, 3]); // => [2, 3]
 */
export function checkShape(subject: string, shape: Shape): Shape {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)) return shape;
  throw new ArgumentError(subject, {
    expected: 'a shape of whole sizes that are at least 0',
    received: shape,
  });
}

/** An array seen as `[outer, size, inner]` around one axis. */
export interface AxisSplit {
  readonly outer: number;
  readonly size: number;
  readonly inner: number;
}

/**
 * Sees a shape as `[outer, size, inner]` around one axis.
 * @example
 * splitAtAxis([2, 3, 4], 1); // => { outer: 2, size: 3, inner: 4 }
 */
export function splitAtAxis(shape: Shape, axis: number): AxisSplit {
  return {
    outer: sizeOf(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: sizeOf(shape.slice(axis + 1)),
  };
}
