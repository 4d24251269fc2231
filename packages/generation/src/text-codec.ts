/** Turns tokens into text one after the other. */
export interface TextStream {
  /** The text that a token adds; empty while a character is not all there. */
  push(token: number): string;
  /** What was held back, once no token follows. */
  end(): string;
}

/** What turns text into tokens and back, as the tokenizers of `@neurona/datasets` do. */
export interface TextCodec {
  encode(text: string): ArrayLike<number>;
  /** Tokens of a text that is to be continued, as a conversation with its special tokens; default `encode`. */
  encodePrompt?(text: string): ArrayLike<number>;
  decode(tokens: ArrayLike<number>): string;
  /** Decodes one token after the other; default a {@link StreamingDecoder} of `decode`. */
  decodeStream?(): TextStream;
  /** The token that ends a text, if there is one: it stops a row by default. */
  readonly eosId?: number | undefined;
}
