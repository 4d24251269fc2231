// internal
import { defineOp } from '../../autograd/define-op.js';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';
import { softmax } from '../reduce/softmax.js';
import { softmaxGrad } from '../reduce/softmax-grad.js';
import { type AttentionMasks, type CausalRange, causalMask, sharedMask } from './attention-masks.js';

interface Weighing {
  readonly scale: number;
  readonly causal: boolean;
}

const weighOp = defineOp<readonly Tensor[], Weighing>({
  name: 'attentionSoftmax',
  forward(kernels, [scores, allowed], settings) {
    const weights = kernels.attentionSoftmax!(scores!, { ...settings, allowed });
    return { output: weights, saved: [weights] };
  },
  // What is not allowed has no weight, and so no gradient.
  backward: ([weights], grad, { scale }) => [softmaxGrad(grad, weights!, scale), undefined],
});

/** Weights from products of queries and keys; `scale` is 1 where masks add numbers, or there is no kernel. */
export function weightsOf(
  products: Tensor,
  { allowed, added, shape }: Pick<AttentionMasks, 'allowed' | 'added' | 'shape'>,
  { scale, causal, ...range }: Weighing & CausalRange,
): Tensor {
  const scores = added.reduce((sum, item) => sum.add(item), products);
  const isTriangle = causal && !range.offset && range.window === undefined;
  const isFused = products.backend.kernels.attentionSoftmax !== undefined;
  const near = causal && !(isFused && isTriangle) ? causalMask(scores, range) : undefined;
  const seen = near && allowed ? near.logicalAnd(allowed) : (near ?? allowed);
  if (!isFused) return composedWeights(scores, seen, added.length > 0);
  const operands = seen ? [scores, sharedMask(seen, shape)] : [scores];
  return weighOp(operands, { scale, causal: causal && isTriangle });
}

function composedWeights(scores: Tensor, allowed: Tensor | undefined, isMasked: boolean): Tensor {
  if (!allowed && !isMasked) return softmax(scores);
  const seen = allowed ? where(allowed, scores, Number.NEGATIVE_INFINITY) : scores;
  const isEmpty = seen.detach().max({ axis: -1, keepDims: true }).equal(Number.NEGATIVE_INFINITY); // [..., L, 1]
  return where(isEmpty, 0, softmax(where(isEmpty, 0, seen)));
}
