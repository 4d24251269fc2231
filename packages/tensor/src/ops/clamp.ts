import { ArgumentError, broadcastShapes } from '@neurona/backend';
import { type TensorLike, toTensor } from '../convert.js';
import type { Tensor } from '../tensor.js';
import { cast } from './cast.js';
import { defineComposite } from './define-composite.js';

/** Bounds of {@link clamp}; at least one. */
export interface ClampOptions {
  /** The lower bound, default none. */
  readonly min?: TensorLike | undefined;
  /** The upper bound, default none. Where it lies below `min`, it wins. */
  readonly max?: TensorLike | undefined;
}

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
 * The value held between bounds, element by element.
 *
 *     y = min(max(x, min), max)        ∂y/∂x = 1 where min ≤ x ≤ max, else 0
 *
 * Shape: x and the bounds broadcast → their common shape.
 * @param options - `min`, `max`: numbers or tensors, at least one of them.
 * @throws {@link ArgumentError} if there is no bound.
 * @throws {@link ShapeError} if the shapes don't broadcast.
 * @example
 * await clamp(tensor([-3, 0.5, 3]), { min: -1, max: 1 }).data(); // => [-1, 0.5, 1]
 */
export function clamp(x: TensorLike, { min, max }: ClampOptions): Tensor {
  if (min === undefined && max === undefined) {
    throw new ArgumentError('clamp', { expected: 'min, max or both', received: 'neither' });
  }
  const input = cast(toTensor('clamp', x), 'float32');
  const low = cast(toTensor('clamp', min ?? -Infinity, input), 'float32');
  const high = cast(toTensor('clamp', max ?? Infinity, input), 'float32');
  broadcastShapes('clamp', broadcastShapes('clamp', input.shape, low.shape), high.shape);
  return clampOp([input, low, high], undefined);
}
