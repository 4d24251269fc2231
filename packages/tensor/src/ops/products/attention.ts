import {
  type AttentionDropout,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sizeOf,
} from '@neurona/backend';
import { checkTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import { dropout } from '../../random/dropout.js';
import { checkGenerator, defaultGenerator, type Generator } from '../../random/generator.js';
import { isDrawEnabled } from '../../random/without-draws.js';
import type { Tensor } from '../../tensor.js';
import {
  type AttentionMasks,
  checkRange,
  hidesKeysAlone,
  lookingQueries,
  readMasks,
  seenKeys,
  sharedKeys,
} from './attention-masks.js';
import { weightsOf } from './attention-scores.js';
import { matmul } from './matmul.js';
import { isWhole, wholeAttention } from './whole-attention.js';

/** Settings of {@link attentionWeights}. */
export interface AttentionWeightsFunctionOptions {
  /**
   * Which query may attend to which key, broadcast to `[..., L, S]`: bool, true where attention is allowed, or float32, added
   * to the scores, where -∞ forbids it. Several masks all apply.
   */
  readonly mask?: Tensor | readonly Tensor[] | undefined;
  /** Whether query i attends only to keys 0 to i, default false. */
  readonly causal?: boolean | undefined;
  /** With `causal`, the key at which the first query stands, default 0: query i attends to keys up to `offset` + i. */
  readonly offset?: number | undefined;
  /** With `causal`, to how many keys a query attends at most, the last of them: a sliding window. Default all. */
  readonly window?: number | undefined;
  /** What scores are multiplied by, default 1/√D. */
  readonly scale?: number | undefined;
}

const attentionWeightsOptions: OptionTable<AttentionWeightsFunctionOptions> = {
  mask: [],
  causal: false,
  offset: 0,
  window: undefined,
  scale: 1,
};

/** Settings of {@link scaledDotProductAttention}. */
export interface AttentionFunctionOptions extends AttentionWeightsFunctionOptions {
  /** Probability with which a weight is dropped, default 0. Pass it in training only. */
  readonly dropout?: number | undefined;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator | undefined;
}

const attentionOptions: OptionTable<AttentionFunctionOptions> = {
  ...attentionWeightsOptions,
  dropout: 0,
  rng: undefined,
};

/**
 * Attention weights of each query over the keys; each row sums to 1. A query without an allowed key gets zeros. A key that no
 * query may attend to has no influence, even if it is NaN.
 *
 *     w = softmax(q kᵀ · scale + mask)        along the keys
 *
 * Shape: query `[..., L, D]`, key `[..., S, D]` → `[..., L, S]`, leading axes broadcast.
 * @param options - `mask`, `causal` (false), `offset` (0), `window`, `scale` (1/√D).
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if a mask is int32; {@link ArgumentError} if `offset` or
 * `window` is no whole number, or without `causal`.
 * @example
 * await attentionWeights(ones([2, 4]), ones([2, 4]), { causal: true }).array(); // => [[1, 0], [0.5, 0.5]]
 */
export function attentionWeights(
  query: Tensor,
  key: Tensor,
  options: AttentionWeightsFunctionOptions = {},
): Tensor {
  checkOptions('attentionWeights', options, attentionWeightsOptions);
  checkOperands('attentionWeights', query, key);
  checkRange('attentionWeights', options);
  return scoped(() => weigh(query, key, readMasks('attentionWeights', query, key, options.mask), options));
}

/**
 * Scaled dot-product attention: for each query the mean of the values, weighted by how well their keys match the query.
 *
 *     y = softmax(q kᵀ · scale + mask) v        scale = 1/√D
 *
 * With boolean masks alone that are the same for all queries (padding of keys, of a shape that broadcasts to `[..., 1, S]`), or none, causal or
 * not, in a window or not, with dropout or not, the scores of many queries are never written out: memory grows with the length, not with its
 * square.
 *
 * Shape: query `[..., L, D]`, key `[..., S, D]`, value `[..., S, V]` → `[..., L, V]`, leading axes broadcast.
 * @param query - One for each result.
 * @param key - Compared with the queries.
 * @param value - One for each key; their weighted means are returned.
 * @param options - `mask`, `causal` (false), `offset` (0), `window`, `scale` (1/√D), `dropout` (0), `rng`.
 * @throws {@link ShapeError} if the shapes don't fit; {@link DTypeError} if a mask is int32; {@link ArgumentError} if the
 * dropout is no probability, or `offset` or `window` no whole number, or without `causal`.
 * @example
 * const [q, k] = [zeros([1, 2]), ones([2, 2])];
 * await scaledDotProductAttention(q, k, tensor([[1, 0], [3, 8]])).data(); // => [2, 4]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionFunctionOptions = {},
): Tensor {
  checkOptions('scaledDotProductAttention', options, attentionOptions);
  const subject = 'scaledDotProductAttention';
  checkOperands(subject, query, key, value);
  checkRange(subject, options);
  return scoped(() => {
    const masks = readMasks(subject, query, key, options.mask);
    const { dropout: probability = 0, rng } = options;
    const isFusible = probability === 0 || (probability > 0 && probability < 1 && isDrawEnabled());
    if (isFusible && hidesKeysAlone(masks) && isWhole(query, key, value)) {
      const operands = [lookingQueries(query, masks), seenKeys(key, masks), seenKeys(value, masks)] as const;
      if (isWhole(...operands)) {
        const { causal, scale, offset, window } = options;
        const settings = { causal, scale, offset, window, dropout: dropped(masks, options) };
        return wholeAttention(operands, settings, sharedKeys(masks));
      }
    }
    const weights = weigh(query, key, masks, options); // [..., L, S]
    const kept = probability === 0 ? weights : dropout(weights, probability, rng && { rng });
    return matmul(kept, seenKeys(value, masks));
  });
}

/** Which weights the kernel drops: those that {@link dropout} would. */
function dropped(
  { shape }: AttentionMasks,
  { dropout: probability = 0, rng = defaultGenerator() }: AttentionFunctionOptions,
): AttentionDropout | undefined {
  if (probability === 0) return undefined;
  return { probability, ...checkGenerator('dropout', rng).take(sizeOf(shape)) };
}

function weigh(
  query: Tensor,
  key: Tensor,
  masks: AttentionMasks,
  options: AttentionWeightsFunctionOptions,
): Tensor {
  const { causal = false, scale = 1 / Math.sqrt(query.shape.at(-1)!), offset, window } = options;
  const isFused = query.backend.kernels.attentionSoftmax !== undefined;
  const isScaledLater = isFused && masks.added.length === 0;
  const [q, k] = [lookingQueries(query, masks), seenKeys(key, masks)];
  const products = matmul(isScaledLater || scale === 1 ? q : q.mul(scale), k, { transposeB: true }); // [..., L, S]
  return weightsOf(products, masks, { scale: isScaledLater ? scale : 1, causal, offset, window });
}

function checkOperands(subject: string, ...operands: [query: Tensor, key: Tensor, value?: Tensor]): void {
  const shapes = operands.map((x) => checkTensor(subject, x!).shape);
  const [query, key, value] = shapes as [Shape, Shape, Shape?];
  const fits =
    shapes.every((shape) => shape.length >= 2) &&
    query.at(-1) === key.at(-1) &&
    (!value || value.at(-2) === key.at(-2));
  if (!fits) {
    throw new ShapeError(subject, {
      expected: `query [..., L, D]${value ? ', key [..., S, D] and value [..., S, V]' : ' and key [..., S, D]'}`,
      received: shapes.map(describeShape).join(', '),
    });
  }
}
