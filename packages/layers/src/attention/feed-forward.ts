import { ArgumentError, type OptionTable } from '@neurona/backend';
import { type Generator, gelu, relu, type Tensor } from '@neurona/tensor';
import type { RotaryPositions } from './positions.js';

/** Activation of the hidden features of a transformer's feed-forward network. */
export type TransformerActivation = 'relu' | 'gelu' | ((x: Tensor) => Tensor);

/** Settings of {@link TransformerEncoderLayer} and {@link TransformerDecoderLayer}. */
export interface TransformerLayerOptions {
  /** Hidden features of the feed-forward network, default 2048. */
  readonly feedForwardDim?: number;
  /** Probability with which values and attention weights are dropped in training, default 0.1. */
  readonly dropout?: number;
  /** Default `relu`. */
  readonly activation?: TransformerActivation;
  /**
   * Whether to normalise the inputs of attention and feed-forward network (pre-norm) instead of the sums after them (post-norm,
   * the default).
   */
  readonly normFirst?: boolean;
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Whether linear maps and normalisations add biases, default true. */
  readonly bias?: boolean;
  /** Rotary positions for queries and keys of self-attention; of size `embedDim / numHeads`. */
  readonly rotary?: RotaryPositions | undefined;
  /** Where the choice of what is dropped comes from, default the generator that `manualSeed` sets. */
  readonly rng?: Generator;
}

/** @internal */
export const transformerLayerOptions: OptionTable<TransformerLayerOptions> = {
  feedForwardDim: 2048,
  dropout: 0.1,
  activation: 'relu',
  normFirst: false,
  eps: 1e-5,
  bias: true,
  rotary: undefined,
  rng: undefined,
};

/** @internal The function of an activation's name. */
export function activationOf(
  subject: string,
  activation: TransformerActivation = 'relu',
): (x: Tensor) => Tensor {
  if (typeof activation === 'function') return activation;
  if (activation === 'relu') return relu;
  if (activation === 'gelu') return (x) => gelu(x);
  throw new ArgumentError(subject, {
    expected: "activation to be 'relu', 'gelu' or a function",
    received: activation,
  });
}
