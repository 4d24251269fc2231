import {
  ArgumentError,
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxis,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../shape/reshape.js';
import { sliceAxis } from './box.js';

/** Settings of {@link slice}. */
export interface SliceFunctionOptions {
  /** The axis, default 0. */
  readonly axis?: number;
  /** Distance between the elements taken, at least 1 (the default). To go backwards, use {@link flip}. */
  readonly step?: number;
}

const sliceOptions: OptionTable<SliceFunctionOptions> = { axis: 0, step: 1 };

/** @internal Start, size and step of a range as Python has them: negative bounds count from the end, others are clipped. */
export function resolveRange(
  subject: string,
  length: number,
  range: {
    readonly start?: number | undefined;
    readonly stop?: number | undefined;
    readonly step?: number | undefined;
  },
): { start: number; size: number; step: number } {
  const { start = 0, stop = length, step = 1 } = range;
  if (!Number.isInteger(step) || step < 1) {
    throw new ArgumentError(subject, {
      expected: 'a step of at least 1',
      received: step,
      hint: 'Use flip(x, axis) to reverse an axis.',
    });
  }
  for (const bound of [start, stop]) {
    if (!Number.isInteger(bound) && Math.abs(bound) !== Infinity) {
      throw new ArgumentError(subject, { expected: 'bounds that are integers', received: bound });
    }
  }
  const clip = (bound: number): number => Math.min(Math.max(bound < 0 ? bound + length : bound, 0), length);
  const first = clip(start);
  const size = Math.max(0, Math.ceil((clip(stop) - first) / step));
  return { start: size === 0 ? 0 : first, size, step };
}

/**
 * Elements `start` (included) to `stop` (excluded) of an axis. Negative bounds count from the end; bounds over the edge are
 * clipped to it.
 *
 * Shape: x `[..., A, ...]` → `[..., ⌈(stop - start) / step⌉, ...]`
 * @throws {@link ShapeError} if the axis isn't there.
 * @throws {@link ArgumentError} if the step is not an integer of at least 1.
 * @example
 * await slice(tensor([1, 2, 3, 4]), 1, -1).data(); // => [2, 3]
 */
export function slice(
  x: TensorLike,
  start: number,
  stop?: number,
  options: SliceFunctionOptions = {},
): Tensor {
  checkOptions('slice', options, sliceOptions);
  const input = toTensor('slice', x);
  const axis = resolveAxis('slice', options.axis ?? 0, input.ndim);
  const range = resolveRange('slice', input.shape[axis]!, { start, stop, step: options.step });
  return sliceAxis(input, axis, range.start, range.size, range.step);
}

/**
 * `length` elements of an axis from `start` on.
 *
 * Shape: x `[..., A, ...]` → `[..., length, ...]`
 * @param start - The first element; negative ones count from the end.
 * @throws {@link ShapeError} if the axis isn't there or doesn't have these elements.
 * @example
 * await narrow(tensor([[1, 2, 3], [4, 5, 6]]), 1, 1, 2).array(); // => [[2, 3], [5, 6]]
 */
export function narrow(x: TensorLike, axis: number, start: number, length: number): Tensor {
  const input = toTensor('narrow', x);
  const at = resolveAxis('narrow', axis, input.ndim);
  const size = input.shape[at]!;
  const first = start < 0 ? start + size : start;
  const isInside = Number.isInteger(first) && Number.isInteger(length) && first >= 0 && length >= 0;
  if (!isInside || first + length > size) {
    throw new ShapeError('narrow', {
      expected: `a range inside of the ${size} elements of axis ${at}`,
      received: `${length} elements from ${start} on`,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  return sliceAxis(input, at, first, length);
}

/**
 * One element of an axis; the axis is removed.
 *
 * Shape: x `[..., A, ...]` → `[...]`
 * @param index - Negative ones count from the end.
 * @throws {@link ShapeError} if the axis isn't there or doesn't have the element.
 * @example
 * await select(tensor([[1, 2], [3, 4]]), 0, -1).data(); // => [3, 4]
 */
export function select(x: TensorLike, axis: number, index: number): Tensor {
  const input = toTensor('select', x);
  const at = resolveAxis('select', axis, input.ndim);
  const first = resolveIndex('select', index, input.shape, at);
  return scoped(() => reshape(sliceAxis(input, at, first, 1), input.shape.toSpliced(at, 1)));
}

/** @internal The index of an element of an axis, counted from the front. */
export function resolveIndex(subject: string, index: number, shape: Shape, axis: number): number {
  const size = shape[axis]!;
  if (Number.isInteger(index) && index >= -size && index < size) return index < 0 ? index + size : index;
  throw new ShapeError(subject, {
    expected: size === 0 ? 'an axis with elements' : `an index from ${-size} to ${size - 1}`,
    received: size === 0 ? 'an empty one' : index,
    where: `axis ${axis} of shape ${describeShape(shape)}`,
  });
}
