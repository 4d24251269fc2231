import {
  checkOptions,
  type DeviceArray,
  type DType,
  type KernelTable,
  type OptionTable,
  resolveAxis,
} from '@neurona/backend';
import { defineOp, type Op } from '../../autograd/define-op.js';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { cast } from '../elementwise/cast.js';
import { shift } from '../elementwise/shift.js';
import { moveAxis } from '../shape/permute.js';

interface Cumulation {
  readonly axis: number;
  /** Whether it runs from the end. */
  readonly reverse: boolean;
}

function cumulate(
  kernels: KernelTable,
  op: 'sum' | 'prod',
  x: Tensor,
  { axis, reverse }: Cumulation,
): DeviceArray {
  if (!reverse) return kernels.cumulate(op, x, axis);
  const turned = kernels.reverse(x, [axis]);
  const sums = kernels.cumulate(op, turned, axis);
  const output = kernels.reverse(sums, [axis]);
  x.backend.free(turned);
  x.backend.free(sums);
  return output;
}

const cumsumOp: Op<readonly [Tensor], Cumulation> = defineOp({
  name: 'cumsum',
  forward: (kernels, [x], run) => ({ output: cumulate(kernels, 'sum', x, run) }),
  backward: (_saved, grad, { axis, reverse }) => [cumsumOp([grad], { axis, reverse: !reverse })],
});

/** Along the last axis. */
const cumprodOp = defineOp<readonly [Tensor], Pick<Cumulation, 'reverse'>>({
  name: 'cumprod',
  forward(kernels, [x], { reverse }) {
    const y = cumulate(kernels, 'prod', x, { axis: x.ndim - 1, reverse });
    return { output: y, saved: [x, y] };
  },
  // ∂L/∂x_k = (Π_{j<k} x_j) · s_k,   s_k = g_k + x_{k+1} s_{k+1}: no division, so zeros do no harm.
  backward([x, y], grad, { reverse }) {
    const forward = reverse ? -1 : 1;
    return [shift(y!, forward, 1).mul(recurrence(grad, shift(x!, -forward, 0), -forward))];
  },
});

/** s_k = g_k + a_k s_{k+1} (or s_{k-1}, by the direction), in log₂ n steps that double the reach. */
function recurrence(g: Tensor, a: Tensor, direction: number): Tensor {
  const size = g.shape.at(-1)!;
  let [s, factor] = [g, a];
  for (let reach = 1; reach < size; reach *= 2) {
    s = s.add(factor.mul(shift(s, direction * reach, 0)));
    if (2 * reach < size) factor = factor.mul(shift(factor, direction * reach, 0));
  }
  return s;
}

/** @internal Running product along the last axis, from the front or from the end. */
export const cumprodLast = (x: Tensor, reverse: boolean): Tensor => cumprodOp([x], { reverse });

const numeric = (dtype: DType): DType => (dtype === 'bool' ? 'int32' : dtype);

/** Settings of {@link cumsum} and {@link cumprod}. */
export interface CumulateFunctionOptions {
  /** The axis to run along, default the last. */
  readonly axis?: number;
}

const cumulateOptions: OptionTable<CumulateFunctionOptions> = { axis: -1 };

/**
 * Running sum along an axis.
 *
 *     y_k = Σ_{i ≤ k} x_i
 *
 * Shape: x `[...]` → same shape; booleans count as 0 and 1, int32.
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await cumsum(tensor([[1, 2, 3], [4, 5, 6]])).array(); // => [[1, 3, 6], [4, 9, 15]]
 */
export function cumsum(x: TensorLike, options: CumulateFunctionOptions = {}): Tensor {
  const { axis = -1 } = checkOptions('cumsum', options, cumulateOptions);
  const input = toTensor('cumsum', x);
  const resolved = resolveAxis('cumsum', axis, input.ndim);
  return cumsumOp([cast(input, numeric(input.dtype))], { axis: resolved, reverse: false });
}

/**
 * Running product along an axis. The gradient is right also where there are zeros.
 *
 *     y_k = Π_{i ≤ k} x_i
 *
 * Shape: x `[...]` → same shape; booleans count as 0 and 1, int32.
 * @param options - `axis`, default the last.
 * @throws {@link ShapeError} if the axis isn't there.
 * @example
 * await cumprod(tensor([1, 2, 3, 4])).data(); // => [1, 2, 6, 24]
 */
export function cumprod(x: TensorLike, options: CumulateFunctionOptions = {}): Tensor {
  const { axis = -1 } = checkOptions('cumprod', options, cumulateOptions);
  const input = toTensor('cumprod', x);
  const resolved = resolveAxis('cumprod', axis, input.ndim);
  return scoped(() => {
    const last = moveAxis(cast(input, numeric(input.dtype)), resolved, -1);
    return moveAxis(cumprodLast(last, false), -1, resolved);
  });
}
