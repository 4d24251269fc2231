import { checkOptions, type OptionTable } from '@neurona/backend';
import { scoped, type Tensor, uniform } from '@neurona/tensor';
import { Module } from '../module.js';
import { type TransformerLayerOptions, transformerLayerOptions } from './feed-forward.js';
import type { AttentionCall } from './multihead-attention.js';
import { type DecoderCall, decoderCallOptions, TransformerDecoder } from './transformer-decoder.js';
import { TransformerEncoder } from './transformer-encoder.js';

/** Settings of {@link Transformer}. */
export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 6. */
  readonly numEncoderLayers?: number;
  /** Default 6. */
  readonly numDecoderLayers?: number;
}

/** Settings of a call of {@link Transformer}; `mask`, `keyPaddingMask` and `causal` are of the target. */
export interface TransformerCall extends DecoderCall {
  /** Mask of the attention among sources. */
  readonly sourceMask?: AttentionCall['mask'];
  /** Which elements of the source may be attended to. */
  readonly sourceKeyPaddingMask?: AttentionCall['keyPaddingMask'];
}

const transformerOptions: OptionTable<TransformerOptions> = {
  ...transformerLayerOptions,
  numEncoderLayers: 6,
  numDecoderLayers: 6,
};

const callOptions: OptionTable<TransformerCall> = {
  ...decoderCallOptions,
  sourceMask: undefined,
  sourceKeyPaddingMask: undefined,
};

/**
 * A transformer: an encoder of the source, and a decoder of the target that attends to the encoder's output. Embeddings,
 * positions and the last linear layer are not part of it.
 *
 *     y = decoder(target, encoder(source))
 *
 * Shape: source `[N, S, embedDim]`, target `[N, L, embedDim]` → `[N, L, embedDim]`; or without N. Matrices are Xavier-uniform;
 * encoder and decoder each end in a normalisation.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or the heads don't divide embedDim; {@link
 * ShapeError} in `forward` if a shape doesn't fit.
 * @example
 * const model = new Transformer(8, 2, { numEncoderLayers: 1, numDecoderLayers: 1, feedForwardDim: 16 });
 * model.forward(ones([4, 7, 8]), ones([4, 5, 8]), { causal: true }).shape; // => [4, 5, 8]
 * @see Vaswani et al., "Attention Is All You Need", 2017, arXiv:1706.03762
 */
export class Transformer extends Module<readonly [source: Tensor, target: Tensor, call?: TransformerCall]> {
  static override readonly kind: string = 'Transformer';

  readonly encoder: TransformerEncoder;
  readonly decoder: TransformerDecoder;

  constructor(
    readonly embedDim = 512,
    readonly numHeads = 8,
    options: TransformerOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, transformerOptions);
    const { numEncoderLayers = 6, numDecoderLayers = 6, ...layer } = options;
    const stack = { ...layer, finalNorm: true };
    this.encoder = new TransformerEncoder(embedDim, numHeads, numEncoderLayers, stack);
    this.decoder = new TransformerDecoder(embedDim, numHeads, numDecoderLayers, stack);
    for (const parameter of this.parameters()) {
      if (parameter.ndim < 2) continue;
      const bound = Math.sqrt(6 / (parameter.shape[0]! + parameter.shape[1]!));
      scoped(() => parameter.set(uniform(parameter.shape, { low: -bound, high: bound })));
    }
  }

  override forward(source: Tensor, target: Tensor, call: TransformerCall = {}): Tensor {
    const { sourceMask, sourceKeyPaddingMask, ...decoding } = checkOptions(this.kind, call, callOptions);
    return scoped(() => {
      const memory = this.encoder.forward(source, {
        mask: sourceMask,
        keyPaddingMask: sourceKeyPaddingMask,
      });
      return this.decoder.forward(target, memory, decoding);
    });
  }
}
