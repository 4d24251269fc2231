import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';
import { pow } from './binary.js';

/** A logarithm by the natural one; whole where x is a whole power of the base. */
function logarithm(x: Tensor, base: number): Tensor {
  const y = x.log().div(Math.log(base));
  const whole = y.round();
  return pow(base, whole).equal(x).where(whole, y);
}

const exp2Op = elementwise<undefined>('exp2', {
  value: (x) => pow(2, x),
  slope: (_x, y) => y.mul(Math.LN2),
});

/**
 * 2 to the power of x, element by element.
 *
 *     y = 2ˣ        dy/dx = y ln 2
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await exp2(tensor([-1, 3])).data(); // => [0.5, 8]
 */
export const exp2 = (x: TensorLike): Tensor => exp2Op(x, undefined);

const log2Op = elementwise<undefined>('log2', {
  value: (x) => logarithm(x, 2),
  slope: (x) => x.reciprocal().mul(Math.LOG2E),
});

/**
 * Logarithm to the base 2, element by element.
 *
 *     y = log₂ x        dy/dx = 1 / (x ln 2)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await log2(tensor([0.5, 8])).data(); // => [-1, 3]
 */
export const log2 = (x: TensorLike): Tensor => log2Op(x, undefined);

const log10Op = elementwise<undefined>('log10', {
  value: (x) => logarithm(x, 10),
  slope: (x) => x.reciprocal().mul(Math.LOG10E),
});

/**
 * Logarithm to the base 10, element by element.
 *
 *     y = log₁₀ x        dy/dx = 1 / (x ln 10)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await log10(tensor([0.1, 1000])).data(); // => [-1, 3]
 */
export const log10 = (x: TensorLike): Tensor => log10Op(x, undefined);
