// Mikolov et al., "Recurrent Neural Network Based Language Model", 2010; Karpathy, "The Unreasonable Effectiveness of Recurrent Neural
// Networks", 2015
//
//     tokens [N, L] → embedding [N, L, E] → recurrent layers [N, L, H] → linear → logits of the next token [N, L, V]
//
// Dropout follows Zaremba et al., 2014: on what goes in, between layers, and on what comes out, not along time.
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import type { NextTokenCall, NextTokenScores, TokenModel } from '@neurona/generation';
import { Dropout, Embedding, initUniform, Linear, Module } from '@neurona/layers';
import { isTensor, Parameter, scoped, type Tensor, zeros } from '@neurona/tensor';
import { type Lengths, paddedTokens, type TokenSequences } from './check-sequences.js';
import {
  type AnyRecurrent,
  hiddenOf,
  makeRecurrent,
  mapState,
  type OutputsWithState,
  type RecurrentStackOptions,
  type RecurrentState,
  recurrentStackOptions,
  runRecurrent,
} from './recurrent.js';

/** Sizes and settings of a {@link RecurrentLanguageModel}. */
export interface RecurrentLanguageModelConfig extends RecurrentStackOptions {
  /** Number of tokens. */
  readonly vocabSize: number;
  /** Size of the hidden state. */
  readonly hiddenSize: number;
  /** Size of the vectors of tokens, default `hiddenSize`. */
  readonly embedDim?: number;
  /** Whether the vectors of tokens are the weights of the last layer too, default false. They have `hiddenSize` then. */
  readonly tied?: boolean;
}

const configOptions: OptionTable<RecurrentLanguageModelConfig> = {
  ...recurrentStackOptions,
  vocabSize: 1,
  hiddenSize: 1,
  embedDim: 1,
  tied: false,
};

/** What a call of a language model begins with, and where its sequences end. */
export interface LanguageModelCall {
  /** The state that an earlier call returned, default zeros. */
  readonly state?: RecurrentState | undefined;
  /** Lengths of padded rows, or a mask that is true up to the end of each; default all steps. */
  readonly lengths?: Lengths | undefined;
}

const callOptions: OptionTable<LanguageModelCall> = { state: undefined, lengths: undefined };

/**
 * A recurrent language model: reads tokens and scores the one that follows each.
 *
 *     h_t = cell(embedding[token_t], h_{t-1})        logits_t = h_t · W + b        P(token_{t+1} | tokens so far) = softmax(logits_t)
 *
 * Shape: tokens int32 `[N, L]`, or rows of any lengths, → logits `[N, L, V]`. Parameters: `embedding.weight` `[V, E]`, `rnn.layers.k` as of
 * `LSTM`, `fc.weight` `[H, V]` and `fc.bias` `[V]`; tied, only `bias` `[V]`, and W is the transposed embedding.
 * @param config - `vocabSize`, `hiddenSize`; `embedDim` (hiddenSize), `cell` (lstm), `numLayers` (1), `dropout` (0), `tied` (false).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or tied sizes differ; in `forward` if a token is known to
 * be out of range.
 * @example
 * const model = new RecurrentLanguageModel({ vocabSize: 65, hiddenSize: 32, numLayers: 2 });
 * model.forward(tensor([[1, 2, 3]], { dtype: 'int32' })).shape; // => [1, 3, 65]
 * @see Mikolov et al., "Recurrent Neural Network Based Language Model", 2010
 * @see Press, Wolf, "Using the Output Embedding to Improve Language Models", 2017, arXiv:1608.05859 (tied)
 */
