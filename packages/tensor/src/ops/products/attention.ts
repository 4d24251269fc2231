import {
  broadcastShapes,
  checkOptions,
  DTypeError,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
import { defineOp } from '../../autograd/define-op.js';
import { arange } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { dropout } from '../../random/dropout.js';
import type { Generator } from '../../random/generator.js';
import type { Tensor } from '../../tensor.js';
import { where } from '../elementwise/where.js';
import { softmax } from '../reduce/softmax.js';
import { softmaxGrad } from '../reduce/softmax-grad.js';
import { broadcastTo } from '../shape/broadcast-to.js';
import { reshape } from '../shape/reshape.js';
import { matmul } from './matmul.js';

/** Settings of {@link attentionWeights}. */
export interface AttentionWeightsOptions {
  /**
   * Who may look where, broadcast to `[..., L, S]`: bool, true where looking is allowed, or float32, added to the scores. Of
   * several all hold.
   */
  readonly mask?: Tensor | readonly Tensor[] | undefined;
  /** Whether query i sees keys 0 to i alone, default false. */
  readonly causal?: boolean | undefined;
  /** What scores are multiplied by, default 1/√D. */
  readonly scale?: number | undefined;
}

const attentionWeightsOptions: OptionTable<AttentionWeightsOptions> = { mask: [], causal: false, scale: 1 };

/** Settings of {@link scaledDotProductAttention}. */
export interface AttentionOptions extends AttentionWeightsOptions {
  /** Probability with which a weight is dropped, default 0. Pass it in training only. */
  readonly dropout?: number | undefined;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator | undefined;
}

const attentionOptions: OptionTable<AttentionOptions> = {
  ...attentionWeightsOptions,
  dropout: 0,
  rng: undefined,
};

/** Below every score, and still a number: rows in which nothing is allowed don't become NaN. */
const forbidden = -1e30;

/**
 * How much each query looks at each key; each row sums to 1. A query that boolean masks allow no key gets zeros.
 *
 *     w = softmax(q kᵀ · scale + mask)        along the keys
 *
 * Shape: query `[..., L, D]`, key `[..., S, D]` → `[..., L, S]`, leading axes broadcast.
 * @param options - `mask`, `causal` (false), `scale` (1/√D).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if a mask is int32.
 * @example
 * await attentionWeights(ones([2, 4]), ones([2, 4]), { causal: true }).array(); // => [[1, 0], [0.5, 0.5]]
 */
export function attentionWeights(query: Tensor, key: Tensor, options: AttentionWeightsOptions = {}): Tensor {
  checkOptions('attentionWeights', options, attentionWeightsOptions);
  checkOperands('attentionWeights', query, key);
  return scoped(() => weigh('attentionWeights', query, key, options));
}

/**
 * Attention: for each query a mean of the values, weighted by how well the keys fit.
 *
 *     y = softmax(q kᵀ · scale + mask) v        scale = 1/√D
 *
 * Shape: query `[..., L, D]`, key `[..., S, D]`, value `[..., S, V]` → `[..., L, V]`, leading axes broadcast.
 * @param query - What is looked for.
 * @param key - What there is to be found.
 * @param value - What is taken from where it is found.
 * @param options - `mask`, `causal` (false), `scale` (1/√D), `dropout` (0), `rng`.
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if a mask is int32; {@link ArgumentError} if the dropout is
 * no probability.
 * @example
 * const [q, k] = [zeros([1, 2]), ones([2, 2])];
 * await scaledDotProductAttention(q, k, tensor([[1, 0], [3, 8]])).data(); // => [2, 4]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  checkOptions('scaledDotProductAttention', options, attentionOptions);
  const subject = 'scaledDotProductAttention';
  checkOperands(subject, query, key, value);
  return scoped(() => {
    const weights = weigh(subject, query, key, options); // [..., L, S]
    const { dropout: probability = 0, rng } = options;
    return matmul(probability === 0 ? weights : dropout(weights, probability, rng && { rng }), value);
  });
}

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

function weigh(
  subject: string,
  query: Tensor,
  key: Tensor,
  { mask = [], causal = false, scale = 1 / Math.sqrt(query.shape.at(-1)!) }: AttentionWeightsOptions,
): Tensor {
  const masks = [mask].flat() as Tensor[];
  const added = masks.filter(({ dtype }) => dtype === 'float32');
  const isFused = query.backend.kernels.attentionSoftmax && added.length === 0;
  const scaled = isFused || scale === 1 ? query : query.mul(scale);
  const scores = matmul(scaled, key, { transposeB: true }); // [..., L, S]
  for (const item of masks) checkMask(subject, item, scores);
  const allowed = masks.filter(({ dtype }) => dtype === 'bool');
  const isAllowed = allowed.length > 0 ? allowed.reduce((both, item) => both.logicalAnd(item)) : undefined;
  if (!isFused) {
    const sum = added.reduce((total, item) => total.add(item), scores);
    return composedWeights(sum, causal, isAllowed);
  }
  const operands = isAllowed ? [scores, sharedMask(isAllowed, scores.shape)] : [scores];
  return weighOp(operands, { scale, causal });
}

function composedWeights(scores: Tensor, causal: boolean, allowed: Tensor | undefined): Tensor {
  if (!causal && !allowed) return softmax(scores);
  const triangle = causal ? causalMask(scores) : undefined;
  const isAllowed = triangle && allowed ? triangle.logicalAnd(allowed) : (triangle ?? allowed)!;
  const weights = softmax(where(isAllowed, scores, forbidden));
  return allowed ? where(isAllowed, weights, 0) : weights; // a causal row is never empty
}

/** A mask as kernels take it, `[A, M, S]`: the parts that leading axes share are not repeated. */
function sharedMask(mask: Tensor, shape: Shape): Tensor {
  const sizes = [...new Array<number>(shape.length - mask.ndim).fill(1), ...mask.shape];
  const [leading, [queries, keys]] = [sizes.slice(0, -2), sizes.slice(-2) as [number, number]];
  const parts = leading.findLastIndex((size) => size !== 1) + 1; // axes of A; the others share
  const fits = leading.slice(0, parts).every((size, axis) => size === shape[axis]);
  const isWhole = keys === shape.at(-1);
  if (fits && isWhole) return reshape(mask, [sizeOf(leading), queries, keys]);
  return reshape(broadcastTo(mask, shape), [sizeOf(shape.slice(0, -2)), ...shape.slice(-2)]);
}

/** Whether key j is not behind query i, `[L, S]`. */
function causalMask(scores: Tensor): Tensor {
  const [queries, keys] = scores.shape.slice(-2) as [number, number];
  const { backend } = scores;
  const i = reshape(arange(0, queries, 1, { dtype: 'int32', backend }), [queries, 1]);
  return i.greaterEqual(arange(0, keys, 1, { dtype: 'int32', backend }));
}

function checkOperands(subject: string, query: Tensor, key: Tensor, value?: Tensor): void {
  const shapes = [query, key, ...(value ? [value] : [])].map(({ shape }) => shape);
  const fits =
    shapes.every((shape) => shape.length >= 2) &&
    query.shape.at(-1) === key.shape.at(-1) &&
    (!value || value.shape.at(-2) === key.shape.at(-2));
  if (!fits) {
    throw new ShapeError(subject, {
      expected: `query [..., L, D]${value ? ', key [..., S, D] and value [..., S, V]' : ' and key [..., S, D]'}`,
      received: shapes.map(describeShape).join(', '),
    });
  }
}

function checkMask(subject: string, mask: Tensor, scores: Tensor): void {
  if (mask.dtype === 'int32') {
    throw new DTypeError(subject, {
      expected: 'a mask of dtype bool or float32',
      received: 'int32',
      hint: "Use mask.cast('bool'): true is where looking is allowed.",
    });
  }
  const { shape } = scores;
  if (describeShape(broadcastShapes(subject, mask.shape, shape)) === describeShape(shape)) return;
  throw new ShapeError(subject, {
    expected: `a mask that broadcasts to the scores' shape ${describeShape(shape)}`,
    received: describeShape(mask.shape),
  });
}
