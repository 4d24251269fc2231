import {
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  sameShape,
} from '@neurona/backend';
import { defineOp, recordsGradient } from '../../autograd/define-op.js';
import { checkTensor, checkTensors } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { concat } from '../shape/concat.js';
import { scaledDotProductAttention } from './attention.js';
import { type AttentionMasks, readMasks, seenKeys, sharedKeys } from './attention-masks.js';
import { weightsOf } from './attention-scores.js';
import { matmul } from './matmul.js';

/** Some keys `[..., S, D]` and their values `[..., S, V]`. */
export interface AttentionBlock {
  readonly key: Tensor;
  readonly value: Tensor;
}

/** Settings of {@link blockAttention}. */
export interface BlockAttentionFunctionOptions {
  /** Bool, true where a query may attend to a key of the blocks in their order; broadcast to `[..., L, S]`. */
  readonly mask?: Tensor | undefined;
  /** What scores are multiplied by, default 1/√D. */
  readonly scale?: number | undefined;
}

const blockAttentionOptions: OptionTable<BlockAttentionFunctionOptions> = { mask: undefined, scale: 1 };

/** Most queries for which a kernel that takes them one by one is faster. */
const mostQueries = 8;

/**
 * Scaled dot-product attention of few queries to keys and values that lie in blocks: what a token needs of a cache that grows. Where the
 * backend has a kernel and no gradient is recorded, nothing is copied.
 *
 *     y = softmax(q [k_1, k_2, …]ᵀ · scale) [v_1, v_2, …]        scale = 1/√D
 *
 * Shape: query `[..., L, D]`, keys `[..., S_i, D]`, values `[..., S_i, V]` → `[..., L, V]`, leading axes alike.
 * @param blocks - At least one; S is the number of their keys.
 * @param options - `mask`, `scale` (1/√D).
 * @throws {@link ShapeError} if there is no block, or shapes don't fit; {@link DTypeError} if a mask is int32.
 * @example
 * const block = (x: number) => ({ key: ones([1, 2]), value: tensor([[x, 2 * x]]) });
 * await blockAttention(ones([1, 2]), [block(1), block(3)]).data(); // => [2, 4]
 */
export function blockAttention(
  query: Tensor,
  blocks: readonly AttentionBlock[],
  options: BlockAttentionFunctionOptions = {},
): Tensor {
  const { mask, scale } = checkOptions('blockAttention', options, blockAttentionOptions);
  checkBlocks(query, blocks);
  return scoped(() => {
    if (attendsInBlocks(query, blocks, mask)) {
      const settings = { scale: scale ?? 1 / Math.sqrt(query.shape.at(-1)!), count: blocks.length };
      const arrays = blocks.flatMap(({ key, value }) => [key, value]);
      return blockAttentionOp([query, ...arrays, ...keysSeen(query, blocks, mask)], settings);
    }
    if (blocks.length > 1) return composed(query, blocks, mask, scale);
    return scaledDotProductAttention(query, blocks[0]!.key, blocks[0]!.value, { mask, scale });
  });
}

/** Scores of all blocks, one softmax, the sum of what blocks give: no block is copied. */
function composed(
  query: Tensor,
  blocks: readonly AttentionBlock[],
  mask: Tensor | undefined,
  scale = 1 / Math.sqrt(query.shape.at(-1)!),
): Tensor {
  const scaled = query.mul(scale);
  const masks = readMasks('blockAttention', query, allKeys(blocks), mask);
  const seen = seenBlocks(blocks, masks);
  const products = seen.map(({ key }) => matmul(scaled, key, { transposeB: true }));
  const scores = concat(products, { axis: -1 }); // [..., L, S]
  const weights = weightsOf(scores, masks, { scale: 1, causal: false });
  let at = 0;
  const parts = seen.map(({ key, value }) => {
    const length = key.shape.at(-2)!;
    at += length;
    return matmul(weights.narrow(-1, at - length, length), value);
  });
  return parts.reduce((sum, part) => sum.add(part));
}

/** Blocks with zeros for keys that no query may attend to, and for their values. */
function seenBlocks(blocks: readonly AttentionBlock[], masks: AttentionMasks): readonly AttentionBlock[] {
  const { allowed } = masks;
  if (!allowed) return blocks;
  const isShared = allowed.shape.at(-1) === 1; // by all keys
  let at = 0;
  return blocks.map(({ key, value }) => {
    const length = key.shape.at(-2)!;
    at += length;
    const own = { ...masks, allowed: isShared ? allowed : allowed.narrow(-1, at - length, length) };
    return { key: seenKeys(key, own), value: seenKeys(value, own) };
  });
}

/** The keys of all blocks, as masks see them. */
function allKeys(blocks: readonly AttentionBlock[]): { readonly shape: number[] } {
  const shape = [...blocks[0]!.key.shape];
  shape[shape.length - 2] = blocks.reduce((sum, { key }) => sum + key.shape.at(-2)!, 0);
  return { shape };
}

const blockAttentionOp = defineOp<readonly Tensor[], { readonly scale: number; readonly count: number }>({
  name: 'blockAttention',
  forward(kernels, [query, ...rest], { scale, count }) {
    const blocks = Array.from({ length: count }, (_, i) => ({ key: rest[2 * i]!, value: rest[2 * i + 1]! }));
    return { output: kernels.blockAttention!(query!, blocks, { scale, allowed: rest[2 * count] }) };
  },
});

/** Whether there is a kernel for these: it has no gradient, and masks that are the same for all queries. */
function attendsInBlocks(
  query: Tensor,
  blocks: readonly AttentionBlock[],
  mask: Tensor | undefined,
): boolean {
  const arrays = [query, ...blocks.flatMap(({ key, value }) => [key, value])];
  return (
    query.backend.kernels.blockAttention !== undefined &&
    query.shape.at(-2)! <= mostQueries &&
    (!mask || (mask.dtype === 'bool' && (mask.ndim < 2 || mask.shape.at(-2) === 1))) &&
    arrays.every(({ dtype }) => dtype === 'float32') &&
    !recordsGradient(arrays)
  );
}

/** The mask as the kernel takes it, `[A, S]`; none where there is none. */
function keysSeen(query: Tensor, blocks: readonly AttentionBlock[], mask: Tensor | undefined): Tensor[] {
  if (!mask) return [];
  return [sharedKeys(readMasks('blockAttention', query, allKeys(blocks), mask))!];
}

function checkBlocks(query: Tensor, blocks: readonly AttentionBlock[]): void {
  const q = checkTensor('blockAttention', query).shape;
  for (const block of checkArgument('blockAttention', 'blocks', blocks, 'list')) {
    const { key, value } = checkArgument('blockAttention', 'a block', block, 'record');
    checkTensors('blockAttention', 'key and value', [key, value]);
  }
  const width = blocks[0]?.value.shape.at(-1);
  const fits = ({ key, value }: AttentionBlock): boolean => {
    const [k, v] = [key.shape, value.shape];
    const leading = [...q.slice(0, -2), k.at(-2)!];
    return sameShape(k, [...leading, q.at(-1)!]) && sameShape(v, [...leading, width!]);
  };
  if (q.length >= 2 && blocks.length > 0 && blocks.every(fits)) return;
  throw new ShapeError('blockAttention', {
    expected: 'query [..., L, D] and blocks of key [..., S, D] and value [..., S, V]',
    received: [q, ...blocks.flatMap(({ key, value }) => [key.shape, value.shape])]
      .map(describeShape)
      .join(', '),
  });
}
