import { checkOptions } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { full } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { defineComposite } from '../define-composite.js';
import { cast } from '../elementwise/cast.js';
import { type ReduceFunctionOptions, type Reduction, reduceOptions, resolveReduction } from './reduce.js';

const logSumExpOp = defineComposite<readonly [Tensor], Reduction>({
  name: 'logSumExp',
  value([x], { axes, shape, count }) {
    if (count === 0) return full(shape, -Infinity, { backend: x.backend });
    const largest = x.max({ axis: axes, keepDims: true });
    const m = largest.isInf().where(0, largest); // ∞ - ∞ is no number
    return x.sub(m).exp().sum({ axis: axes, keepDims: true }).log().add(m).reshape(shape);
  },
  // ∂y/∂x_i = exp(x_i - y), 0 where all are -∞
  backward({ inputs: [x], output }, grad, { kept }) {
    const y = output.reshape(kept);
    return [x.sub(y.equal(-Infinity).where(0, y)).exp().mul(grad.reshape(kept))];
  },
});

/**
 * Logarithm of the sum of exponentials over axes, without overflow; -∞ for no values.
 *
 *     y = m + log Σ_i exp(x_i - m)        m = max_i x_i, ∂y/∂x = softmax(x)
 *
 * Shape: x `[...]` → without the reduced axes, float32.
 * @param options - `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await logSumExp(tensor([[0, 0], [1000, 1000]]), { axis: 1 }).data(); // => [0.6931, 1000.6931]
 */
export function logSumExp(x: TensorLike, options: ReduceFunctionOptions = {}): Tensor {
  checkOptions('logSumExp', options, reduceOptions);
  const input = cast(toTensor('logSumExp', x), 'float32');
  return logSumExpOp([input], resolveReduction('logSumExp', input.shape, options));
}
