import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { Dropout } from '../dropout/dropout.js';
import { Linear } from '../linear/linear.js';
import { Module } from '../module.js';
import { LayerNorm } from '../norm/layer-norm.js';
import { withoutPadding } from './attention-masks.js';
import { activationOf, type TransformerLayerOptions, transformerLayerOptions } from './feed-forward.js';
import { type AttentionCall, MultiheadAttention } from './multihead-attention.js';

/** Settings of a call of {@link TransformerEncoderLayer} and {@link TransformerEncoder}; see {@link AttentionCall}. */
export type EncoderCall = Pick<AttentionCall, 'mask' | 'keyPaddingMask' | 'causal'>;

/** @internal */
export const encoderCallOptions: OptionTable<EncoderCall> = {
  mask: undefined,
  keyPaddingMask: undefined,
  causal: false,
};

/**
 * One layer of a transformer's encoder: self-attention and a feed-forward network, each added to its input.
 *
 *     x = norm1(x + attention(x))        y = norm2(x + W₂ act(W₁ x + b₁) + b₂)        normalised after
 *     x = x + attention(norm1(x))        y = x + W₂ act(W₁ norm2(x) + b₁) + b₂        normFirst
 *
 * Shape: x `[N, L, embedDim]` → same shape; or without N.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit.
 * @example
 * new TransformerEncoderLayer(8, 2, { feedForwardDim: 16 }).forward(ones([4, 5, 8])).shape; // => [4, 5, 8]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762; Xiong et al., "On Layer Normalization in the
 * Transformer Architecture", 2020, arXiv:2002.04745
 */
export class TransformerEncoderLayer extends Module<readonly [x: Tensor, call?: EncoderCall]> {
  static override readonly kind: string = 'TransformerEncoderLayer';

  readonly selfAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly activation: (x: Tensor) => Tensor;
  readonly normFirst: boolean;

  constructor(embedDim: number, numHeads: number, options: TransformerLayerOptions = {}) {
    super();
    checkOptions(this.kind, options, transformerLayerOptions);
    const { feedForwardDim = 2048, dropout = 0.1, eps = 1e-5, bias = true, normFirst = false } = options;
    const { rotary, rng } = options;
    const random = rng ? { rng } : {};
    this.selfAttn = new MultiheadAttention(embedDim, numHeads, { bias, dropout, rotary, ...random });
    this.linear1 = new Linear(embedDim, feedForwardDim, { bias });
    this.dropout = new Dropout(dropout, random);
    this.linear2 = new Linear(feedForwardDim, embedDim, { bias });
    this.norm1 = new LayerNorm(embedDim, { eps, bias });
    this.norm2 = new LayerNorm(embedDim, { eps, bias });
    this.dropout1 = new Dropout(dropout, random);
    this.dropout2 = new Dropout(dropout, random);
    this.activation = activationOf('TransformerEncoderLayer', options.activation);
    this.normFirst = normFirst;
  }

  override forward(input: Tensor, call: EncoderCall = {}): Tensor {
    const { mask, keyPaddingMask, causal } = checkOptions(this.kind, call, encoderCallOptions);
    const attend = (y: Tensor): Tensor =>
      this.dropout1.forward(this.selfAttn.forward(y, { mask, keyPaddingMask, causal }).output);
    const feed = (y: Tensor): Tensor =>
      this.dropout2.forward(
        this.linear2.forward(this.dropout.forward(this.activation(this.linear1.forward(y)))),
      );
    const { norm1, norm2 } = this;
    return scoped(() => {
      const x = withoutPadding(checkTensor(this.kind, input), keyPaddingMask);
      if (this.normFirst) {
        const y = x.add(attend(norm1.forward(x)));
        return y.add(feed(norm2.forward(y)));
      }
      const y = norm1.forward(x.add(attend(x)));
      return norm2.forward(y.add(feed(y)));
    });
  }
}

/** Settings of {@link TransformerEncoder} and {@link TransformerDecoder}. */
export interface TransformerStackOptions extends TransformerLayerOptions {
  /** Whether the last layer's output is normalised, default that of `normFirst`, whose sums are not normalised otherwise. */
  readonly finalNorm?: boolean;
}

/** @internal */
export const transformerStackOptions: OptionTable<TransformerStackOptions> = {
  ...transformerLayerOptions,
  finalNorm: false,
};

/**
 * A transformer's encoder: a stack of layers.
 *
 * Shape: x `[N, L, embedDim]` → same shape; or without N.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit.
 * @example
 * const encoder = new TransformerEncoder(8, 2, 3, { feedForwardDim: 16 });
 * encoder.forward(ones([4, 5, 8]), { causal: true }).shape; // => [4, 5, 8]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class TransformerEncoder extends Module<readonly [x: Tensor, call?: EncoderCall]> {
  static override readonly kind: string = 'TransformerEncoder';

  readonly layers: readonly TransformerEncoderLayer[];
  readonly norm: LayerNorm | undefined;

  constructor(embedDim: number, numHeads: number, numLayers = 6, options: TransformerStackOptions = {}) {
    super();
    checkOptions(this.kind, options, transformerStackOptions);
    checkCount('TransformerEncoder', 'numLayers', numLayers);
    const { finalNorm = options.normFirst ?? false, ...layer } = options;
    const { eps = 1e-5, bias = true } = layer;
    this.layers = Array.from(
      { length: numLayers },
      () => new TransformerEncoderLayer(embedDim, numHeads, layer),
    );
    this.norm = finalNorm ? new LayerNorm(embedDim, { eps, bias }) : undefined;
  }

  override forward(x: Tensor, call: EncoderCall = {}): Tensor {
    return scoped(() => {
      const y = this.layers.reduce((value, layer) => layer.forward(value, call), x);
      return this.norm ? this.norm.forward(y) : y;
    });
  }
}
