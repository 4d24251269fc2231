import { checkOptions, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { elementwise } from '../define-composite.js';

/** Settings of {@link elu} and {@link celu}. */
export interface ELUFunctionOptions {
  /** Very negative values approach -alpha. Default 1. */
  readonly alpha?: number;
}

const eluOptions: OptionTable<ELUFunctionOptions> = { alpha: 1 };

const eluOp = elementwise<{ readonly alpha: number; readonly scale: number }>('elu', {
  value: (x, { alpha, scale }) => {
    const below = x
      .minimum(0)
      .expm1()
      .mul(alpha * scale); // no overflow where it isn't used
    return x.greater(0).where(x.mul(scale), below);
  },
  slope: (x, _y, { alpha, scale }) => {
    const below = x
      .minimum(0)
      .exp()
      .mul(alpha * scale); // y + α would round small ones to 0
    return x.greater(0).where(scale, below);
  },
});

/**
 * Exponential linear unit, element by element.
 *
 *     y = x where x > 0, else α (eˣ - 1)        dy/dx = 1, else α eˣ
 *
 * Shape: x `[...]` → same shape.
 * @param options - `alpha`, default 1.
 * @example
 * await elu(tensor([-1, 2])).data(); // => [-0.6321, 2]
 * @see Clevert, Unterthiner, Hochreiter, "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015,
 * arXiv:1511.07289
 */
export const elu = (x: TensorLike, options: ELUFunctionOptions = {}): Tensor => {
  const { alpha = 1 } = checkOptions('elu', options, eluOptions);
  return eluOp(x, { alpha, scale: 1 });
};

// The fixed point of mean 0 and variance 1.
const selfNormalizing = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

/**
 * Scaled exponential linear unit: keeps activations at mean 0 and variance 1, element by element.
 *
 *     y = s · (x where x > 0, else α (eˣ - 1))        s = 1.0507…, α = 1.6733…
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await selu(tensor([-1, 2])).data(); // => [-1.1113, 2.1014]
 * @see Klambauer, Unterthiner, Mayr, Hochreiter, "Self-Normalizing Neural Networks", 2017, arXiv:1706.02515
 */
export const selu = (x: TensorLike): Tensor => eluOp(x, selfNormalizing);

const celuOp = elementwise<number>('celu', {
  value: (x, alpha) => x.greater(0).where(x, x.minimum(0).div(alpha).expm1().mul(alpha)),
  slope: (x, _y, alpha) => x.greater(0).where(1, x.minimum(0).div(alpha).exp()),
});

/**
 * Exponential linear unit whose derivative is continuous at 0, element by element.
 *
 *     y = x where x > 0, else α (e^(x/α) - 1)        dy/dx = 1, else e^(x/α)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `alpha`, default 1.
 * @example
 * await celu(tensor([-1, 2]), { alpha: 2 }).data(); // => [-0.7869, 2]
 * @see Barron, "Continuously Differentiable Exponential Linear Units", 2017, arXiv:1704.07483
 */
export const celu = (x: TensorLike, options: ELUFunctionOptions = {}): Tensor => {
  const { alpha = 1 } = checkOptions('celu', options, eluOptions);
  return celuOp(x, alpha);
};
