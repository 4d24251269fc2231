import { type Shape, sizeOf } from '@neurona/backend';

/** The index on each axis of a flat index. */
export function unravel(flat: number, shape: Shape): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = flat % shape[axis]!;
    flat = Math.floor(flat / shape[axis]!);
  }
  return index;
}

/** The flat index of an index on each axis; axes of size 1 stretch, and missing axes in front are left out. */
export function ravel(index: readonly number[], shape: Shape): number {
  const added = index.length - shape.length;
  return shape.reduce((flat, size, axis) => flat * size + (size === 1 ? 0 : index[axis + added]!), 0);
}

/** What a function of the index gives at every position of a shape. */
export const tabulate = (shape: Shape, value: (index: number[]) => number): number[] =>
  Array.from({ length: sizeOf(shape) }, (_, flat) => value(unravel(flat, shape)));

/** An integer from `low` to `high`, from numbers from -1 to 1. */
export const whole = (next: () => number, low: number, high: number): number =>
  Math.min(high, low + Math.floor(((next() + 1) / 2) * (high - low + 1)));

/** A shape of up to four axes, mostly small, seldom empty, sometimes longer than a vector. */
export const randomShape = (next: () => number, ndim = whole(next, 0, 4)): number[] =>
  Array.from({ length: ndim }, () => {
    const kind = whole(next, 0, 19);
    if (kind === 0) return 0;
    return kind < 5 ? 1 : kind < 17 ? whole(next, 2, 7) : whole(next, 8, 37);
  });
