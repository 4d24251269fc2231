import { type PretrainedTokenizer, trainBPE } from '@neurona/transformer';
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
  /** The token after which a text ends, if there is one. */
  readonly end?: number | undefined;
}

/** Tokens of a kind, for a text. */
export function codecFor(kind: TokenKind, text: string): Codec {
  if (kind === 'bpe') return codecOf(trainBPE(text, { vocabSize: 256 + mergeCount, specials: [] }));
  return {
    vocabSize: characters.vocabSize,
    encode: (own) => characters.encode(readable(own)),
    decode: (ids) => characters.decode(ids),
  };
}

/** The tokens of a published model. */
export const codecOf = (tokenizer: PretrainedTokenizer): Codec => ({
  vocabSize: tokenizer.vocabSize,
  encode: (text) => tokenizer.encode(text, { specials: false }),
  decode: (ids) => tokenizer.decode(ids),
  end: tokenizer.eosId,
});
