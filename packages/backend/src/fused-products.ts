import type { DeviceArray } from './device-array.js';

/** Settings of `attentionSoftmax`. */
export interface AttentionSoftmaxOptions {
  /** Factor of the scores, before the softmax. */
  readonly scale: number;
  /** Whether element (l, s) is allowed only for s ≤ l. */
  readonly causal: boolean;
  /** Bool `[A, M, S]`: A divides the product B of x's leading axes, and each of its parts is for B / A of them; M is L, or 1. */
  readonly allowed?: DeviceArray | undefined;
}

/** Settings of `attention`. */
export interface AttentionOptions {
  /** Factor of the scores. */
  readonly scale: number;
  /** Whether query l attends only to keys up to `offset` + l. */
  readonly causal: boolean;
  /** The key at which the first query stands where it is causal, default 0. */
  readonly offset?: number | undefined;
  /** To how many keys a query attends at most where it is causal: the last ones. Default all. */
  readonly window?: number | undefined;
  /** Bool `[A, S]`: A divides the product B of q's leading axes, and each row is for B / A of them. Hidden keys and values are finite. */
  readonly allowed?: DeviceArray | undefined;
  /** Which weights are dropped, default none. */
  readonly dropout?: AttentionDropout | undefined;
}

/** Weights that are dropped: where `random('uniform', [..., L, S], { seed, offset })` is below the probability p. Others grow by 1 / (1 - p). */
export interface AttentionDropout {
  /** p, over 0 and below 1. */
  readonly probability: number;
  readonly seed: number;
  readonly offset: number;
}

/** Arrays of `attention`: B' divides B, and each of the B' heads of keys and values is shared by B / B' heads of queries in a row. */
export interface AttentionArrays {
  /** `[..., L, D]`, B heads in all. */
  readonly query: DeviceArray;
  /** `[..., S, D]`, B' heads in all. */
  readonly key: DeviceArray;
  /** `[..., S, V]`. */
  readonly value: DeviceArray;
}

/** Some keys and their values, of `blockAttention`. */
export interface KeyValueBlock {
  /** `[..., S, D]`. */
  readonly key: DeviceArray;
  /** `[..., S, V]`. */
  readonly value: DeviceArray;
}

/** Settings of `blockAttention`. */
export interface BlockAttentionOptions {
  /** Factor of the scores. */
  readonly scale: number;
  /** Bool `[A, S]` with the keys S of all blocks: A divides the product B of q's leading axes, and each row is for B / A of them. */
  readonly allowed?: DeviceArray | undefined;
}

/** Bits of an element of a {@link QuantizedMatrix}. */
export type QuantizedBits = 16 | 8 | 4;

/**
 * A matrix W `[K, N]` in few bits. Every 64 elements down a column share a scale:
 *
 *     W[k, n] = value(code of k and n) · scales[n, ⌊k / 64⌋]
 *
 * With 16 bits the code is a float16, two to a word, the first in its lower half. With 8 bits the code is the value, -127 to 127, four to a word, the first in its lowest byte. With 4 bits it is the index of a value
 * in {@link fourBitValues}, and the 32 codes of four words are bytes of two: code i in the low half of byte i, code 16 + i in its high
 * half. A last block that is not full has codes of 0.
 */
export interface QuantizedMatrix {
  /** int32 `[N, 2 · bits · B]`, B = ⌈K / 64⌉. */
  readonly codes: DeviceArray;
  /** float32 `[N, B]`. */
  readonly scales: DeviceArray;
  readonly bits: QuantizedBits;
  /** K. */
  readonly rows: number;
}

/**
 * What codes of 4 bits stand for: the levels of NF4, at which a normal distribution has equal shares, in 127ths.
 * @see Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023, arXiv:2305.14314
 */
export const fourBitValues: readonly number[] = [
  -127, -88, -67, -50, -36, -23, -12, 0, 10, 20, 31, 43, 56, 71, 92, 127,
];

/** One of several matrices that the same x is multiplied with, in `quantizedProducts`. */
export interface QuantizedFactor {
  readonly weight: QuantizedMatrix;
  /** A row added to every row of the product. */
  readonly bias?: DeviceArray | undefined;
}

/** Settings of `quantizedMatmul`. */
export interface QuantizedMatmulOptions {
  /** x · Wᵀ in place of x · W, default false. */
  readonly transpose?: boolean | undefined;
  /** A row added to every row of the product. */
  readonly bias?: DeviceArray | undefined;
}
