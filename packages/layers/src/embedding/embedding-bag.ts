import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type EmbeddingBagMode, embeddingBag, type Parameter, type Tensor } from '@neurona/tensor';
import { normalTable } from '../init/normal-table.js';
import { Module } from '../module.js';

/** Settings of {@link EmbeddingBag}. */
export interface EmbeddingBagOptions {
  /** How the rows of a bag are combined, default `'mean'`. */
  readonly mode?: EmbeddingBagMode;
  /** Index of a row of zeros that is left out, such as padding; none by default. Negative ones count from the end. */
  readonly paddingIndex?: number;
}

const bagOptions: OptionTable<EmbeddingBagOptions> = { mode: 'mean', paddingIndex: 0 };

/**
 * The sum, mean or maximum of the learned vectors of each bag of words; an empty bag yields zeros.
 *
 *     y[n, e] = Σ over the indices i of bag n of weight[i, e]        or their mean, or the largest
 *
 * Shape: indices int32 `[N, L]`, or `[M]` with offsets `[N]` that say where bags begin → `[N, embedDim]`. Parameters: weight
 * `[vocabSize, embedDim]`, drawn from N(0, 1), zeros at `paddingIndex`.
 * @param vocabSize - Number of words.
 * @param embedDim - Size of their vectors.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `paddingIndex` out of range; {@link
 * ShapeError} in `forward` if the shapes don't fit.
 * @example
 * new EmbeddingBag(100, 8).forward(tensor([[3, 1, 4]], { dtype: 'int32' })).shape; // => [1, 8]
 */
export class EmbeddingBag extends Module<readonly [indices: Tensor, offsets?: Tensor]> {
  static override readonly kind: string = 'EmbeddingBag';

  readonly weight: Parameter;
  readonly mode: EmbeddingBagMode;
  readonly paddingIndex: number | undefined;

  constructor(
    readonly vocabSize: number,
    readonly embedDim: number,
    options: EmbeddingBagOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, bagOptions);
    checkCount('EmbeddingBag', 'vocabSize', vocabSize);
    checkCount('EmbeddingBag', 'embedDim', embedDim);
    this.mode = options.mode ?? 'mean';
    this.paddingIndex = options.paddingIndex;
    this.weight = normalTable('EmbeddingBag', vocabSize, embedDim, this.paddingIndex);
  }

  override forward(indices: Tensor, offsets?: Tensor): Tensor {
    const { mode, paddingIndex } = this;
    return embeddingBag(indices, this.weight, { offsets, mode, paddingIndex });
  }

  override describe(): string {
    return `${this.vocabSize}, ${this.embedDim}, mode: ${this.mode}`;
  }
}
