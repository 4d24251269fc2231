// internal
import { type AttentionArrays, type AttentionOptions, randomValues, sizeOf } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** What queries of `attention` see: rows are those of all heads, one after the other. */
export class Sight {
  readonly queries: number;
  readonly keys: number;
  readonly #allowed: ArrayLike<number> | undefined;
  /** Heads that share a row of `allowed`. */
  readonly #share: number;

  constructor(
    t: CpuRuntime,
    { query, key }: AttentionArrays,
    readonly options: AttentionOptions,
  ) {
    const { allowed } = options;
    [this.queries, this.keys] = [query.shape.at(-2)!, key.shape.at(-2)!];
    this.#allowed = allowed && t.values(allowed);
    this.#share = allowed ? sizeOf(query.shape.slice(0, -2)) / allowed.shape[0]! : 1;
  }

  /** The first key that a row sees, and the one behind the last. */
  range(row: number): readonly [first: number, end: number] {
    const { causal, offset = 0, window = Number.POSITIVE_INFINITY } = this.options;
    if (!causal) return [0, this.keys];
    const end = offset + (row % this.queries) + 1;
    return [Math.max(0, end - window), Math.min(this.keys, end)];
  }

  isHidden(row: number, key: number): boolean {
    const part = Math.floor(Math.floor(row / this.queries) / this.#share);
    return this.#allowed?.[part * this.keys + key] === 0;
  }

  /** What the weights of a row are multiplied by, of all keys; undefined where none is dropped. */
  factors(row: number): Float64Array | undefined {
    const { dropout } = this.options;
    if (!dropout) return undefined;
    const { probability, seed, offset } = dropout;
    const from = row * this.keys;
    const skipped = from % 4;
    const position = { seed, offset: offset + Math.floor(from / 4) };
    const draws = randomValues('uniform', [skipped + this.keys], position).subarray(skipped);
    const least = Math.fround(probability);
    return Float64Array.from(draws, (u) => (u < least ? 0 : 1 / (1 - probability)));
  }
}
