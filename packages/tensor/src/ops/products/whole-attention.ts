// internal
import { type AttentionOptions, type Shape, sameShape, sizeOf } from '@neurona/backend';
import { defineMultiOp } from '../../autograd/define-op.js';
import { isGradEnabled } from '../../autograd/grad-mode.js';
import { scoped } from '../../memory/scope.js';
import { dropoutFactors } from '../../random/dropout.js';
import type { Tensor } from '../../tensor.js';
import { softmaxGrad } from '../reduce/softmax-grad.js';
import { broadcastTo } from '../shape/broadcast-to.js';
import { reshape } from '../shape/reshape.js';
import { sumTo } from '../shape/sum-to.js';
import { weightsOf } from './attention-scores.js';
import { matmul } from './matmul.js';

/** Most features of a head that a thread of a GPU keeps. */
const mostFeatures = 128;
/** Fewest queries for which it is faster: scores of few stay in the caches, and are not computed again for the gradient. */
const fewestQueries = 96;

type Operands = readonly [query: Tensor, key: Tensor, value: Tensor];

/** Whether there is a kernel for attention of these: heads of keys are those of queries, or shared by the last axes. */
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

/** Settings but the mask, which is an operand. */
type Settings = Omit<AttentionOptions, 'allowed'>;

const attentionOp = defineMultiOp<readonly Tensor[], Settings>({
  name: 'attention',
  forward(kernels, inputs, settings) {
    const [query, key, value, allowed] = inputs as [...Operands, Tensor?];
    const { output, logSum } = kernels.attention!({ query, key, value }, { ...settings, allowed });
    return { outputs: [output, logSum], saved: [...inputs, output, logSum] };
  },
  backward(saved, [grad], settings) {
    if (!grad) return [undefined, undefined, undefined, undefined];
    const [query, key, value, ...rest] = saved as [...Operands, ...Tensor[]];
    const [output, logSum] = rest.slice(-2) as [Tensor, Tensor];
    const mask = rest.slice(0, -2);
    // Where it is to be differentiated it is composed.
    const slopes = isGradEnabled()
      ? composedGrads(grad, [query, key, value], mask[0], settings)
      : gradOp([grad, query, key, value, output, logSum, ...mask], settings);
    return [...slopes, undefined];
  },
});

const gradOp = defineMultiOp<readonly Tensor[], Settings>({
  name: 'attentionGrad',
  forward(kernels, inputs, settings) {
    const [grad, query, key, value, output, logSum, allowed] = inputs as [
      Tensor,
      ...Operands,
      Tensor,
      Tensor,
      Tensor?,
    ];
    const options = { ...settings, allowed };
    const slopes = kernels.attentionGrad!(grad, { query, key, value }, { output, logSum }, options);
    return { outputs: [slopes.query, slopes.key, slopes.value] };
  },
});

/** dV = (P D)ᵀ G, dS = scale · P · (D · G Vᵀ - its mean by P), dQ = dS K, dK = dSᵀ Q, with D the factors of dropout. */
function composedGrads(
  grad: Tensor,
  [query, key, value]: Operands,
  allowed: Tensor | undefined,
  { scale, dropout, ...range }: Settings,
): Tensor[] {
  const scores = matmul(query.mul(scale), key, { transposeB: true });
  const masks = { allowed: allowed && forEachHead(allowed, scores.shape), added: [], shape: scores.shape };
  const weights = weightsOf(scores, masks, { ...range, scale: 1 });
  const factors = dropout && dropoutFactors(scores.shape, dropout, scores.backend);
  const dropped = (x: Tensor): Tensor => (factors ? x.mul(factors) : x);
  const slopes = softmaxGrad(dropped(matmul(grad, value, { transposeB: true })), weights, scale);
  return [
    matmul(slopes, key),
    sumTo(matmul(slopes, query, { transposeA: true }), key.shape),
    sumTo(matmul(dropped(weights), grad, { transposeA: true }), value.shape),
  ];
}

/** A mask of keys `[A, S]` for the heads of scores `[..., L, S]`: `[..., 1, S]`. */
function forEachHead(allowed: Tensor, shape: Shape): Tensor {
  const [parts, keys] = allowed.shape as [number, number];
  const leading = shape.slice(0, -2);
  const shared = broadcastTo(reshape(allowed, [parts, 1, keys]), [parts, sizeOf(leading) / parts, keys]);
  return reshape(shared, [...leading, 1, keys]);
}

/** Settings with their defaults left out. */
type Wishes = { readonly [Name in keyof Settings]?: Settings[Name] | undefined };

/**
 * Attention whose scores are written in parts only.
 * @param allowed - Which keys are seen, bool `[A, S]`, as the kernel takes it.
 */
export const wholeAttention = (
  [query, key, value]: Operands,
  { causal = false, scale = 1 / Math.sqrt(query.shape.at(-1)!), offset, window, dropout }: Wishes,
  allowed?: Tensor,
): Tensor => {
  const operands = allowed ? [query, key, value, allowed] : [query, key, value];
  return scoped(() => attentionOp(operands, { causal, scale, offset, window, dropout })[0]!);
};
