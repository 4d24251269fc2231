import { ArgumentError, checkOptions, type OptionTable, resolveAxis, splitAtAxis } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { gatherRows } from '../indexing/index-select.js';
import { hostIndices } from '../indexing/indices.js';
import { broadcastTo } from './broadcast-to.js';
import { reshape } from './reshape.js';

function checkRepeats(subject: string, repeats: readonly number[]): void {
  if (repeats.every((count) => Number.isInteger(count) && count >= 0)) return;
  throw new ArgumentError(subject, {
    expected: 'repeats that are integers of at least 0',
    received: repeats,
  });
}

/**
 * Repeats the whole tensor along each axis. PyTorch's `Tensor.repeat`.
 *
 *     y[i, j] = x[i mod A, j mod B]
 *
 * Shape: x `[A, B]`, repeats `[m, n]` → `[m · A, n · B]`; the shorter of the two is filled with ones in front.
 * @throws {@link ArgumentError} if a repeat is not an integer of at least 0.
 * @example
 * await tile(tensor([1, 2]), [2, 2]).array(); // => [[1, 2, 1, 2], [1, 2, 1, 2]]
 */
export function tile(x: TensorLike, repeats: number | readonly number[]): Tensor {
  const input = toTensor('tile', x);
  const given = [repeats].flat();
  checkRepeats('tile', given);
  return scoped(() => {
    const ndim = Math.max(input.ndim, given.length);
    let y = reshape(input, [...new Array<number>(ndim - input.ndim).fill(1), ...input.shape]);
    given.forEach((count, i) => {
      const axis = ndim - given.length + i;
      if (count === 1) return;
      const { outer, size, inner } = splitAtAxis(y.shape, axis);
      const stretched = broadcastTo(reshape(y, [outer, 1, size * inner]), [outer, count, size * inner]);
      y = reshape(stretched, y.shape.with(axis, size * count));
    });
    return y;
  });
}

/** Settings of {@link repeatInterleave}. */
export interface RepeatInterleaveFunctionOptions {
  /** The axis; without one x is taken as flat. */
  readonly axis?: number;
}

const repeatInterleaveOptions: OptionTable<RepeatInterleaveFunctionOptions> = { axis: 0 };

/**
 * Repeats each element of an axis in its place.
 *
 * Shape: x `[..., A, ...]` → `[..., Σ repeats, ...]`
 * @param repeats - Number of repeats, one for all elements or one each.
 * @throws {@link ShapeError} if the axis isn't there.
 * @throws {@link ArgumentError} if a repeat is not an integer of at least 0, or there are not as many as elements.
 * @example
 * await repeatInterleave(tensor([1, 2]), 2).data(); // => [1, 1, 2, 2]
 * await repeatInterleave(tensor([1, 2]), [1, 3]).data(); // => [1, 2, 2, 2]
 */
export function repeatInterleave(
  x: TensorLike,
  repeats: number | readonly number[],
  options: RepeatInterleaveFunctionOptions = {},
): Tensor {
  checkOptions('repeatInterleave', options, repeatInterleaveOptions);
  const given = toTensor('repeatInterleave', x);
  checkRepeats('repeatInterleave', [repeats].flat());
  return scoped(() => {
    const input = options.axis === undefined ? reshape(given, [given.size]) : given;
    const axis = resolveAxis('repeatInterleave', options.axis ?? 0, input.ndim);
    const { outer, size, inner } = splitAtAxis(input.shape, axis);
    if (typeof repeats === 'number') {
      const stretched = broadcastTo(reshape(input, [outer * size, 1, inner]), [outer * size, repeats, inner]);
      return reshape(stretched, input.shape.with(axis, size * repeats));
    }
    if (repeats.length !== size) {
      throw new ArgumentError('repeatInterleave', {
        expected: `one number of repeats, or ${size}`,
        received: repeats.length,
      });
    }
    const rows = repeats.flatMap((count, row) => new Array<number>(count).fill(row));
    return gatherRows(input, hostIndices(rows, input), axis);
  });
}
