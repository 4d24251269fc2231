import { checkOptions, type OptionTable } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite } from '../define-composite.js';
import { cast } from '../elementwise/cast.js';
import { type ReduceFunctionOptions, type Reduction, reduceOptions, resolveReduction } from './reduce.js';

/** Settings of {@link variance} and {@link std}. */
export interface VarianceFunctionOptions extends ReduceFunctionOptions {
  /** Subtracted from the count in the divisor: 1 (Bessel's correction, the default), or 0 for the plain mean. */
  readonly correction?: number;
}

const varianceOptions: OptionTable<VarianceFunctionOptions> = { ...reduceOptions, correction: 1 };

interface Spread extends Reduction {
  /** n - correction. */
  readonly divisor: number;
}

const centered = (x: Tensor, axis: readonly number[]): Tensor => x.sub(x.mean({ axis, keepDims: true }));

const spread = (x: Tensor, { axes, shape, divisor }: Spread): Tensor =>
  centered(x, axes).square().sum({ axis: axes }).div(divisor).reshape(shape);

const varianceOp = defineComposite<readonly [Tensor], Spread>({
  name: 'variance',
  value: ([x], reduction) => spread(x, reduction),
  backward: ({ inputs: [x] }, grad, { axes, kept, divisor }) => [
    centered(x, axes).mul(grad.reshape(kept).mul(2 / divisor)),
  ],
});

const stdOp = defineComposite<readonly [Tensor], Spread>({
  name: 'std',
  value: ([x], reduction) => spread(x, reduction).sqrt(),
  backward({ inputs: [x], output: y }, grad, { axes, kept, divisor }) {
    const isZero = y.equal(0);
    const scale = isZero.where(0, grad.div(isZero.where(1, y)).div(divisor));
    return [centered(x, axes).mul(scale.reshape(kept))];
  },
});

function resolveSpread(
  subject: string,
  x: Tensor,
  { correction = 1, ...options }: VarianceFunctionOptions,
): Spread {
  const reduction = resolveReduction(subject, x.shape, options);
  return { ...reduction, divisor: Math.max(0, reduction.count - correction) };
}

/**
 * Variance over axes, computed in two passes.
 *
 *     y = Σ (x_i - mean(x))² / (n - correction)        ∂y/∂x_i = 2 (x_i - mean(x)) / (n - correction)
 *
 * Shape: x `[...]` → without the reduced axes, float32.
 * @param options - `axis` (default all), `keepDims` (default false), `correction` (default 1).
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await variance(tensor([1, 2, 3, 4])).item(); // => 1.6667
 * await variance(tensor([1, 2, 3, 4]), { correction: 0 }).item(); // => 1.25
 */
export function variance(x: TensorLike, options: VarianceFunctionOptions = {}): Tensor {
  checkOptions('variance', options, varianceOptions);
  const input = cast(toTensor('variance', x), 'float32');
  return varianceOp([input], resolveSpread('variance', input, options));
}

/**
 * Standard deviation over axes: the square root of the variance, with gradient 0 where it is 0.
 *
 *     y = √(Σ (x_i - mean(x))² / (n - correction))        ∂y/∂x_i = (x_i - mean(x)) / (y (n - correction))
 *
 * Shape: x `[...]` → without the reduced axes, float32.
 * @param options - `axis` (default all), `keepDims` (default false), `correction` (default 1).
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await std(tensor([1, 2, 3, 4])).item(); // => 1.291
 */
export function std(x: TensorLike, options: VarianceFunctionOptions = {}): Tensor {
  checkOptions('std', options, varianceOptions);
  const input = cast(toTensor('std', x), 'float32');
  return stdOp([input], resolveSpread('std', input, options));
}
