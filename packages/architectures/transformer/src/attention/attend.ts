// internal
import type { AttentionHeads } from '@neurona/layers';
import { attentionWeights, blockAttention, scaledDotProductAttention, type Tensor } from '@neurona/tensor';
import { joined, type KeyValueBlocks, type KeyValues, lengthOf } from './key-value-state.js';

/** How queries see keys. */
export interface Sight {
  /** Bool `[N, 1, L, S]`, or `[N, 1, 1, S]`, true where a query may attend to a key. */
  readonly mask?: Tensor | undefined;
  /** Whether query i attends only to keys up to `offset` + i. */
  readonly causal?: boolean | undefined;
  /** The key at which the first query stands, default 0. */
  readonly offset?: number | undefined;
  /** To how many keys a query attends at most, default all. */
  readonly window?: number | undefined;
}

/** How queries see keys, and what is dropped. */
export interface AttendOptions extends Sight {
  /** Probability with which a weight is dropped. */
  readonly dropout?: number;
}

/** Heads of features: `[N, L, H · D]` → `[N, H, L, D]`. */
export function splitHeads(x: Tensor, heads: number): Tensor {
  const [batch, length, features] = x.shape as [number, number, number];
  if (length === 1) return x.reshape([batch, heads, 1, features / heads]); // a token's: nothing to move
  return x.reshape([batch, length, heads, -1]).permute([0, 2, 1, 3]);
}

/** Features of heads: `[N, H, L, D]` → `[N, L, H · D]`. */
export function joinHeads(x: Tensor): Tensor {
  const [batch, heads, length, size] = x.shape as [number, number, number, number];
  const features = [batch, length, heads * size];
  return (length === 1 ? x : x.permute([0, 2, 1, 3])).reshape(features);
}

/** Attention of a token sees the keys that are there: those of a window are kept alone. */
const seesAll = (q: Tensor, blocks: KeyValueBlocks, { causal, offset = 0, window }: Sight): boolean => {
  const keys = lengthOf(blocks);
  return q.shape[2] === 1 && (!causal || (offset === keys - 1 && (window ?? keys) >= keys));
};

/**
 * Attention of queries `[N, H, L, D]` to keys and values `[N, G, S, D]`, each of which is shared by H / G heads → `[N, H, L, D]`.
 * @see Ainslie et al., "GQA: Training Generalized Multi-Query Transformer Models from Multi-Head Checkpoints", 2023, arXiv:2305.13245
 */
export function attend(q: Tensor, blocks: KeyValueBlocks, options: AttendOptions): Tensor {
  if (seesAll(q, blocks, options) && !options.dropout) return attendBlocks(q, blocks, options.mask);
  return attendWhole(q, joined(blocks), options);
}

/** Attention of one query of each head to blocks, none of which is copied. The heads of a group stand where queries do. */
function attendBlocks(q: Tensor, blocks: KeyValueBlocks, mask: Tensor | undefined): Tensor {
  const [batch, heads, , size] = q.shape as [number, number, number, number];
  const groups = blocks[0]!.keys.shape[1]!;
  const queries = q.reshape([batch, groups, heads / groups, size]);
  const arrays = blocks.map(({ keys, values }) => ({ key: keys, value: values }));
  return blockAttention(queries, arrays, { mask }).reshape(q.shape);
}

function attendWhole(q: Tensor, { keys: k, values: v }: KeyValues, options: AttendOptions): Tensor {
  const [batch, heads, length, size] = q.shape as [number, number, number, number];
  const groups = k.shape[1]!;
  if (groups === heads) return scaledDotProductAttention(q, k, v, options);
  const shared = heads / groups;
  const grouped = q.reshape([batch, groups, shared, length, size]);
  const settings = { ...options, mask: options.mask?.unsqueeze(1) };
  const outputs = scaledDotProductAttention(grouped, k.unsqueeze(2), v.unsqueeze(2), settings);
  return outputs.reshape(q.shape);
}

/** What heads compute, to look at: keys and values that a group shares stand for each of its heads. */
export function headsOf(
  query: Tensor,
  blocks: KeyValueBlocks,
  { mask, causal, offset, window }: Sight,
): AttentionHeads {
  const [batch, heads] = query.shape as [number, number];
  const forEachHead = (x: Tensor): Tensor => {
    const [, groups, length, size] = x.shape as [number, number, number, number];
    if (groups === heads) return x;
    return x
      .unsqueeze(2)
      .broadcastTo([batch, groups, heads / groups, length, size])
      .reshape([batch, heads, length, size]);
  };
  const { keys, values } = joined(blocks);
  const [key, value] = [forEachHead(keys), forEachHead(values)];
  return { query, key, value, weights: attentionWeights(query, key, { mask, causal, offset, window }) };
}
