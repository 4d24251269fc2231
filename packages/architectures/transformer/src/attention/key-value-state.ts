import { concat, type Tensor } from '@neurona/tensor';

/** Keys and values of neighbouring tokens, `[N, G, S, D]` each. */
export interface KeyValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/**
 * Keys and values of a layer for the tokens that were read, in blocks: what a token adds is written behind those of the last block alone, and
 * states that follow each other share the others.
 */
export type KeyValueBlocks = readonly KeyValues[];

/** What a language model remembers of the tokens that it has read, a row for each text. */
export interface KeyValueState {
  /** Number of tokens read so far, padding included: the position of the next one where no row was padded. */
  readonly length: number;
  readonly layers: readonly KeyValueBlocks[];
  /** Where rows were padded: the position of each key, int32 `[N, S]`, greater than any position where it is padding. */
  readonly keyPositions: Tensor | undefined;
  /** Where rows were padded: the position of each row's next token, int32 `[N, 1]`. */
  readonly nextPositions: Tensor | undefined;
}

/** Tokens with which a block is full. Shorter ones copy less for each token, and attention takes longer over them. */
const fullBlock = 256;
/** Fewer tokens are a block of their own until they are so many, where one kernel attends to all blocks: a token copies few others then. */
const recentBlock = 16;

/** @internal Number of tokens in blocks. */
export const lengthOf = (blocks: KeyValueBlocks): number =>
  blocks.reduce((sum, { keys }) => sum + keys.shape[2]!, 0);

/** @internal Blocks as one. */
export const joined = (blocks: KeyValueBlocks): KeyValues =>
  blocks.length === 1
    ? blocks[0]!
    : {
        keys: concat(
          blocks.map(({ keys }) => keys),
          { axis: 2 },
        ),
        values: concat(
          blocks.map(({ values }) => values),
          { axis: 2 },
        ),
      };

/** @internal Keys and values behind those of the tokens before. */
export function appended(before: KeyValueBlocks | undefined, own: KeyValues): KeyValueBlocks {
  const last = before?.at(-1);
  if (!last) return [own];
  const limit = own.keys.backend.kernels.blockAttention ? recentBlock : fullBlock;
  if (lengthOf([last]) >= limit) return [...before!, own];
  const grown = [last, own];
  const previous = before!.at(-2);
  const isFull = lengthOf(grown) >= limit && previous && lengthOf([previous]) < fullBlock;
  const merged = isFull ? [previous, ...grown] : grown;
  return [...before!.slice(0, -merged.length + 1), joined(merged)];
}

/** @internal The last keys and values alone, as many as later tokens can see. */
export function trimmed(blocks: KeyValueBlocks, count: number): KeyValueBlocks {
  let excess = lengthOf(blocks) - count;
  const kept: KeyValues[] = [];
  for (const block of blocks) {
    const length = lengthOf([block]);
    const left = length - Math.max(excess, 0);
    if (left === length) kept.push(block);
    else if (left > 0)
      kept.push({
        keys: block.keys.narrow(2, length - left, left),
        values: block.values.narrow(2, length - left, left),
      });
    excess -= length;
  }
  return kept;
}

/** @internal The blocks of some rows. */
export const selectBlockRows = (blocks: KeyValueBlocks, rows: Tensor): KeyValueBlocks =>
  blocks.map(({ keys, values }) => ({
    keys: keys.indexSelect(0, rows),
    values: values.indexSelect(0, rows),
  }));

/** @internal The state of some rows. */
export const selectStateRows = (state: KeyValueState, rows: Tensor): KeyValueState => ({
  length: state.length,
  layers: state.layers.map((blocks) => selectBlockRows(blocks, rows)),
  keyPositions: state.keyPositions?.indexSelect(0, rows),
  nextPositions: state.nextPositions?.indexSelect(0, rows),
});
