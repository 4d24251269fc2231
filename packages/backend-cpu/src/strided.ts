// internal
import { type Shape, sizeOf, stridesOf, type TypedArray } from '@neurona/backend';

/** Where the rows (last axis) of an array lie when it is walked in the order of `shape`, and how far apart their elements are. */
export interface Rows {
  /** The place of each row's first element. */
  readonly starts: Int32Array;
  /** How far apart neighbours within a row are. */
  readonly step: number;
}

/** Rows of a walk over `shape` that moves `strides[axis]` elements a step along each axis, from `offset` on. */
export function stridedRows(shape: Shape, strides: readonly number[], offset = 0): Rows {
  const outer = shape.slice(0, -1);
  let starts: Int32Array = Int32Array.of(offset);
  for (const [axis, size] of outer.entries()) {
    const finer = new Int32Array(starts.length * size);
    for (let row = 0; row < starts.length; row++) {
      for (let i = 0; i < size; i++) finer[row * size + i] = starts[row]! + i * strides[axis]!;
    }
    starts = finer;
  }
  return { starts, step: strides[shape.length - 1] ?? 0 };
}

/** Rows of an array of shape `from` as it broadcasts to `shape`. */
export function broadcastRows(from: Shape, shape: Shape): Rows {
  const missing = shape.length - from.length;
  const own = stridesOf(from);
  const strides = shape.map((_, axis) =>
    axis < missing || from[axis - missing] === 1 ? 0 : own[axis - missing]!,
  );
  return stridedRows(shape, strides);
}

/** Length of the rows of a shape, and how many there are. */
export function rowSizes(shape: Shape): { readonly count: number; readonly length: number } {
  const length = shape.at(-1) ?? 1;
  return { count: length === 0 ? 0 : sizeOf(shape) / length, length };
}

/** Copies elements to `to`, an array of `shape`, in the order of its elements. */
export function copyRows(from: ArrayLike<number>, rows: Rows, to: TypedArray, shape: Shape): void {
  const { count, length } = rowSizes(shape);
  for (let row = 0, at = 0; row < count; row++) {
    for (let i = 0, j = rows.starts[row]!; i < length; i++, j += rows.step) to[at++] = from[j]!;
  }
}
