import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';

const inside = (x: Tensor, low: number, high: number): Tensor => x.greater(low).logicalAnd(x.less(high));

const hardtanhOp = elementwise<{ readonly min: number; readonly max: number }>('hardtanh', {
  value: (x, { min, max }) => x.maximum(min).minimum(max),
  slope: (x, _y, { min, max }) => inside(x, min, max).where(1, 0),
});

/** Settings of {@link hardtanh}. */
export interface HardtanhFunctionOptions {
  /** The lower bound, default -1. */
  readonly min?: number;
  /** The upper bound, default 1. */
  readonly max?: number;
}

const hardtanhOptions: OptionTable<HardtanhFunctionOptions> = { min: -1, max: 1 };

/**
 * Clamps values to two bounds, element by element. As {@link clamp}, but the gradient at the bounds is 0.
 *
 *     y = min(max(x, min), max)        dy/dx = 1 where min < x < max, else 0
 *
 * Shape: x `[...]` → same shape.
 * @param options - `min` (default -1), `max` (default 1).
 * @throws {@link ArgumentError} unless min < max.
 * @example
 * await hardtanh(tensor([-3, 0.5, 3])).data(); // => [-1, 0.5, 1]
 */
export function hardtanh(x: TensorLike, options: HardtanhFunctionOptions = {}): Tensor {
  const { min = -1, max = 1 } = checkOptions('hardtanh', options, hardtanhOptions);
  if (!(min < max)) throw new ArgumentError('hardtanh', { expected: 'min < max', received: [min, max] });
  return hardtanhOp(x, { min, max });
}

/**
 * ReLU with a maximum of 6, element by element.
 *
 *     y = min(max(x, 0), 6)        dy/dx = 1 where 0 < x < 6, else 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await relu6(tensor([-1, 3, 8])).data(); // => [0, 3, 6]
 */
export const relu6 = (x: TensorLike): Tensor => hardtanhOp(x, { min: 0, max: 6 });

const hardsigmoidOp = elementwise<undefined>('hardsigmoid', {
  value: (x) => x.add(3).maximum(0).minimum(6).div(6),
  slope: (x) => inside(x, -3, 3).where(1 / 6, 0),
});

/**
 * Piecewise linear approximation of the sigmoid, element by element.
 *
 *     y = min(max(x + 3, 0), 6) / 6        dy/dx = 1/6 where -3 < x < 3, else 0
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await hardsigmoid(tensor([-4, 0, 1.5])).data(); // => [0, 0.5, 0.75]
 */
export const hardsigmoid = (x: TensorLike): Tensor => hardsigmoidOp(x, undefined);

const hardswishOp = elementwise<undefined>('hardswish', {
  value: (x) => x.mul(x.add(3).maximum(0).minimum(6)).div(6),
  slope: (x) => x.less(-3).where(0, x.lessEqual(3).where(x.div(3).add(0.5), 1)),
});

/**
 * Piecewise approximation of swish, element by element.
 *
 *     y = x · min(max(x + 3, 0), 6) / 6        dy/dx = 0, x/3 + 1/2, 1 below, within and above -3 … 3
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await hardswish(tensor([-4, 1, 5])).data(); // => [0, 0.6667, 5]
 * @see Howard et al., "Searching for MobileNetV3", 2019, arXiv:1905.02244
 */
export const hardswish = (x: TensorLike): Tensor => hardswishOp(x, undefined);

const stepOp = elementwise<undefined>('step', {
  value: (x) => x.greaterEqual(0).cast('float32'),
  slope: (x) => x.mul(0),
});

/**
 * Step function, element by element.
 *
 *     y = 1 where x ≥ 0, else 0        dy/dx = 0
 *
 * Shape: x `[...]` → same shape, float32.
 * @example
 * await step(tensor([-1, 0, 2])).data(); // => [0, 1, 1]
 */
export const step = (x: TensorLike): Tensor => stepOp(x, undefined);
