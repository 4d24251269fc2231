/** What turns text into tokens and back, as the tokenizers of `@neurona/datasets` do. */
export interface TextCodec {
  encode(text: string): ArrayLike<number>;
  decode(tokens: ArrayLike<number>): string;
  /** The token that ends a text, if there is one: it stops a row by default. */
  readonly eosId?: number | undefined;
}
