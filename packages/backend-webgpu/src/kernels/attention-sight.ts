// internal
import type { AttentionOptions, DeviceArray } from '@neurona/backend';
import type { Scalar } from '../shader.js';
import { functionsFor } from '../wgsl/functions.js';
import { philox, words } from './random.js';

/** Numbers that the shaders of attention are called with; `share`: how many heads of queries have one of keys. */
export const fields = {
  heads: 'u32',
  blocks: 'u32',
  queries: 'u32',
  keys: 'u32',
  share: 'u32',
  scale: 'f32',
  offset: 'u32',
  window: 'u32',
  maskShare: 'u32',
  dropped: 'u32',
  factor: 'f32',
  seedLow: 'u32',
  seedHigh: 'u32',
  startLow: 'u32',
  startHigh: 'u32',
} as const;

const largest = 2 ** 32 - 1;

/** Pieces of shaders that say which keys queries see, and which of their weights are dropped. */
export class Sight {
  /** What tells shaders apart. */
  readonly key: string;
  /** The mask, where there is one, as the last input. */
  readonly inputs: Readonly<Record<string, Scalar>>;
  readonly arrays: readonly DeviceArray[];
  /** Values of the last fields. */
  readonly params: readonly number[];

  constructor(
    heads: number,
    readonly options: AttentionOptions,
  ) {
    const { causal, offset = 0, window = largest, allowed, dropout } = options;
    this.key = `${causal} ${allowed !== undefined} ${dropout !== undefined}`;
    this.inputs = allowed ? { allowed: 'i32' } : {};
    this.arrays = allowed ? [allowed] : [];
    const mask = allowed ? heads / allowed.shape[0]! : 1;
    const seen = [Math.min(offset, 2 ** 31), Math.min(window, largest), mask];
    this.params = dropout
      ? [
          ...seen,
          Math.ceil(Math.fround(dropout.probability) * 2 ** 24), // numbers below p, of 24 bits
          1 / (1 - dropout.probability),
          ...words(dropout.seed),
          ...words(dropout.offset),
        ]
      : [...seen, 0, 1, 0, 0, 0, 0];
  }

  /** Functions for what the pieces call, besides those that a shader names. */
  declarations(names: string): string {
    const random = this.options.dropout ? philox + drawn : '';
    return functionsFor(names + random) + random;
  }

  /** The keys from `start` to before `end` are those in the range of `query`. */
  range(): string {
    if (!this.options.causal) return 'let start = 0u; let end = params.keys;';
    return `let last = params.offset + query + 1u;
  let start = select(0u, last - params.window, last > params.window);
  let end = min(params.keys, last);`;
  }

  /** The queries from `start` to before `end` are those in whose range `key` is. */
  rangeOfKey(): string {
    if (!this.options.causal) return 'let start = 0u; let end = params.queries;';
    return `let start = select(0u, key - params.offset, key > params.offset);
  let behind = key + min(params.window, ${2 ** 31}u); // the position of the first query that sees later keys only
  let end = select(0u, min(params.queries, behind - params.offset), behind > params.offset);`;
  }

  /** Goes on to the next key where `head` doesn't see this one. */
  skip(head: string, key: string): string {
    if (!this.options.allowed) return '';
    return `if (allowed[${head} / params.maskShare * params.keys + ${key}] == 0) { continue; }`;
  }

  /** Before a loop over keys. */
  begin(): string {
    return this.options.dropout ? 'var four = vec4u();' : '';
  }

  /** `factor` of the weight of `row` and `key`. Where keys follow each other four have the same random words. */
  factor(row: string, key: string, isFirst: string): string {
    if (!this.options.dropout) return 'let factor = 1.0;';
    return `let element = ${row} * params.keys + ${key};
    if (${isFirst} || (element & 3u) == 0u) { four = drawn(${row}, ${key}); }
    let factor = select(params.factor, 0.0, (four[element & 3u] >> 8u) < params.dropped);`;
  }
}

/** The words of the four elements among which one is; their number may have more than 32 bits. */
const drawn = `
fn drawn(row: u32, key: u32) -> vec4u {
  let low = row * params.keys + key;
  let high = mulHigh_(row, params.keys) + u32(low < key);
  let block = (low >> 2u) | (high << 30u);
  let counter = params.startLow + block;
  let above = params.startHigh + (high >> 2u) + u32(counter < block);
  return philox(vec4u(counter, above, 0u, 0u), vec2u(params.seedLow, params.seedHigh));
}`;
