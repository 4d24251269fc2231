import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  resolveAxis,
  ShapeError,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { sliceAxis } from '../indexing/box.js';
import { select } from '../indexing/slice.js';
import { rows } from '../recurrent/rows.js';

/** Settings of {@link split}, {@link chunk} and {@link unbind}. */
export interface SplitFunctionOptions {
  /** The axis to split, default 0. */
  readonly axis?: number;
}

const splitOptions: OptionTable<SplitFunctionOptions> = { axis: 0 };

/**
 * Splits a tensor along an axis into parts of the given sizes.
 *
 * Shape: x `[..., A, ...]` → `[..., sizes[k], ...]`
 * @param sizes - One size for all parts, of which the last may be smaller, or each part's size.
 * @throws {@link ShapeError} if the axis isn't there, or the sizes don't add up to it.
 * @throws {@link ArgumentError} if one size for all is not an integer of at least 1.
 * @example
 * split(ones([5, 2]), 2).map((part) => part.shape); // => [[2, 2], [2, 2], [1, 2]]
 * split(ones([5, 2]), [1, 4]).map((part) => part.shape); // => [[1, 2], [4, 2]]
 */
export function split(
  x: TensorLike,
  sizes: number | readonly number[],
  options: SplitFunctionOptions = {},
): Tensor[] {
  checkOptions('split', options, splitOptions);
  const input = toTensor('split', x);
  const axis = resolveAxis('split', options.axis ?? 0, input.ndim);
  const length = input.shape[axis]!;
  const parts =
    typeof sizes === 'number'
      ? equalParts('split', length, sizes)
      : checkArgument('split', 'sizes', sizes, 'list');
  const total = parts.reduce((sum, size) => sum + size, 0);
  if (total !== length || parts.some((size) => !Number.isInteger(size) || size < 0)) {
    throw new ShapeError('split', {
      expected: `sizes that add up to ${length}`,
      received: describeShape(parts),
      where: `axis ${axis} of shape ${describeShape(input.shape)}`,
    });
  }
  let start = 0;
  return parts.map((size) => {
    const part = sliceAxis(input, axis, start, size);
    start += size;
    return part === input ? input.alias() : part; // parts are tensors of their own
  });
}

function equalParts(subject: string, length: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 1) {
    throw new ArgumentError(subject, { expected: 'a size of at least 1', received: size });
  }
  const count = Math.max(1, Math.ceil(length / size));
  return Array.from({ length: count }, (_, i) => Math.min(size, length - i * size));
}

/**
 * Splits a tensor along an axis into at most `chunks` parts of size ⌈A / chunks⌉; the last one may be smaller.
 *
 * Shape: x `[..., A, ...]` → `[..., ⌈A / chunks⌉, ...]`
 * @throws {@link ShapeError} if the axis isn't there.
 * @throws {@link ArgumentError} if `chunks` is not an integer of at least 1.
 * @example
 * chunk(ones([6, 2]), 4).map((part) => part.shape); // => [[2, 2], [2, 2], [2, 2]]
 */
export function chunk(x: TensorLike, chunks: number, options: SplitFunctionOptions = {}): Tensor[] {
  checkOptions('chunk', options, splitOptions);
  const input = toTensor('chunk', x);
  const axis = resolveAxis('chunk', options.axis ?? 0, input.ndim);
  if (!Number.isInteger(chunks) || chunks < 1) {
    throw new ArgumentError('chunk', { expected: 'at least 1 chunk', received: chunks });
  }
  const size = Math.ceil(input.shape[axis]! / chunks);
  return size === 0
    ? split(input, new Array<number>(chunks).fill(0), { axis })
    : split(input, size, { axis });
}

/**
 * Every element of an axis; the axis is removed.
 *
 * Shape: x `[..., A, ...]` → A times `[...]`
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * unbind(ones([3, 2])).map((row) => row.shape); // => [[2], [2], [2]]
 */
export function unbind(x: TensorLike, options: SplitFunctionOptions = {}): Tensor[] {
  checkOptions('unbind', options, splitOptions);
  const input = toTensor('unbind', x);
  const axis = resolveAxis('unbind', options.axis ?? 0, input.ndim);
  if (axis === 0) return scoped(() => rows(input));
  return scoped(() => Array.from({ length: input.shape[axis]! }, (_, i) => select(input, axis, i)));
}
