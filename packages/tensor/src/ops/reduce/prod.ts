import { checkOptions } from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { shift } from '../elementwise/shift.js';
import { permute } from '../shape/permute.js';
import { cumprodLast } from './cumulate.js';
import { type ReduceFunctionOptions, type Reduction, reduceOptions, resolveReduction } from './reduce.js';

const prodOp = defineOp<readonly [Tensor], Reduction>({
  name: 'prod',
  forward(kernels, [x], { axes, shape }) {
    const output = axes.length > 0 ? kernels.reduce('prod', x, axes) : kernels.copy(x);
    return { output: { ...output, shape }, saved: [x] };
  },
  // ∂y/∂x_k = (Π_{i<k} x_i) (Π_{i>k} x_i): no division, so zeros do no harm.
  backward([x], grad, { axes, from, kept, count }) {
    if (x!.size === 0) return [x!.mul(0)];
    const order = [...from.keys()].sort(
      (a, b) => Number(axes.includes(a)) - Number(axes.includes(b)) || a - b,
    );
    const moved = permute(x!, order); // kept axes, then reduced ones
    const rows = moved.reshape([-1, count]);
    const others = shift(cumprodLast(rows, false), 1, 1).mul(shift(cumprodLast(rows, true), -1, 1));
    const back = order.map((_, axis) => order.indexOf(axis));
    return [permute(others.reshape(moved.shape), back).mul(grad.reshape(kept))];
  },
});

/**
 * Product over axes; 1 for no values. The gradient is right also where there are zeros.
 *
 *     y = Π x_i        ∂y/∂x_k = Π_{i≠k} x_i
 *
 * Shape: x `[...]` → without the reduced axes; booleans count as 0 and 1, int32.
 * @param options - `axis` (default all), `keepDims` (default false).
 * @throws {@link ShapeError} if an axis isn't there.
 * @example
 * await prod(tensor([[1, 2], [3, 4]]), { axis: 0 }).data(); // => [3, 8]
 */
export function prod(x: TensorLike, options: ReduceFunctionOptions = {}): Tensor {
  checkOptions('prod', options, reduceOptions);
  const input = toTensor('prod', x);
  const dtype = input.dtype === 'bool' ? 'int32' : input.dtype;
  return prodOp([cast(input, dtype)], resolveReduction('prod', input.shape, options));
}
