import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { attentionWeights, scoped, type Tensor } from '@neurona/tensor';
import { Linear } from '../linear/linear.js';
import { Module } from '../module.js';
import {
  type AlignmentOutput,
  type AttentionMemory,
  type AttentionMemoryOptions,
  checkQueries,
  prepareMemory,
} from './attention-memory.js';

/** Settings of {@link MultiplicativeAttention}. */
export interface MultiplicativeAttentionOptions {
  /** `general` compares by a learned matrix, `dot` by the inner product of sizes that are equal. Default `general`. */
  readonly score?: 'general' | 'dot';
}

const multiplicativeAttentionOptions: OptionTable<MultiplicativeAttentionOptions> = { score: 'general' };

/**
 * Multiplicative attention (Luong's): products compare queries and keys. The keys' part of it is computed once, by `prepare`.
 *
 *     e_ij = q_i · W k_j (general) or q_i · k_j (dot)        w_i = softmax(e_i)        y_i = Σ_j w_ij value_j
 *
 * Shape: query `[N, L, queryDim]`, a memory of keys `[N, S, keyDim]` and values `[N, S, V]` → `{ output, weights }`, `[N, L, V]` and
 * `[N, L, S]`. Parameters: key.weight W `[keyDim, queryDim]`, uniform in ±1/√keyDim; none for `dot`.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or sizes differ for `dot`; {@link ShapeError} in `prepare`
 * and `forward` if a shape doesn't fit; {@link DTypeError} if a mask is not bool.
 * @example
 * const attention = new MultiplicativeAttention(4, 4, { score: 'dot' });
 * const memory = attention.prepare(ones([2, 5, 4]));
 * const { output, weights } = attention.forward(ones([2, 3, 4]), memory);
 * [output.shape, weights.shape]; // => [[2, 3, 4], [2, 3, 5]]
 * @see Luong, Pham, Manning, "Effective Approaches to Attention-based Neural Machine Translation", 2015, arXiv:1508.04025
 */
export class MultiplicativeAttention extends Module<
  readonly [query: Tensor, memory: AttentionMemory],
  AlignmentOutput
> {
  static override readonly kind: string = 'MultiplicativeAttention';

  readonly key: Linear | undefined;

  constructor(
    readonly queryDim: number,
    readonly keyDim: number,
    options: MultiplicativeAttentionOptions = {},
  ) {
    super();
    const { score = 'general' } = checkOptions(this.kind, options, multiplicativeAttentionOptions);
    for (const [name, size] of Object.entries({ queryDim, keyDim })) {
      checkCount('MultiplicativeAttention', name, size);
    }
    if (score !== 'general' && score !== 'dot') {
      throw new ArgumentError('MultiplicativeAttention', {
        expected: 'score to be general or dot',
        received: score,
      });
    }
    if (score === 'dot' && queryDim !== keyDim) {
      throw new ArgumentError('MultiplicativeAttention', {
        expected: "queries and keys of one size for score: 'dot'",
        received: `${queryDim} and ${keyDim}`,
        hint: "Use score: 'general'.",
      });
    }
    this.key = score === 'general' ? new Linear(keyDim, queryDim, { bias: false }) : undefined;
  }

  /** Keys, values and what of them is padding, for any number of queries. */
  prepare(key: Tensor, options: AttentionMemoryOptions = {}): AttentionMemory {
    return scoped(() =>
      prepareMemory(this.kind, key, this.keyDim, options, (keys) => this.key?.forward(keys) ?? keys),
    );
  }

  override forward(query: Tensor, memory: AttentionMemory): AlignmentOutput {
    checkQueries(this.kind, query, this.queryDim, memory);
    return scoped(() => {
      const { keys, values, mask } = memory;
      const weights = attentionWeights(query, keys, { mask: mask?.unsqueeze(1), scale: 1 }); // [N, L, S]
      return { output: weights.matmul(values), weights };
    });
  }

  /** @internal */
  override get isUnit(): boolean {
    return true;
  }

  override describe(): string {
    return `${this.queryDim}, ${this.keyDim}${this.key ? '' : ", score: 'dot'"}`;
  }
}
