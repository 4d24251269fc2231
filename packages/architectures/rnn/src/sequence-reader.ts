import { ArgumentError, type OptionTable } from '@neurona/backend';
import { Dropout, Embedding, Module } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { type Lengths, paddedTokens, type TokenSequences } from './check-sequences.js';
import { type FeatureSequences, paddedFeatures } from './padded-features.js';
import {
  type AnyRecurrent,
  makeRecurrent,
  type OutputsWithState,
  type RecurrentStackOptions,
  recurrentStackOptions,
  runRecurrent,
} from './recurrent.js';

/** Sizes and settings of what reads sequences of tokens or of features. */
export interface SequenceReaderConfig extends RecurrentStackOptions {
  /** Number of tokens, where sequences are of tokens. */
  readonly vocabSize?: number;
  /** Size of the vectors of tokens, default `hiddenSize`. */
  readonly embedDim?: number;
  /** Number of features, where sequences are of features; instead of `vocabSize`. */
  readonly inputSize?: number;
  /** Size of the hidden state of each direction. */
  readonly hiddenSize: number;
  /** Whether sequences are read from the end too, default false. */
  readonly bidirectional?: boolean;
}

/** @internal */
export const sequenceReaderOptions: OptionTable<SequenceReaderConfig> = {
  ...recurrentStackOptions,
  vocabSize: 1,
  embedDim: 1,
  inputSize: 1,
  hiddenSize: 1,
  bidirectional: false,
};

/** A recurrent network over tokens or features, padded or not: what {@link SequenceClassifier} and {@link SequenceTagger} share. */
export abstract class SequenceReader<Outputs = Tensor> extends Module<
  readonly [x: TokenSequences | FeatureSequences, lengths?: Lengths],
  Outputs
> {
  readonly embedding: Embedding | undefined;
  readonly rnn: AnyRecurrent;
  readonly dropout: Dropout;

  constructor(readonly config: SequenceReaderConfig) {
    super();
    const { vocabSize, hiddenSize, embedDim = hiddenSize, inputSize, dropout = 0 } = config;
    if ((vocabSize === undefined) === (inputSize === undefined)) {
      throw new ArgumentError(this.kind, {
        expected: 'vocabSize for tokens, or inputSize for features',
        received: vocabSize === undefined ? 'neither' : 'both',
      });
    }
    this.embedding = vocabSize === undefined ? undefined : new Embedding(vocabSize, embedDim);
    this.rnn = makeRecurrent(this.kind, inputSize ?? embedDim, hiddenSize, config);
    this.dropout = new Dropout(dropout);
  }

  /** Number of features of what is read: those of both directions. */
  protected get outFeatures(): number {
    return this.config.hiddenSize * (this.config.bidirectional ? 2 : 1);
  }

  /** Outputs of every step, zero beyond a sequence's end, and the states at the ends. */
  protected read(x: TokenSequences | FeatureSequences, lengths: Lengths | undefined): OutputsWithState {
    const { x: features, lengths: own } = this.features(x, lengths);
    return runRecurrent(this.rnn, this.dropout.forward(features), { lengths: own });
  }

  private features(
    x: TokenSequences | FeatureSequences,
    lengths: Lengths | undefined,
  ): ReturnType<typeof paddedFeatures> {
    const { vocabSize, inputSize } = this.config;
    if (!this.embedding) return paddedFeatures(this.kind, x as FeatureSequences, lengths, inputSize!);
    const { tokens, lengths: own } = paddedTokens(this.kind, x as TokenSequences, lengths, vocabSize!);
    return { x: this.embedding.forward(tokens), lengths: own };
  }
}
