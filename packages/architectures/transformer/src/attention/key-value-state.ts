import { concat, type Tensor } from '@neurona/tensor';

/** Keys and values of a layer for the tokens that were read, `[N, G, S, D]` each. */
export interface KeyValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** What a language model remembers of the tokens that it has read, a row for each text. */
export interface KeyValueState {
  /** Number of tokens read so far, padding included: the position of the next one where no row was padded. */
  readonly length: number;
  readonly layers: readonly KeyValues[];
  /** Where rows were padded: the position of each key, int32 `[N, S]`, greater than any position where it is padding. */
  readonly keyPositions: Tensor | undefined;
  /** Where rows were padded: the position of each row's next token, int32 `[N, 1]`. */
  readonly nextPositions: Tensor | undefined;
}

/** @internal Keys and values behind those of the tokens before. */
export const appended = (before: KeyValues | undefined, { keys, values }: KeyValues): KeyValues =>
  before
    ? {
        keys: concat([before.keys, keys], { axis: 2 }),
        values: concat([before.values, values], { axis: 2 }),
      }
    : { keys, values };

/** @internal The last keys and values alone, as many as later tokens can see. */
export function trimmed({ keys, values }: KeyValues, count: number): KeyValues {
  const length = keys.shape[2]!;
  if (length <= count) return { keys, values };
  return { keys: keys.narrow(2, length - count, count), values: values.narrow(2, length - count, count) };
}

/** @internal The state of some rows. */
export const selectStateRows = (state: KeyValueState, rows: Tensor): KeyValueState => ({
  length: state.length,
  layers: state.layers.map(({ keys, values }) => ({
    keys: keys.indexSelect(0, rows),
    values: values.indexSelect(0, rows),
  })),
  keyPositions: state.keyPositions?.indexSelect(0, rows),
  nextPositions: state.nextPositions?.indexSelect(0, rows),
});
