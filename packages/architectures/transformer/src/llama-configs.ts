import type { OptionTable } from '@neurona/backend';
import type { RotaryScaling } from './attention/rotary-frequencies.js';
import type { FeedForwardActivation } from './language-model/activations.js';

/** Sizes and settings of a `Llama`. */
export interface LlamaConfig {
  /** Number of tokens V. */
  readonly vocabSize: number;
  /** Most tokens of a text. */
  readonly contextLength: number;
  /** Size E of the vectors of tokens. */
  readonly embedDim: number;
  /** Hidden features of the feed-forward networks. */
  readonly feedForwardDim: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Number of heads of keys and values, each shared by as many heads of queries; default `numHeads`. */
  readonly numKeyValueHeads?: number;
  /** Features of a head, default `embedDim / numHeads`. */
  readonly headDim?: number;
  /** Default `silu`. */
  readonly activation?: FeedForwardActivation;
  /** Added to the mean square before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Wavelengths of rotary positions are from 2π to this times 2π, default 10000. */
  readonly rotaryBase?: number;
  readonly rotaryScaling?: RotaryScaling | undefined;
  /** Number of tokens that a token sees, itself included; by default it sees all before it. */
  readonly slidingWindow?: number | undefined;
  /** Whether queries, keys and values have biases, default false. */
  readonly inputBias?: boolean;
  /** Whether the joined heads' map has one, default false. */
  readonly outputBias?: boolean;
  /** Whether the feed-forward networks have them, default false. */
  readonly feedForwardBias?: boolean;
  /** Probability with which attention weights are dropped in training, default 0. */
  readonly dropout?: number;
  /** Whether the vectors of tokens are the weights of the logits too, default false. */
  readonly tied?: boolean;
}

/** @internal */
export const llamaConfigOptions: OptionTable<LlamaConfig> = {
  vocabSize: 1,
  contextLength: 1,
  embedDim: 1,
  feedForwardDim: 1,
  numLayers: 1,
  numHeads: 1,
  numKeyValueHeads: 1,
  headDim: 1,
  activation: 'silu',
  eps: 1e-5,
  rotaryBase: 10_000,
  rotaryScaling: undefined,
  slidingWindow: undefined,
  inputBias: false,
  outputBias: false,
  feedForwardBias: false,
  dropout: 0,
  tied: false,
};

/** Names of {@link llamaConfigs}. */
type LlamaName =
  | 'smollm2-135m'
  | 'smollm2-360m'
  | 'tinyllama-1.1b'
  | 'llama-3.2-1b'
  | 'mistral-7b'
  | 'qwen2-0.5b';

const smol = { vocabSize: 49152, contextLength: 8192, rotaryBase: 100_000, tied: true };

/** Published sizes by name. */
export const llamaConfigs: Readonly<Record<LlamaName, LlamaConfig>> = {
  'smollm2-135m': {
    ...smol,
    embedDim: 576,
    feedForwardDim: 1536,
    numLayers: 30,
    numHeads: 9,
    numKeyValueHeads: 3,
  },
  'smollm2-360m': {
    ...smol,
    embedDim: 960,
    feedForwardDim: 2560,
    numLayers: 32,
    numHeads: 15,
    numKeyValueHeads: 5,
  },
  'tinyllama-1.1b': {
    vocabSize: 32000,
    contextLength: 2048,
    embedDim: 2048,
    feedForwardDim: 5632,
    numLayers: 22,
    numHeads: 32,
    numKeyValueHeads: 4,
  },
  'llama-3.2-1b': {
    vocabSize: 128_256,
    contextLength: 131_072,
    embedDim: 2048,
    feedForwardDim: 8192,
    numLayers: 16,
    numHeads: 32,
    numKeyValueHeads: 8,
    rotaryBase: 500_000,
    rotaryScaling: {
      type: 'llama3',
      factor: 32,
      lowFrequencyFactor: 1,
      highFrequencyFactor: 4,
      originalContextLength: 8192,
    },
    tied: true,
  },
  'mistral-7b': {
    vocabSize: 32000,
    contextLength: 32768,
    embedDim: 4096,
    feedForwardDim: 14336,
    numLayers: 32,
    numHeads: 32,
    numKeyValueHeads: 8,
    slidingWindow: 4096,
  },
  'qwen2-0.5b': {
    vocabSize: 151_936,
    contextLength: 131_072,
    embedDim: 896,
    feedForwardDim: 4864,
    numLayers: 24,
    numHeads: 14,
    numKeyValueHeads: 2,
    eps: 1e-6,
    rotaryBase: 1_000_000,
    inputBias: true,
    tied: true,
  },
};