export class RecurrentLanguageModel
  extends Module<readonly [tokens: TokenSequences, call?: LanguageModelCall | Lengths]>
  implements TokenModel<RecurrentState>
{
  static override readonly kind: string = 'RecurrentLanguageModel';

  readonly embedding: Embedding;
  readonly dropout: Dropout;
  readonly rnn: AnyRecurrent;
  readonly fc: Linear | undefined;
  readonly bias: Parameter | undefined;

  constructor(readonly config: RecurrentLanguageModelConfig) {
    super();
    checkOptions('RecurrentLanguageModel', config, configOptions);
    const { vocabSize, hiddenSize, embedDim = hiddenSize, tied = false } = config;
    if (tied && embedDim !== hiddenSize) {
      throw new ArgumentError('RecurrentLanguageModel', {
        expected: `embedDim to be hiddenSize, ${hiddenSize}, where embeddings are tied`,
        received: embedDim,
      });
    }
    this.embedding = new Embedding(vocabSize, embedDim);
    if (tied) initUniform(this.embedding.weight, { low: -0.1, high: 0.1 }); // as weights of logits, N(0, 1) is too large
    this.dropout = new Dropout(config.dropout ?? 0);
    this.rnn = makeRecurrent('RecurrentLanguageModel', embedDim, hiddenSize, config);
    this.fc = tied ? undefined : new Linear(hiddenSize, vocabSize);
    this.bias = tied ? scoped(() => new Parameter(zeros([vocabSize]))) : undefined;
  }

  get vocabSize(): number {
    return this.config.vocabSize;
  }

  /** Logits of the token after each. What is read after a row's own end, by lengths or a mask, has no influence on its state. */
  override forward(tokens: TokenSequences, call: LanguageModelCall | Lengths = {}): Tensor {
    return scoped(() => this.scores(this.read(tokens, isLengths(call) ? { lengths: call } : call).output));
  }

  /**
   * The same from a state on, with the state after the last step: what `fit` with `carryState` trains.
   * @param state - That of an earlier call, undefined for zeros.
   * @example
   * const model = new RecurrentLanguageModel({ vocabSize: 9, hiddenSize: 4, cell: 'gru' });
   * const first = model.forwardFrom(undefined, tensor([[1, 2]], { dtype: 'int32' }));
   * model.forwardFrom(first.state, tensor([[3]], { dtype: 'int32' })).output.shape; // => [1, 1, 9]
   */
  forwardFrom(state: RecurrentState | undefined, tokens: TokenSequences): OutputsWithState {
    return scoped(() => {
      const { output, state: after } = this.read(tokens, { state });
      return { output: this.scores(output), state: after };
    });
  }

  /** Scores of the token after the last one of each row, for `generate` of `@neurona/generation`. */
  nextToken(tokens: Tensor, call: NextTokenCall<RecurrentState>): NextTokenScores<RecurrentState> {
    return scoped(() => {
      const { state } = this.read(tokens, call);
      return { logits: this.scores(hiddenOf(state).select(0, -1)), state };
    });
  }

  /** The state of some rows. */
  selectRows(state: RecurrentState, rows: Tensor): RecurrentState {
    return mapState(state, (x) => x.indexSelect(1, rows));
  }

  private read(x: TokenSequences, call: LanguageModelCall): OutputsWithState {
    const { state, lengths: given } = checkOptions(this.kind, call, callOptions);
    const { tokens, lengths } = paddedTokens(this.kind, x, given, this.vocabSize);
    return runRecurrent(this.rnn, this.dropout.forward(this.embedding.forward(tokens)), { state, lengths });
  }

  /** Logits of features `[..., H]`. */
  private scores(features: Tensor): Tensor {
    const x = this.dropout.forward(features);
    return this.fc ? this.fc.forward(x) : x.matmul(this.embedding.weight.t()).add(this.bias!);
  }
}

/** Whether a call is the lengths alone, as a loader's `padCollate` adds them after the tokens. */
const isLengths = (call: LanguageModelCall | Lengths): call is Lengths =>
  isTensor(call) || Array.isArray(call);

/**
 * A network that writes letter by letter, of the size of Karpathy's for larger texts: two LSTM layers of 256.
 * @param vocabSize - Number of different characters.
 * @param overrides - What should be otherwise, as `{ hiddenSize: 512, dropout: 0.5 }`.
 * @example
 * charRNN(65, { hiddenSize: 64 }).rnn.layers.length; // => 2
 * @see Karpathy, "The Unreasonable Effectiveness of Recurrent Neural Networks", 2015
 */
export const charRNN = (
  vocabSize: number,
  overrides: Partial<Omit<RecurrentLanguageModelConfig, 'vocabSize'>> = {},
): RecurrentLanguageModel =>
  new RecurrentLanguageModel({ vocabSize, hiddenSize: 256, numLayers: 2, ...overrides });
