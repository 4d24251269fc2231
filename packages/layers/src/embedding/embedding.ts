import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { embedding, noGrad, ones, type Parameter, scoped, type Tensor, zeros } from '@neurona/tensor';
import { checkPositive } from '../check.js';
import { describeOptions } from '../describe-options.js';
import { normalTable } from '../init/normal-table.js';
import { Module } from '../module.js';

/** Settings of {@link Embedding}. */
export interface EmbeddingOptions {
  /** Index of a row of zeros that is not learned, such as padding; none by default. Negative ones count from the end. */
  readonly paddingIndex?: number;
  /** The greatest norm of a row; longer rows are scaled down in place when they are looked up. Default none. */
  readonly maxNorm?: number;
  /** Order of that norm, default 2. */
  readonly normType?: number;
  /** Whether the gradient of a row is divided by the number of its look-ups in the batch, default false. */
  readonly scaleGradByFrequency?: boolean;
}

const embeddingOptions: OptionTable<EmbeddingOptions> = {
  paddingIndex: 0,
  maxNorm: undefined,
  normType: 2,
  scaleGradByFrequency: false,
};

/**
 * A learned vector for each of a fixed number of words.
 *
 *     y[..., e] = weight[indices[...], e]
 *
 * Shape: indices int32 `[...]` → `[..., embedDim]`. Parameters: weight `[vocabSize, embedDim]`, drawn from N(0, 1), zeros at
 * `paddingIndex`.
 * @param vocabSize - Number of words.
 * @param embedDim - Size of their vectors.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `paddingIndex` or `maxNorm` out of range.
 * @example
 * new Embedding(100, 8).forward(tensor([[3, 1, 4]], { dtype: 'int32' })).shape; // => [1, 3, 8]
 */
export class Embedding extends Module {
  static override readonly kind: string = 'Embedding';

  readonly weight: Parameter;
  readonly options: EmbeddingOptions;

  constructor(
    readonly vocabSize: number,
    readonly embedDim: number,
    options: EmbeddingOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, embeddingOptions);
    checkCount('Embedding', 'vocabSize', vocabSize);
    checkCount('Embedding', 'embedDim', embedDim);
    if (options.maxNorm !== undefined) checkPositive('Embedding', 'maxNorm', options.maxNorm);
    this.options = options;
    this.weight = normalTable('Embedding', vocabSize, embedDim, options.paddingIndex);
  }

  override forward(indices: Tensor): Tensor {
    const { paddingIndex, scaleGradByFrequency } = this.options;
    this.shorten(indices);
    return embedding(indices, this.weight, { paddingIndex, scaleGradByFrequency });
  }

  /** Scales the rows that are looked up down to `maxNorm`. */
  private shorten(indices: Tensor): void {
    const { maxNorm, normType = 2 } = this.options;
    if (maxNorm === undefined) return;
    const { weight, vocabSize } = this;
    scoped(() =>
      noGrad(() => {
        const flat = indices.reshape([indices.size]);
        const counts = zeros([vocabSize])
          .indexAdd(0, flat, ones([flat.size]))
          .unsqueeze(1); // [V, 1]
        const lengths = weight.norm({ p: normType, axis: 1, keepDims: true }); // [V, 1]
        const isTooLong = counts.greater(0).logicalAnd(lengths.greater(maxNorm));
        const factors = isTooLong.where(lengths.add(1e-7).reciprocal().mul(maxNorm), 1);
        weight.assign(weight.mul(factors));
      }),
    );
  }

  override describe(): string {
    return `${this.vocabSize}, ${this.embedDim}${describeOptions(this.options)}`;
  }
}
