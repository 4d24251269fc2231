import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { full } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';

/** Settings of {@link softshrink} and {@link hardshrink}. */
export interface ShrinkFunctionOptions {
  /** Half the width of the flat part around 0, at least 0. Default 0.5. */
  readonly lambda?: number;
}

const shrinkOptions: OptionTable<ShrinkFunctionOptions> = { lambda: 0.5 };

const outside = (x: Tensor, lambda: number): Tensor => x.abs().greater(lambda);

const softshrinkOp = elementwise<number>('softshrink', {
  value: (x, lambda) => x.sub(x.maximum(-lambda).minimum(lambda)),
  slope: (x, _y, lambda) => outside(x, lambda).where(1, 0),
});

/**
 * Moves each value towards 0 by λ, element by element.
 *
 *     y = x - λ where x > λ, x + λ where x < -λ, else 0        dy/dx = 1, 1, 0
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lambda`, at least 0, default 0.5.
 * @throws {@link ArgumentError} if lambda is negative.
 * @example
 * await softshrink(tensor([-2, 0.25, 1])).data(); // => [-1.5, 0, 0.5]
 */
export const softshrink = (x: TensorLike, options: ShrinkFunctionOptions = {}): Tensor => {
  const { lambda = 0.5 } = checkOptions('softshrink', options, shrinkOptions);
  return softshrinkOp(x, checkLambda('softshrink', lambda));
};

const hardshrinkOp = elementwise<number>('hardshrink', {
  value: (x, lambda) => x.abs().lessEqual(lambda).where(0, x),
  slope: (x, _y, lambda) => outside(x, lambda).where(1, 0),
});

/**
 * Keeps values further than λ from 0 and zeroes the others, element by element.
 *
 *     y = x where |x| > λ, else 0        dy/dx = 1, else 0
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lambda`, at least 0, default 0.5.
 * @throws {@link ArgumentError} if lambda is negative.
 * @example
 * await hardshrink(tensor([-2, 0.25, 1])).data(); // => [-2, 0, 1]
 */
export const hardshrink = (x: TensorLike, options: ShrinkFunctionOptions = {}): Tensor => {
  const { lambda = 0.5 } = checkOptions('hardshrink', options, shrinkOptions);
  return hardshrinkOp(x, checkLambda('hardshrink', lambda));
};

function checkLambda(subject: string, lambda: number): number {
  if (lambda >= 0) return lambda;
  throw new ArgumentError(subject, { expected: 'lambda ≥ 0', received: lambda });
}

/** x - tanh x = x³ Σ_k c_k x²ᵏ near 0: less the first term of its series, tanh's own. The highest power first. */
const tanhTail = [
  -6404582 / 10854718875,
  929569 / 638512875,
  -21844 / 6081075,
  1382 / 155925,
  -62 / 2835,
  17 / 315,
  -2 / 15,
  1 / 3,
];

const tanhshrinkOp = elementwise<undefined>('tanhshrink', {
  // the difference of two like numbers has few right digits
  value: (x) => {
    const isNear = x.abs().less(0.6);
    const near = isNear.where(x, 0);
    const square = near.square();
    const series = tanhTail
      .slice(1)
      .reduce((sum, c) => sum.mul(square).add(c), full([], tanhTail[0]!, { backend: x.backend }));
    return isNear.where(series.mul(square).mul(near), x.sub(x.tanh()));
  },
  slope: (x) => x.tanh().square(),
});

/**
 * The value minus its hyperbolic tangent, element by element.
 *
 *     y = x - tanh x        dy/dx = tanh² x
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await tanhshrink(tensor([0, 2])).data(); // => [0, 1.036]
 */
export const tanhshrink = (x: TensorLike): Tensor => tanhshrinkOp(x, undefined);
