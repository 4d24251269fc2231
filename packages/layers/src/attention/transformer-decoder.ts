import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { Dropout } from '../dropout/dropout.js';
import { Linear } from '../linear/linear.js';
import { Module } from '../module.js';
import { LayerNorm } from '../norm/layer-norm.js';
import { withoutPadding } from './attention-masks.js';
import { activationOf, type TransformerLayerOptions, transformerLayerOptions } from './feed-forward.js';
import { type AttentionCall, MultiheadAttention } from './multihead-attention.js';
import {
  encoderCallOptions,
  type TransformerStackOptions,
  transformerStackOptions,
} from './transformer-encoder.js';

/** Settings of a call of {@link TransformerDecoderLayer} and {@link TransformerDecoder}; see {@link AttentionCall}. */
export interface DecoderCall extends Pick<AttentionCall, 'mask' | 'keyPaddingMask' | 'causal'> {
  /** Mask of the attention from targets to memory. */
  readonly memoryMask?: Tensor | undefined;
  /** Which elements of the memory may be attended to. */
  readonly memoryKeyPaddingMask?: Tensor | undefined;
}

/** @internal */
export const decoderCallOptions: OptionTable<DecoderCall> = {
  ...encoderCallOptions,
  memoryMask: undefined,
  memoryKeyPaddingMask: undefined,
};

/**
 * One layer of a transformer's decoder: self-attention, attention to the encoder's memory and a feed-forward network, each added
 * to its input and normalised, after the sum or (normFirst) before.
 *
 *     x = norm1(x + attention(x))        x = norm2(x + attention(x, memory))        y = norm3(x + W₂ act(W₁ x + b₁) + b₂)
 *
 * Shape: x `[N, L, embedDim]`, memory `[N, S, embedDim]` → `[N, L, embedDim]`; or without N.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit.
 * @example
 * const layer = new TransformerDecoderLayer(8, 2, { feedForwardDim: 16 });
 * layer.forward(ones([4, 5, 8]), ones([4, 7, 8]), { causal: true }).shape; // => [4, 5, 8]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class TransformerDecoderLayer extends Module<
  readonly [x: Tensor, memory: Tensor, call?: DecoderCall]
> {
  static override readonly kind: string = 'TransformerDecoderLayer';

  readonly selfAttn: MultiheadAttention;
  readonly multiheadAttn: MultiheadAttention;
  readonly linear1: Linear;
  readonly dropout: Dropout;
  readonly linear2: Linear;
  readonly norm1: LayerNorm;
  readonly norm2: LayerNorm;
  readonly norm3: LayerNorm;
  readonly dropout1: Dropout;
  readonly dropout2: Dropout;
  readonly dropout3: Dropout;
  readonly activation: (x: Tensor) => Tensor;
  readonly normFirst: boolean;

  constructor(embedDim: number, numHeads: number, options: TransformerLayerOptions = {}) {
    super();
    checkOptions(this.kind, options, transformerLayerOptions);
    const { feedForwardDim = 2048, dropout = 0.1, eps = 1e-5, bias = true, normFirst = false } = options;
    const { rotary, rng } = options;
    const random = rng ? { rng } : {};
    this.selfAttn = new MultiheadAttention(embedDim, numHeads, { bias, dropout, rotary, ...random });
    this.multiheadAttn = new MultiheadAttention(embedDim, numHeads, { bias, dropout, ...random });
    this.linear1 = new Linear(embedDim, feedForwardDim, { bias });
    this.dropout = new Dropout(dropout, random);
    this.linear2 = new Linear(feedForwardDim, embedDim, { bias });
    this.norm1 = new LayerNorm(embedDim, { eps, bias });
    this.norm2 = new LayerNorm(embedDim, { eps, bias });
    this.norm3 = new LayerNorm(embedDim, { eps, bias });
    this.dropout1 = new Dropout(dropout, random);
    this.dropout2 = new Dropout(dropout, random);
    this.dropout3 = new Dropout(dropout, random);
    this.activation = activationOf('TransformerDecoderLayer', options.activation);
    this.normFirst = normFirst;
  }

  override forward(input: Tensor, memory: Tensor, call: DecoderCall = {}): Tensor {
    const options = checkOptions(this.kind, call, decoderCallOptions);
    const { mask, keyPaddingMask, causal, memoryMask, memoryKeyPaddingMask } = options;
    const attend = (y: Tensor): Tensor =>
      this.dropout1.forward(this.selfAttn.forward(y, { mask, keyPaddingMask, causal }).output);
    const lookUp = (y: Tensor): Tensor => {
      const settings = { key: memory, mask: memoryMask, keyPaddingMask: memoryKeyPaddingMask };
      return this.dropout2.forward(this.multiheadAttn.forward(y, settings).output);
    };
    const feed = (y: Tensor): Tensor =>
      this.dropout3.forward(
        this.linear2.forward(this.dropout.forward(this.activation(this.linear1.forward(y)))),
      );
    const { norm1, norm2, norm3 } = this;
    return scoped(() => {
      const x = withoutPadding(checkTensor(this.kind, input), keyPaddingMask);
      if (this.normFirst) {
        const y = x.add(attend(norm1.forward(x)));
        const z = y.add(lookUp(norm2.forward(y)));
        return z.add(feed(norm3.forward(z)));
      }
      const y = norm1.forward(x.add(attend(x)));
      const z = norm2.forward(y.add(lookUp(y)));
      return norm3.forward(z.add(feed(z)));
    });
  }
}

/**
 * A transformer's decoder: a stack of layers that all attend to the same memory.
 *
 * Shape: x `[N, L, embedDim]`, memory `[N, S, embedDim]` → `[N, L, embedDim]`; or without N.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit.
 * @example
 * const decoder = new TransformerDecoder(8, 2, 3, { feedForwardDim: 16 });
 * decoder.forward(ones([4, 5, 8]), ones([4, 7, 8]), { causal: true }).shape; // => [4, 5, 8]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class TransformerDecoder extends Module<readonly [x: Tensor, memory: Tensor, call?: DecoderCall]> {
  static override readonly kind: string = 'TransformerDecoder';

  readonly layers: readonly TransformerDecoderLayer[];
  readonly norm: LayerNorm | undefined;

  constructor(embedDim: number, numHeads: number, numLayers = 6, options: TransformerStackOptions = {}) {
    super();
    checkOptions(this.kind, options, transformerStackOptions);
    checkCount('TransformerDecoder', 'numLayers', numLayers);
    const { finalNorm = options.normFirst ?? false, ...layer } = options;
    const { eps = 1e-5, bias = true } = layer;
    this.layers = Array.from(
      { length: numLayers },
      () => new TransformerDecoderLayer(embedDim, numHeads, layer),
    );
    this.norm = finalNorm ? new LayerNorm(embedDim, { eps, bias }) : undefined;
  }

  override forward(x: Tensor, memory: Tensor, call: DecoderCall = {}): Tensor {
    return scoped(() => {
      const y = this.layers.reduce((value, layer) => layer.forward(value, memory, call), x);
      return this.norm ? this.norm.forward(y) : y;
    });
  }
}
