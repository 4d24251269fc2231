import {
  ArgumentError,
  broadcastShapes,
  checkOptions,
  type OptionTable,
  promoteDTypes,
} from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite } from '../define-composite.js';
import { cast } from './cast.js';

/** Bounds of {@link clamp}; at least one. */
export interface ClampFunctionOptions {
  /** The lower bound, default none. */
  readonly min?: TensorLike | undefined;
  /** The upper bound, default none. Where it lies below `min`, it wins. */
  readonly max?: TensorLike | undefined;
}

const clampOptions: OptionTable<ClampFunctionOptions> = { min: 0, max: 1 };

const [smallest, largest] = [-(2 ** 31), 2 ** 31 - 1]; // of int32

const clampOp = defineComposite<readonly [Tensor, Tensor, Tensor], undefined>({
  name: 'clamp',
  value: ([x, low, high]) => x.maximum(low).minimum(high),
  backward: ({ inputs: [x, low, high] }, grad, _attrs, needs) => {
    const isBelow = x.less(low);
    const isAbove = x.greater(high);
    return [
      needs[0] ? isBelow.logicalOr(isAbove).where(0, grad) : undefined,
      needs[1] ? isBelow.logicalAnd(low.less(high)).where(grad, 0) : undefined,
      needs[2] ? isAbove.logicalOr(high.less(low)).where(grad, 0) : undefined,
    ];
  },
});

/**
 * Limits values to a range, element by element.
 *
 *     y = min(max(x, min), max)        ∂y/∂x = 1 where min ≤ x ≤ max, else 0
 *
 * Shape: x and the bounds broadcast → their common shape; integers between whole bounds stay int32.
 * @param options - `min`, `max`: numbers or tensors, at least one of them.
 * @throws {@link ArgumentError} if there is no bound.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await clamp(tensor([-3, 0.5, 3]), { min: -1, max: 1 }).data(); // => [-1, 0.5, 1]
 */
export function clamp(x: TensorLike, options: ClampFunctionOptions): Tensor {
  const { min, max } = checkOptions('clamp', options, clampOptions);
  if (min === undefined && max === undefined) {
    throw new ArgumentError('clamp', { expected: 'min, max or both', received: 'neither' });
  }
  const input = toTensor('clamp', x);
  const low = toTensor('clamp', min ?? (input.dtype === 'float32' ? -Infinity : smallest), input);
  const high = toTensor('clamp', max ?? (input.dtype === 'float32' ? Infinity : largest), input);
  broadcastShapes('clamp', broadcastShapes('clamp', input.shape, low.shape), high.shape);
  const dtype = [input.dtype, low.dtype, high.dtype].reduce(promoteDTypes, 'int32');
  return clampOp([cast(input, dtype), cast(low, dtype), cast(high, dtype)], undefined);
}
