import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { attentionWeights, type Parameter, scoped, type Tensor } from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Linear } from '../linear/linear.js';
import { Module } from '../module.js';
import {
  type AlignmentOutput,
  type AttentionMemory,
  type AttentionMemoryOptions,
  checkQueries,
  prepareMemory,
} from './attention-memory.js';

/** Settings of {@link AdditiveAttention}. */
export interface AdditiveAttentionOptions {
  /** Size A in which queries and keys are compared, default `queryDim`. */
  readonly hiddenSize?: number;
}

const additiveAttentionOptions: OptionTable<AdditiveAttentionOptions> = { hiddenSize: 1 };

/**
 * Additive attention (Bahdanau's): a small network compares a query with each key. The keys' part of it is computed once, by `prepare`.
 *
 *     e_ij = v · tanh(q_i W + k_j U)        w_i = softmax(e_i)        y_i = Σ_j w_ij value_j
 *
 * Shape: query `[N, L, queryDim]`, a memory of keys `[N, S, keyDim]` and values `[N, S, V]` → `{ output, weights }`, `[N, L, V]` and
 * `[N, L, S]`. Parameters: query.weight W `[queryDim, A]`, key.weight U `[keyDim, A]`, v `[A]`, uniform in ±1/√fanIn.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `prepare` and `forward` if a shape
 * doesn't fit; {@link DTypeError} if a mask is not bool.
 * @example
 * const attention = new AdditiveAttention(4, 6);
 * const memory = attention.prepare(ones([2, 5, 6]));
 * const { output, weights } = attention.forward(ones([2, 1, 4]), memory);
 * [output.shape, weights.shape]; // => [[2, 1, 6], [2, 1, 5]]
 * @see Bahdanau, Cho, Bengio, "Neural Machine Translation by Jointly Learning to Align and Translate", 2015, arXiv:1409.0473
 */
export class AdditiveAttention extends Module<
  readonly [query: Tensor, memory: AttentionMemory],
  AlignmentOutput
> {
  static override readonly kind: string = 'AdditiveAttention';

  readonly query: Linear;
  readonly key: Linear;
  readonly v: Parameter;

  constructor(
    readonly queryDim: number,
    readonly keyDim: number,
    options: AdditiveAttentionOptions = {},
  ) {
    super();
    const { hiddenSize = queryDim } = checkOptions(this.kind, options, additiveAttentionOptions);
    for (const [name, size] of Object.entries({ queryDim, keyDim, hiddenSize })) {
      checkCount('AdditiveAttention', name, size);
    }
    this.query = new Linear(queryDim, hiddenSize, { bias: false });
    this.key = new Linear(keyDim, hiddenSize, { bias: false });
    this.v = fanInUniform([hiddenSize], hiddenSize);
  }

  /** Keys, values and what of them is padding, for any number of queries. */
  prepare(key: Tensor, options: AttentionMemoryOptions = {}): AttentionMemory {
    return scoped(() =>
      prepareMemory(this.kind, key, this.keyDim, options, (keys) => this.key.forward(keys)),
    );
  }

  override forward(query: Tensor, memory: AttentionMemory): AlignmentOutput {
    checkQueries(this.kind, query, this.queryDim, memory);
    return scoped(() => {
      const { keys, values, mask } = memory;
      const compared = this.query.forward(query).unsqueeze(2).add(keys.unsqueeze(1)).tanh(); // [N, L, S, A]
      const weights = attentionWeights(this.v.reshape([1, 1, 1, -1]), compared, {
        mask: mask?.unsqueeze(1).unsqueeze(1), // [N, 1, 1, S]
        scale: 1,
      }).squeeze(2); // [N, L, S]
      return { output: weights.matmul(values), weights };
    });
  }

  /** @internal */
  override get isUnit(): boolean {
    return true;
  }

  override describe(): string {
    return `${this.queryDim}, ${this.keyDim}, hiddenSize: ${this.v.size}`;
  }
}
