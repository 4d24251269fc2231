// internal
import {
  AdditiveAttention,
  type AttentionMemory,
  Dropout,
  Embedding,
  Linear,
  Module,
  MultiplicativeAttention,
} from '@neurona/layers';
import { concat, scoped, type Tensor, unbind } from '@neurona/tensor';
import {
  type AnyRecurrent,
  hiddenOf,
  makeRecurrent,
  type RecurrentStackOptions,
  type RecurrentState,
  runRecurrent,
} from './recurrent.js';

/** Sizes and settings of a decoder; the memory has the size of its state. */
export interface DecoderConfig extends RecurrentStackOptions {
  readonly vocabSize: number;
  readonly embedDim: number;
  readonly hiddenSize: number;
}

/** Where a decoder goes on. */
export interface DecoderCall {
  /** The state before the first token. */
  readonly state: RecurrentState;
  /** What it attends to. */
  readonly memory?: AttentionMemory | undefined;
  /** Tokens of each row, where rows are padded. */
  readonly lengths?: readonly number[] | undefined;
}

/** What a decoder makes of tokens. */
export interface DecoderOutput {
  /** What the next token is predicted from, for each token, `[N, L, H]`. */
  readonly features: Tensor;
  /** The state after the last token. */
  readonly state: RecurrentState;
  /** How much each step attends to each source token, `[N, L, S]`. */
  readonly weights: Tensor | undefined;
}

/** Reads target tokens int32 `[N, L]` from a state on. */
export abstract class RecurrentDecoder extends Module<
  readonly [tokens: Tensor, call: DecoderCall],
  DecoderOutput
> {
  readonly embedding: Embedding;
  readonly dropout: Dropout;
  readonly rnn: AnyRecurrent;
  abstract readonly attention: AdditiveAttention | MultiplicativeAttention | undefined;

  /** @param inputSize - Features of a step of the recurrent layers. */
  constructor(
    readonly config: DecoderConfig,
    inputSize: number,
  ) {
    super();
    const { vocabSize, embedDim, hiddenSize, dropout = 0 } = config;
    this.embedding = new Embedding(vocabSize, embedDim);
    this.dropout = new Dropout(dropout);
    this.rnn = makeRecurrent(this.kind, inputSize, hiddenSize, config);
  }
}

/** h̃ = tanh(W [c; h]), from contexts and hidden states. */
const combination = (hiddenSize: number): Linear => new Linear(2 * hiddenSize, hiddenSize, { bias: false });
const combined = (combine: Linear, contexts: Tensor, hidden: Tensor): Tensor =>
  combine.forward(concat([contexts, hidden], { axis: -1 })).tanh();

/** Without attention: all that it knows of the source is the state that it begins with (Sutskever et al., 2014). */
export class PlainDecoder extends RecurrentDecoder {
  static override readonly kind: string = 'PlainDecoder';

  readonly attention = undefined;

  constructor(config: DecoderConfig) {
    super(config, config.embedDim);
  }

  override forward(tokens: Tensor, call: DecoderCall): DecoderOutput {
    return scoped(() => {
      const x = this.dropout.forward(this.embedding.forward(tokens));
      const { output, state } = runRecurrent(this.rnn, x, call);
      return { features: output, state, weights: undefined };
    });
  }
}

/** Luong's: the new hidden state attends. No step needs another's context, so that all steps attend at once. */
export class LuongDecoder extends RecurrentDecoder {
  static override readonly kind: string = 'LuongDecoder';

  readonly attention: MultiplicativeAttention;
  readonly combine: Linear;

  constructor(config: DecoderConfig & { readonly score: 'dot' | 'general' }) {
    super(config, config.embedDim);
    const { hiddenSize, score } = config;
    this.attention = new MultiplicativeAttention(hiddenSize, hiddenSize, { score });
    this.combine = combination(hiddenSize);
  }

  override forward(tokens: Tensor, call: DecoderCall): DecoderOutput {
    return scoped(() => {
      const x = this.dropout.forward(this.embedding.forward(tokens));
      const { output: hidden, state } = runRecurrent(this.rnn, x, call);
      const { output: contexts, weights } = this.attention.forward(hidden, call.memory!);
      return { features: combined(this.combine, contexts, hidden), state, weights };
    });
  }
}

/** Bahdanau's: the hidden state before a token attends, and the cell reads the token with the context. */
export class BahdanauDecoder extends RecurrentDecoder {
  static override readonly kind: string = 'BahdanauDecoder';

  readonly attention: AdditiveAttention;
  readonly combine: Linear;

  constructor(config: DecoderConfig) {
    const { embedDim, hiddenSize } = config;
    super(config, embedDim + hiddenSize);
    this.attention = new AdditiveAttention(hiddenSize, hiddenSize);
    this.combine = combination(hiddenSize);
  }

  override forward(tokens: Tensor, { memory, lengths, ...start }: DecoderCall): DecoderOutput {
    return scoped(() => {
      const x = this.dropout.forward(this.embedding.forward(tokens));
      let { state } = start;
      const steps = unbind(x.permute([1, 0, 2])).map((token, t) => {
        const query = hiddenOf(state).select(0, -1).unsqueeze(1); // [N, 1, H]
        const { output: context, weights } = this.attention.forward(query, memory!);
        const input = concat([token.unsqueeze(1), context], { axis: -1 }); // [N, 1, E + H]
        const read = lengths?.map((length) => (length > t ? 1 : 0)); // beyond its end a row keeps its state
        const { output: hidden, state: after } = runRecurrent(this.rnn, input, { state, lengths: read });
        state = after;
        return { context, hidden, weights };
      });
      const all = (part: 'context' | 'hidden' | 'weights'): Tensor =>
        concat(
          steps.map((step) => step[part]),
          { axis: 1 },
        );
      return {
        features: combined(this.combine, all('context'), all('hidden')),
        state,
        weights: all('weights'),
      };
    });
  }
}
