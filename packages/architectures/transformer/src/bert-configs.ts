import type { OptionTable } from '@neurona/backend';
import type { FeedForwardActivation } from './language-model/activations.js';

/** Sizes and settings of a `BERT`. */
export interface BERTConfig {
  /** Number of tokens V. */
  readonly vocabSize: number;
  /** Most tokens of a text, or of a pair. */
  readonly contextLength: number;
  /** Size E of the vectors of tokens. */
  readonly embedDim: number;
  readonly numLayers: number;
  readonly numHeads: number;
  /** Hidden features of the feed-forward networks, default `4 · embedDim`. */
  readonly feedForwardDim?: number;
  /** Number of texts that are read together, default 2. */
  readonly numTypes?: number;
  /** Default `gelu`. */
  readonly activation?: FeedForwardActivation;
  /** Probability with which embeddings and what layers add are dropped in training, default 0.1. */
  readonly dropout?: number;
  /** Probability with which attention weights are dropped in training, default that of `dropout`. */
  readonly attentionDropout?: number | undefined;
  /** Added to the variance before its root is taken, default 1e-12. */
  readonly eps?: number;
  /** Whether there is a vector for the whole text, default true. */
  readonly pooler?: boolean;
}

/** @internal */
export const bertConfigOptions: OptionTable<BERTConfig> = {
  vocabSize: 1,
  contextLength: 1,
  embedDim: 1,
  numLayers: 1,
  numHeads: 1,
  feedForwardDim: 4,
  numTypes: 2,
  activation: 'gelu',
  dropout: 0.1,
  attentionDropout: 0.1,
  eps: 1e-12,
  pooler: true,
};

const published = { contextLength: 512 };
const uncased = { ...published, vocabSize: 30522 };

/** Published sizes by name. */
export const bertConfigs: Readonly<
  Record<'bert-tiny' | 'bert-base-uncased' | 'bert-base-cased' | 'bert-large-uncased', BERTConfig>
> = {
  'bert-tiny': { ...uncased, embedDim: 128, numLayers: 2, numHeads: 2 },
  'bert-base-uncased': { ...uncased, embedDim: 768, numLayers: 12, numHeads: 12 },
  'bert-base-cased': { ...published, vocabSize: 28996, embedDim: 768, numLayers: 12, numHeads: 12 },
  'bert-large-uncased': { ...uncased, embedDim: 1024, numLayers: 24, numHeads: 16 },
};
