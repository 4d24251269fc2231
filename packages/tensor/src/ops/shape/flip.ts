import { ArgumentError, checkOptions, type OptionTable, resolveAxes, resolveAxis } from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { sliceAxis } from '../indexing/box.js';
import { concat } from './concat.js';
import { transpose } from './permute.js';
import { reshape } from './reshape.js';

const flipOp: Op<readonly [Tensor], readonly number[]> = defineOp({
  name: 'flip',
  forward: (kernels, [x], axes) => ({ output: kernels.reverse(x, axes) }),
  backward: (_saved, grad, axes) => [flipOp([grad], axes)],
});

/**
 * Reverses axes.
 *
 *     y[..., i, ...] = x[..., A - 1 - i, ...]
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ShapeError} if an axis isn't there or is named twice.
 * @example
 * await flip(tensor([1, 2, 3]), 0).data(); // => [3, 2, 1]
 */
export function flip(x: TensorLike, axis: number | readonly number[]): Tensor {
  const input = toTensor('flip', x);
  const axes = resolveAxes('flip', axis, input.ndim);
  return axes.length === 0 ? input : flipOp([input], axes);
}

/** Settings of {@link roll}. */
export interface RollFunctionOptions {
  /** The axis of each shift; without one x is rolled as if it were flat. */
  readonly axis?: number | readonly number[];
}

const rollOptions: OptionTable<RollFunctionOptions> = { axis: 0 };

/**
 * Moves elements along axes; those that leave at one end come back at the other.
 *
 *     y[..., (i + shift) mod A, ...] = x[..., i, ...]
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ShapeError} if an axis isn't there.
 * @throws {@link ArgumentError} if there are not as many shifts as axes, or one is not an integer.
 * @example
 * await roll(tensor([1, 2, 3, 4]), 1).data(); // => [4, 1, 2, 3]
 */
export function roll(
  x: TensorLike,
  shift: number | readonly number[],
  options: RollFunctionOptions = {},
): Tensor {
  checkOptions('roll', options, rollOptions);
  const input = toTensor('roll', x);
  const shifts = [shift].flat();
  const axes = options.axis === undefined ? undefined : [options.axis].flat();
  if (shifts.length !== (axes?.length ?? 1) || !shifts.every(Number.isInteger)) {
    throw new ArgumentError('roll', {
      expected: 'an integer for each axis',
      received: shift,
      where: axes ? `axes [${axes.join(', ')}]` : 'no axis given',
    });
  }
  return scoped(() => {
    if (!axes) return reshape(rollAxis(reshape(input, [input.size]), shifts[0]!, 0), input.shape);
    return axes.reduce((y, axis, i) => rollAxis(y, shifts[i]!, resolveAxis('roll', axis, input.ndim)), input);
  });
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.shape[axis]!;
  const places = size === 0 ? 0 : ((shift % size) + size) % size;
  if (places === 0) return x;
  const tail = sliceAxis(x, axis, size - places, places);
  return concat([tail, sliceAxis(x, axis, 0, size - places)], { axis });
}

/**
 * Rotates by quarter turns in the plane of two axes, from the first towards the second.
 *
 * Shape: x `[..., A, ..., B, ...]` → the same, the two sizes swapped if the quarters are odd.
 * @param quarters - Number of turns by 90°, default 1; negative turns the other way.
 * @param axes - The plane, default the first two axes.
 * @throws {@link ShapeError} if the axes aren't there or are the same.
 * @throws {@link ArgumentError} if the quarters are not an integer.
 * @example
 * await rot90(tensor([[1, 2], [3, 4]])).array(); // => [[2, 4], [1, 3]]
 */
export function rot90(x: TensorLike, quarters = 1, axes: readonly [number, number] = [0, 1]): Tensor {
  const input = toTensor('rot90', x);
  resolveAxes('rot90', axes, input.ndim);
  if (!Number.isInteger(quarters)) {
    throw new ArgumentError('rot90', { expected: 'an integer of quarters', received: quarters });
  }
  const [from, to] = axes;
  const turns = ((quarters % 4) + 4) % 4;
  return scoped(() => {
    if (turns === 0) return input;
    if (turns === 2) return flip(input, axes);
    return turns === 1 ? transpose(flip(input, to), from, to) : flip(transpose(input, from, to), to);
  });
}
