import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite } from '../define-composite.js';
import { cast } from '../elementwise/cast.js';
import { type ReduceFunctionOptions, type Reduction, reduceOptions, resolveReduction } from './reduce.js';

/** Settings of {@link norm}. */
export interface NormFunctionOptions extends ReduceFunctionOptions {
  /** Order: any number, ±Infinity, or `fro` (as 2). Default 2. */
  readonly p?: number | 'fro';
}

const normOptions: OptionTable<NormFunctionOptions> = { p: 2, ...reduceOptions };

interface NormOfOrder extends Reduction {
  readonly p: number;
}

const normOp = defineComposite<readonly [Tensor], NormOfOrder>({
  name: 'norm',
  value: ([x], { p, axes, shape }) => value(x, p, axes).reshape(shape),
  backward: ({ inputs: [x], output }, grad, { p, axes, kept }) => [
    gradient(x, output.reshape(kept), grad.reshape(kept), p, axes),
  ],
});

function value(x: Tensor, p: number, axis: readonly number[]): Tensor {
  if (p === 0) return x.notEqual(0).sum({ axis }).cast('float32');
  if (p === 1) return x.abs().sum({ axis });
  const sizes = x.abs();
  if (p === Infinity) return sizes.max({ axis });
  if (p === -Infinity) return sizes.min({ axis });
  if (x.size === 0) return powerMean(sizes, p, axis);
  // Powers of x itself might not be representable, so those of x / unit are summed.
  const extreme = p > 0 ? sizes.max({ axis, keepDims: true }) : sizes.min({ axis, keepDims: true });
  const unit = extreme.equal(0).logicalOr(extreme.isInf()).where(1, extreme);
  const shares = x.div(unit);
  const total = p === 2 ? shares.square().sum({ axis }).sqrt() : powerMean(shares.abs(), p, axis);
  return total.mul(unit.reshape(total.shape));
}

const powerMean = (x: Tensor, p: number, axis: readonly number[]): Tensor =>
  x
    .pow(p)
    .sum({ axis })
    .pow(1 / p);

/** ∂L/∂x; 0 where the norm is 0, and where |x|ᵖ has no derivative at 0. */
function gradient(x: Tensor, y: Tensor, grad: Tensor, p: number, axis: readonly number[]): Tensor {
  if (p === 0) return x.mul(0);
  if (p === 1) return x.sign().mul(grad);
  if (Math.abs(p) === Infinity) {
    const hit = x.abs().equal(y).cast('float32');
    return hit.mul(x.sign()).mul(grad.div(hit.sum({ axis, keepDims: true })));
  }
  const isZero = y.equal(0);
  const share = x.div(isZero.where(1, y)); // at most 1 for p > 0
  if (p === 2) return isZero.where(0, share.mul(grad));
  const flat = x.equal(0);
  const power = flat
    .where(1, share.abs())
    .pow(p - 1)
    .mul(x.sign());
  return flat.logicalOr(isZero).where(0, power.mul(grad));
}

/**
 * Vector norm over axes.
 *
 *     y = (Σ |x_i|ᵖ)^(1/p)        p = ∞: max |x_i|, p = -∞: min |x_i|, p = 0: how many are not 0
 *     ∂y/∂x_i = sign(x_i) (|x_i| / y)ᵖ⁻¹, 0 where y is 0
 *
 * Shape: x `[...]` → without the reduced axes, float32.
 * @param options - `p` (default 2), `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if an axis isn't there.
 * @throws {@link ArgumentError} if p is not a number or `fro`.
 * @example
 * await norm(tensor([3, 4])).item(); // => 5
 * await norm(tensor([3, -4]), { p: 1 }).item(); // => 7
 */
export function norm(x: TensorLike, options: NormFunctionOptions = {}): Tensor {
  const { p = 2 } = checkOptions('norm', options, normOptions);
  const order = p === 'fro' ? 2 : p;
  if (typeof order !== 'number' || Number.isNaN(order)) {
    throw new ArgumentError('norm', { expected: "p to be a number or 'fro'", received: p });
  }
  const input = cast(toTensor('norm', x), 'float32');
  return normOp([input], { p: order, ...resolveReduction('norm', input.shape, options) });
}
