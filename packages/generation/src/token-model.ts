import type { Tensor } from '@neurona/tensor';

/** What {@link TokenModel.nextToken} is called with besides the tokens. */
export interface NextTokenCall<State> {
  /** The state that the last call returned, default that of no tokens read yet. */
  readonly state?: State | undefined;
  /** Tokens of each row, where rows are padded at their ends to one length; default all. */
  readonly lengths?: readonly number[] | undefined;
}

/** Scores of the token that follows, and the state that continues from here. */
export interface NextTokenScores<State> {
  /** Logits of the token after the last one of each row, `[N, V]`. */
  readonly logits: Tensor;
  /** Tensors, alone or in arrays and records; the caller owns them and frees them. */
  readonly state: State;
}

/**
 * What a model must do so that texts can be generated with it: it reads tokens and scores the one that follows. Its state is what it
 * remembers of the tokens before, as hidden states or keys and values, and is not its own: calls with different states don't disturb
 * each other. A model that extends `Module` is in evaluation mode while it is called.
 * @see `RecurrentLanguageModel` of `@neurona/rnn`
 */
export interface TokenModel<State = unknown> {
  /** Number of tokens V. */
  readonly vocabSize: number;
  /**
   * Most tokens of a text, prompt included; undefined where there is no limit. A prompt that is as long is continued by one token, which
   * the model need not read.
   */
  readonly contextLength?: number | undefined;
  /**
   * Reads tokens int32 `[N, L]` that follow those of the state.
   * @returns Scores of the next token, and a state of tensors other than those it was called with, or the same ones.
   */
  nextToken(tokens: Tensor, call: NextTokenCall<State>): NextTokenScores<State>;
  /**
   * The state of some of the rows, in the order of their numbers, which may repeat.
   * @param rows - int32 `[M]`.
   */
  selectRows(state: State, rows: Tensor): State;
}
