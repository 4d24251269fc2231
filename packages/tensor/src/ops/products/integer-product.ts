// internal
import { broadcastShapes, sizeOf } from '@neurona/backend';
import { zeros } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { add, mul } from '../elementwise/binary.js';
import { sliceAxis } from '../indexing/box.js';
import { sum } from '../reduce/reduce.js';
import { transpose } from '../shape/permute.js';
import { unsqueeze } from '../shape/squeeze.js';

const MOST_TERMS = 2 ** 22; // that lie in memory at once

/**
 * Matrix product of int32 tensors of at least two axes: exact where the sums fit; otherwise they wrap, as all int32 arithmetic
 * does. float32, which kernels multiply matrices in, would round beyond 2^24.
 */
export function integerProduct(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  return scoped(() => {
    const left = unsqueeze(transposeA ? transpose(a) : a, -2); // [..., M, 1, K]
    const right = unsqueeze(transposeB ? b : transpose(b), -3); // [..., 1, N, K]
    const length = left.shape.at(-1)!;
    const shape = broadcastShapes('matmul', left.shape.slice(0, -1), right.shape.slice(0, -1)); // [..., M, N]
    const step = Math.max(1, Math.floor(MOST_TERMS / Math.max(1, sizeOf(shape))));
    let total = zeros(shape, { dtype: 'int32', backend: a.backend });
    for (let k = 0; k < length; k += step) {
      const part = (x: Tensor): Tensor => sliceAxis(x, x.ndim - 1, k, Math.min(step, length - k));
      total = add(
        total,
        scoped(() => sum(mul(part(left), part(right)), { axis: -1 })),
      );
    }
    return total;
  });
}
