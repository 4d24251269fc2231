// internal: tokens are read in parts that follow a state of keys and values
import { arange, concat, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Sight } from './attend.js';
import { type KeyValueBlocks, type KeyValueState, lengthOf, trimmed } from './key-value-state.js';

/** Where tokens stand, and what they may attend to. */
export interface Reading extends Sight {
  /** The position of the first token, of all rows alike; or that of each, int32 `[N, L]`. */
  readonly positions: number | Tensor;
  /** Positions are under this. */
  readonly end: number;
  /** Keys and values of the tokens before, of each layer. */
  readonly before: readonly KeyValueBlocks[] | undefined;
}

/** Hidden states of tokens, and the keys and values of each layer with those of the tokens before. */
export interface Read {
  readonly hidden: Tensor;
  readonly layers: readonly KeyValueBlocks[];
}

/** What is read at a time, so that scores of a long prompt with itself aren't held as a whole. */
const partLength = 512;

/** A position behind all others: that of padding. */
const beyond = 2 ** 30;

/** The model that reads, and how far it sees. */
export interface Reader {
  readonly contextLength: number;
  /** Number of tokens that a token sees, itself included; undefined where it sees all before it. */
  readonly slidingWindow: number | undefined;
  read(tokens: Tensor, reading: Reading): Read;
}

/** How a whole text is read from its beginning. */
export const wholeText = (tokens: Tensor, window?: number): Reading => ({
  positions: 0,
  end: tokens.shape[1]!,
  before: undefined,
  ...lookingBack(tokens.shape[1]!, 0, window),
});

/** How so many tokens see those before them, of which `kept` are keys, and each other; a window that nothing is outside of isn't named. */
const lookingBack = (count: number, kept: number, window = Number.POSITIVE_INFINITY): Sight => ({
  causal: true,
  offset: kept,
  window: kept + count > window ? window : undefined,
});

/** Reads tokens `[N, L]` after those of a state; returns the hidden state of each row's last token, `[N, E]`, and the state. */
export function readAfter(
  reader: Reader,
  tokens: Tensor,
  state: KeyValueState | undefined,
  lengths: readonly number[] | undefined,
): { readonly hidden: Tensor; readonly state: KeyValueState } {
  const [batch, length] = tokens.shape as [number, number];
  const isPadded = lengths?.some((one) => one !== length) ?? false;
  let current = isPadded && state ? withPositions(state, batch) : state;
  const hidden: Tensor[] = [];
  for (let start = 0; start < length; start += partLength) {
    const count = Math.min(partLength, length - start);
    const part = scoped(() => {
      const those = count === length ? tokens : tokens.narrow(1, start, count);
      const own = isPadded ? lengths!.map((one) => Math.min(Math.max(one - start, 0), count)) : undefined;
      return readPart(reader, those, current, own);
    });
    hidden.push(part.hidden);
    current = part.state;
  }
  const all = concat(hidden, { axis: 1 }); // [N, L, E]
  return { hidden: isPadded ? lastOfRows(all, lengths!) : all.select(1, -1), state: current! };
}

function readPart(
  reader: Reader,
  tokens: Tensor,
  state: KeyValueState | undefined,
  lengths: readonly number[] | undefined,
): { readonly hidden: Tensor; readonly state: KeyValueState } {
  const { slidingWindow: window = Number.POSITIVE_INFINITY } = reader;
  const [batch, count] = tokens.shape as [number, number];
  const length = state?.length ?? 0;
  if (!lengths && !state?.keyPositions) {
    const kept = state ? lengthOf(state.layers[0]!) : 0; // of the tokens before
    const { hidden, layers } = reader.read(tokens, {
      positions: length,
      end: length + count,
      before: state?.layers,
      ...lookingBack(count, kept, window),
    });
    const after = {
      length: length + count,
      layers: layers.map((layer) => trimmed(layer, window - 1)),
      keyPositions: undefined,
      nextPositions: undefined,
    };
    return { hidden, state: after };
  }
  const { backend } = tokens;
  const given = lengths ?? new Array<number>(batch).fill(count);
  const next = state?.nextPositions ?? tensor(new Int32Array(batch), { shape: [batch, 1], backend });
  const steps = next.add(arange(0, count, 1, { dtype: 'int32', backend })); // [N, L]
  const keys = given.every((one) => one === count) ? steps : withoutPadding(steps, given);
  const keyPositions = state?.keyPositions ? concat([state.keyPositions, keys], { axis: 1 }) : keys; // [N, S]
  const positions = steps.minimum(reader.contextLength - 1); // of padding, too
  const mask = seenKeys(positions, keyPositions, window);
  const { hidden, layers } = reader.read(tokens, {
    positions,
    end: Math.min(length + count, reader.contextLength),
    mask,
    before: state?.layers,
  });
  const read = tensor(Int32Array.from(given), { shape: [batch, 1], backend });
  return {
    hidden,
    state: { length: length + count, layers, keyPositions, nextPositions: next.add(read) },
  };
}

/** Which key each query sees, by positions of queries `[N, L]` and keys `[N, S]`: `[N, 1, L, S]`. */
function seenKeys(queries: Tensor, keys: Tensor, window: number): Tensor {
  const [q, k] = [queries.unsqueeze(1).unsqueeze(3), keys.unsqueeze(1).unsqueeze(2)];
  const isBefore = k.lessEqual(q);
  return Number.isFinite(window) ? isBefore.logicalAnd(k.greater(q.sub(window))) : isBefore;
}

/** Positions with `beyond` for what lies behind the end of each row. */
function withoutPadding(positions: Tensor, lengths: readonly number[]): Tensor {
  const count = positions.shape[1]!;
  const isPadding = Uint8Array.from(
    { length: lengths.length * count },
    (_, i) => +(i % count >= lengths[Math.floor(i / count)]!),
  );
  const mask = tensor(isPadding, { shape: positions.shape, dtype: 'bool', backend: positions.backend });
  return mask.where(beyond, positions);
}

/** A state without padding, with its positions spelled out. */
function withPositions(state: KeyValueState, batch: number): KeyValueState {
  if (state.keyPositions) return state;
  const { length, layers } = state;
  const { backend } = layers[0]![0]!.keys;
  const kept = lengthOf(layers[0]!);
  const row = arange(length - kept, length, 1, { dtype: 'int32', backend });
  const next = tensor(new Int32Array(batch).fill(length), { shape: [batch, 1], backend });
  return { length, layers, keyPositions: row.broadcastTo([batch, kept]), nextPositions: next };
}

/** The hidden state at the end of each row: `[N, L, E]` → `[N, E]`. */
function lastOfRows(hidden: Tensor, lengths: readonly number[]): Tensor {
  const [batch, count, features] = hidden.shape as [number, number, number];
  const places = Int32Array.from(lengths, (length, row) => row * count + length - 1);
  return hidden
    .reshape([batch * count, features])
    .indexSelect(0, tensor(places, { backend: hidden.backend }));
}
