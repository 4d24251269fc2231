// internal
import { type AttentionOptions, sameShape, sizeOf } from '@neurona/backend';
import { defineMultiOp } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { softmaxGrad } from '../reduce/softmax-grad.js';
import { sumTo } from '../shape/sum-to.js';
import { weightsOf } from './attention-scores.js';
import { matmul } from './matmul.js';

/** Most features of a head that a thread of a GPU keeps. */
const mostFeatures = 128;
/** Fewest queries for which it is faster: scores of few stay in the caches, and are not computed again for the gradient. */
const fewestQueries = 96;

type Operands = readonly [query: Tensor, key: Tensor, value: Tensor];

/** Whether there is a kernel for attention of these, without masks: heads of keys are those of queries, or shared by the last axes. */
export function isWhole(...operands: Operands): boolean {
  const [query, key, value] = operands;
  const { kernels } = query.backend;
  const [q, k, v] = operands.map(({ shape }) => shape.slice(0, -2)) as [number[], number[], number[]];
  const own = k.findLastIndex((size) => size !== 1) + 1; // axes that are not shared
  return (
    kernels.attention !== undefined &&
    kernels.attentionGrad !== undefined &&
    operands.every(({ dtype, shape }) => dtype === 'float32' && sizeOf(shape) > 0) &&
    query.shape.at(-2)! >= fewestQueries &&
    Math.max(key.shape.at(-1)!, value.shape.at(-1)!) <= mostFeatures &&
    q.length === k.length &&
    sameShape(k, v) &&
    sameShape(q.slice(0, own), k.slice(0, own))
  );
}

const attentionOp = defineMultiOp<Operands, AttentionOptions>({
  name: 'attention',
  forward(kernels, [query, key, value], options) {
    const { output, logSum } = kernels.attention!({ query, key, value }, options);
    return { outputs: [output, logSum], saved: [query, key, value, output, logSum] };
  },
  backward(saved, [grad], options) {
    const [query, key, value, output, logSum] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    if (!grad) return [undefined, undefined, undefined];
    // Where it is to be differentiated it is composed.
    if (isGradEnabled()) return composedGrads(grad, [query, key, value], options);
    return gradOp([grad, query, key, value, output, logSum], options);
  },
});

const gradOp = defineMultiOp<readonly Tensor[], AttentionOptions>({
  name: 'attentionGrad',
  forward(kernels, inputs, options) {
    const [grad, query, key, value, output, logSum] = inputs as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const slopes = kernels.attentionGrad!(grad, { query, key, value }, { output, logSum }, options);
    return { outputs: [slopes.query, slopes.key, slopes.value] };
  },
});

/** dV = Pᵀ G, dS = scale · P · (G Vᵀ - its mean by P), dQ = dS K, dK = dSᵀ Q. */
function composedGrads(
  grad: Tensor,
  [query, key, value]: Operands,
  { scale, ...seen }: AttentionOptions,
): Tensor[] {
  const scores = matmul(query.mul(scale), key, { transposeB: true });
  const masks = { allowed: undefined, added: [], shape: scores.shape };
  const weights = weightsOf(scores, masks, { ...seen, scale: 1 });
  const slopes = softmaxGrad(matmul(grad, value, { transposeB: true }), weights, scale);
  return [
    matmul(slopes, key),
    sumTo(matmul(slopes, query, { transposeA: true }), key.shape),
    sumTo(matmul(weights, grad, { transposeA: true }), value.shape),
  ];
}

/** Attention whose scores are written in parts only. */
export const wholeAttention = (
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions,
): Tensor => scoped(() => attentionOp([query, key, value], options)[0]!);
