import { type ChatMessage, type PretrainedTokenizer, trainBPE } from '@neurona/transformer';
import { readable } from '../../weights/readable.js';
import { tokenizer as characters } from '../../weights/writing-network.js';
import type { TokenKind } from './settings.js';

/** Merges that byte-pair encoding learns of a text. */
const mergeCount = 256;

/** What turns text into tokens and back. */
export interface Codec {
  readonly vocabSize: number;
  encode(text: string): Int32Array;
  decode(ids: readonly number[]): string;
  /** The token that begins each text, if there is one: that of a text which begins here, not within another. */
  readonly begin?: number | undefined;
  /** The tokens after which a text ends, if there are any. */
  readonly ends: readonly number[];
  /** The tokens of a conversation up to the model's answer, where there is a template for conversations. */
  readonly chat?: ((messages: readonly ChatMessage[]) => Int32Array) | undefined;
}

/** Tokens of a kind, for a text. */
export function codecFor(kind: TokenKind, text: string): Codec {
  if (kind === 'bpe') return codecOf(trainBPE(text, { vocabSize: 256 + mergeCount, specials: [] }));
  return {
    vocabSize: characters.vocabSize,
    encode: (own) => characters.encode(readable(own)),
    decode: (ids) => characters.decode(ids),
    ends: [],
  };
}

/** The tokens of a published model. Its files name tokens that end a text; its tokenizer's does so too, as templates for conversations write it. */
export function codecOf(tokenizer: PretrainedTokenizer, stopTokens: readonly number[] = []): Codec {
  const encode = (text: string) => tokenizer.encode(text, { specials: false });
  const { bosId, eosId } = tokenizer;
  return {
    vocabSize: tokenizer.vocabSize,
    encode,
    decode: (ids) => tokenizer.decode(ids),
    begin: tokenizer.encode('a')[0] === bosId ? bosId : undefined, // as Llama's and Mistral's say
    ends: eosId === undefined ? stopTokens : [...new Set([...stopTokens, eosId])],
    chat:
      (tokenizer.settings.chat_template ?? undefined) === undefined
        ? undefined
        : (messages) => encode(tokenizer.chat(messages)),
  };
}
