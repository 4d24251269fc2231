import { ArgumentError, describeShape, type Shape, ShapeError, windowCount } from '@neurona/backend';

/** A number for each side: one for both, or [height, width]. */
export type Pair = number | readonly [number, number];

/** A number for each axis: one for all, or [depth, height, width]. */
export type Triple = number | readonly [number, number, number];

/** Zeros around an image: a number for all sides, [top and bottom, left and right], or each side by name. */
export type Padding =
  | Pair
  | { readonly top?: number; readonly bottom?: number; readonly left?: number; readonly right?: number };

/** @internal Zeros before and after one axis. */
export type Sides = readonly [before: number, after: number];

/** Whether it is a list of so many integers of at least `least`. */
const isSizes = (value: unknown, count: number, least: number): boolean =>
  Array.isArray(value) &&
  value.length === count &&
  value.every((size) => Number.isInteger(size) && size >= least);

/**
 * @internal A number for each axis.
 * @throws {@link ArgumentError} if one is not an integer of at least `least`.
 */
export function pairOf(subject: string, name: string, value: Pair, least: number): readonly [number, number] {
  const pair = typeof value === 'number' ? ([value, value] as const) : value;
  if (isSizes(pair, 2, least)) return pair;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least ${least}, or two of them`,
    received: value,
  });
}

/**
 * @internal A number for each axis of a volume.
 * @throws {@link ArgumentError} if one is not an integer of at least `least`.
 */
export function tripleOf(
  subject: string,
  name: string,
  value: Triple,
  least: number,
): readonly [number, number, number] {
  const triple = typeof value === 'number' ? ([value, value, value] as const) : value;
  if (isSizes(triple, 3, least)) return triple;
  throw new ArgumentError(subject, {
    expected: `${name} to be an integer of at least ${least}, or three of them`,
    received: value,
  });
}

/** @internal Rows and columns of zeros on each side, [height, width]. */
export function sidesOf(subject: string, padding: Padding): readonly [Sides, Sides] {
  if (typeof padding === 'object' && padding !== null && !Array.isArray(padding)) {
    const { top = 0, bottom = 0, left = 0, right = 0 } = padding as Exclude<Padding, Pair>;
    const [height, width] = [
      pairOf(subject, 'padding', [top, bottom], 0),
      pairOf(subject, 'padding', [left, right], 0),
    ];
    return [height, width];
  }
  const [height, width] = pairOf(subject, 'padding', padding as Pair, 0);
  return [
    [height, height],
    [width, width],
  ];
}

/** @internal How windows lie along one axis. */
export interface WindowAxis {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/**
 * @internal Number of windows along an axis.
 * @throws {@link ShapeError} if not even one fits.
 */
export function countWindows(subject: string, axis: WindowAxis, shape: Shape): number {
  const count = windowCount(axis);
  if (count >= 1) return count;
  const span = axis.dilation * (axis.kernel - 1) + 1;
  throw new ShapeError(subject, {
    expected: `at least ${span} elements under the kernel, padding included`,
    received: axis.size + axis.before + axis.after,
    where: `x has shape ${describeShape(shape)}`,
    hint: 'Use a smaller kernel, or padding.',
  });
}

/** @internal Padding of 'same': the output has ⌈size / stride⌉ elements; the odd one goes after. */
export function samePadding(axis: { size: number; kernel: number; stride: number; dilation: number }): Sides {
  const { size, kernel, stride, dilation } = axis;
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + dilation * (kernel - 1) + 1 - size);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
