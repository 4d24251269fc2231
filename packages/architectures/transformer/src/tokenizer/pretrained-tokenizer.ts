import { Tokenizer as TokenizerFile } from '@huggingface/tokenizers';
import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { StreamingDecoder, type TextCodec, type TextStream } from '@neurona/generation';
import { unknownPlaces } from './aligned-text.js';
import { batchPlaces, batchTokens, type Padding, paddingOf, type TokenRow } from './batch-tokens.js';
import { mapCharacters } from './character-map.js';
import { type ChatMessage, type ChatOptions, ChatTemplate } from './chat-template.js';
import { checkMaxLength, cutTokens, type Encoded, type Traced } from './cut-tokens.js';
import { PunctuationStream } from './punctuation-stream.js';
import { placedTokens, type TokenizerJson } from './token-places.js';
import { type SpecialTokens, specialTokensOf, type TokenizerSettings } from './tokenizer-settings.js';

/** Settings of {@link PretrainedTokenizer.encode}. */
export interface PretrainedEncodeOptions {
  /** A second text, read together with the first. */
  readonly pair?: string | undefined;
  /** Whether the tokens that begin and end a text are added, as the file says; default true. */
  readonly specials?: boolean;
  /** Most tokens; longer texts are cut, special tokens are kept. Default no limit. */
  readonly maxLength?: number | undefined;
}

const encodeOptions: OptionTable<PretrainedEncodeOptions> = {
  pair: '',
  specials: true,
  maxLength: undefined,
};

/** Tokens with the places in the text that they were made of. */
export interface PretrainedEncoding {
  readonly ids: Int32Array;
  /** Which text of a pair each token belongs to, 0 or 1. */
  readonly types: Int32Array;
  /** Start and end of each token in its text, so that `text.slice(start, end)` is what it was made of; `[0, 0]` of special tokens. */
  readonly offsets: readonly (readonly [start: number, end: number])[];
}

/** Settings of {@link PretrainedTokenizer.encodeBatch} and {@link PretrainedTokenizer.encodeBatchWithOffsets}. */
export interface PretrainedBatchOptions extends Omit<PretrainedEncodeOptions, 'pair'> {
  /** Length of the rows: that of the longest text, or `maxLength` always. Default `longest`. */
  readonly padTo?: 'longest' | 'maxLength';
  /** The side that is padded, default `right`. */
  readonly side?: 'right' | 'left';
}

const batchOptions: OptionTable<PretrainedBatchOptions> = {
  specials: true,
  maxLength: undefined,
  padTo: 'longest',
  side: 'right',
};

/** Texts as rows of tokens. */
export interface PretrainedBatch {
  /** Token numbers, int32 `[N, L]`. */
  readonly ids: HostArray;
  /** True where a token is no padding, bool `[N, L]`: the `keyPaddingMask` of {@link BERT}. */
  readonly mask: HostArray;
  /** Which text of a pair each token belongs to, int32 `[N, L]`: the `tokenTypes` of {@link BERT}. */
  readonly types: HostArray;
  /** Tokens of each row, int32 `[N]`. */
  readonly lengths: HostArray;
}

/** Texts as rows of tokens, with the places in the texts that they were made of. */
export interface PretrainedBatchEncoding extends PretrainedBatch {
  /** Start and end of each token of each row in its text, as in {@link PretrainedEncoding}; `[0, 0]` of padding and special tokens. */
  readonly offsets: readonly PretrainedEncoding['offsets'][];
}

/** Settings of {@link PretrainedTokenizer.decode}. */
export interface PretrainedDecodeOptions {
  /** Whether special tokens are left out, default true. */
  readonly skipSpecials?: boolean;
}

const decodeOptions: OptionTable<PretrainedDecodeOptions> = { skipSpecials: true };

/**
 * The tokenizer of a published model, as `tokenizer.json` has it: byte-level BPE, WordPiece or Unigram, with normalisers, pre-tokenisers,
 * post-processors and added tokens. Ids are those of Hugging Face's `tokenizers`.
 * @param json - What `tokenizer.json` says.
 * @param settings - What `tokenizer_config.json` says: names of special tokens, and the template of chats.
 * @throws {@link ArgumentError} if it is no such file, or has a part that is unknown.
 * @example
 * const tokenizer = new PretrainedTokenizer({
 *   model: { type: 'WordPiece', vocab: { '[UNK]': 0, hello: 1, world: 2, '##s': 3 }, unk_token: '[UNK]', continuing_subword_prefix: '##' },
 *   normalizer: { type: 'BertNormalizer', lowercase: true },
 *   pre_tokenizer: { type: 'BertPreTokenizer' },
 *   post_processor: null,
 *   decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
 *   added_tokens: [],
 * });
 * Array.from(tokenizer.encode('Hello worlds')); // => [1, 2, 3]
 * tokenizer.decode([1, 2, 3]); // => 'hello worlds'
 */
export class PretrainedTokenizer implements TextCodec {
  readonly #file: TokenizerFile;
  readonly #specials: SpecialTokens;
  readonly #cleansUp: boolean;
  readonly #joinsPairs: boolean;
  readonly #hasTypes: boolean;
  readonly #template: ChatTemplate;
  /** Number of tokens: one more than the greatest number. */
  readonly vocabSize: number;

  constructor(
    /** What its `tokenizer.json` says. */
    readonly json: object,
    /** What its `tokenizer_config.json` says. */
    readonly settings: TokenizerSettings = {},
  ) {
    checkArgument('PretrainedTokenizer', 'tokenizer.json', json, 'record');
    checkArgument('PretrainedTokenizer', 'settings', settings, 'record');
    try {
      this.#file = new TokenizerFile(json, settings);
      mapCharacters(this.#file.normalizer);
    } catch (error) {
      throw new ArgumentError('PretrainedTokenizer', {
        expected: 'what a tokenizer.json of byte-level BPE, WordPiece or Unigram says',
        received: error instanceof Error ? error.message : error,
        cause: error,
      });
    }
    this.vocabSize = 1 + Math.max(-1, ...maxima(this.#file.get_vocab().values()));
    this.#specials = specialTokensOf(settings, (token) => this.#file.token_to_id(token));
    this.#cleansUp = settings.clean_up_tokenization_spaces ?? false;
    const processor = JSON.stringify((json as { readonly post_processor?: unknown }).post_processor) ?? '';
    this.#joinsPairs = /"type":"(?:Template|Bert|Roberta)Processing"/.test(processor);
    this.#hasTypes = !processor.includes('"type":"RobertaProcessing"'); // whose pairs are of one type
    this.#template = new ChatTemplate(settings, this.#specials.texts);
  }

  /** Number of the token that begins a text, if there is one. */
  get bosId(): number | undefined {
    return this.#specials.ids.bos;
  }

  /** Number of the token that ends a text, if there is one: it stops a row of `generate`. */
  get eosId(): number | undefined {
    return this.#specials.ids.eos;
  }

  /** Number of the token that rows are padded with, if there is one. */
  get padId(): number | undefined {
    return this.#specials.ids.pad;
  }

  /** Number of the token for what is unknown, if there is one. */
  get unkId(): number | undefined {
    return this.#specials.ids.unk;
  }

  /** Number of the token whose place is to be filled, if there is one. */
  get maskId(): number | undefined {
    return this.#specials.ids.mask;
  }

  /** Numbers of the special tokens: those that `decode` leaves out. */
  get specialIds(): readonly number[] {
    const added = [...this.#file.get_added_tokens_decoder()];
    return added.flatMap(([id, { special }]) => (special ? [id] : []));
  }

  /** The number of a token, as `[MASK]`; undefined if there is none. */
  idOf(token: string): number | undefined {
    return this.#file.token_to_id(token);
  }

  /** The token of a number as the file writes it; undefined if there is none. */
  tokenOf(id: number): string | undefined {
    return this.#file.id_to_token(id);
  }

  /**
   * Numbers of a text's tokens.
   * @throws {@link ArgumentError} if `maxLength` leaves no room for special tokens.
   */
  encode(text: string, options: PretrainedEncodeOptions = {}): Int32Array {
    return Int32Array.from(this.#encode(text, checkOptions('encode', options, encodeOptions)).ids);
  }

  /**
   * The same, and where each token stands in its text, in UTF-16 units as `text.slice` counts: what answers and labels of tokens point to.
   * The places are those of Hugging Face's `tokenizers`, which counts characters: tokens that are bytes of one character have its place
   * each, and what a normaliser joins has the place of its first character.
   * @throws {@link ArgumentError} as `encode`, and where a token isn't found in the text.
   * @example
   * const tokenizer = new PretrainedTokenizer({
   *   model: { type: 'WordPiece', vocab: { '[UNK]': 0, hello: 1, world: 2, '##s': 3 }, unk_token: '[UNK]', continuing_subword_prefix: '##' },
   *   normalizer: { type: 'BertNormalizer', lowercase: true },
   *   pre_tokenizer: { type: 'BertPreTokenizer' },
   *   post_processor: null,
   *   decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
   *   added_tokens: [],
   * });
   * tokenizer.encodeWithOffsets('Hello worlds').offsets; // => [[0, 5], [6, 11], [11, 12]]
   */
  encodeWithOffsets(text: string, options: PretrainedEncodeOptions = {}): PretrainedEncoding {
    const settings = checkOptions('encodeWithOffsets', options, encodeOptions);
    checkArgument('PretrainedTokenizer.encodeWithOffsets', 'text', text, 'string');
    const { pair, specials = true } = settings;
    checkMaxLength('PretrainedTokenizer.encodeWithOffsets', settings.maxLength);
    const whole = this.#tokens(text, pair, specials);
    const { maxLength = whole.ids.length } = settings;
    const { ids, types, sources } = this.#traced(whole, text, pair, Math.min(maxLength, whole.ids.length));
    const texts = pair === undefined ? [text] : [text, pair];
    const json = this.json as TokenizerJson;
    const places = texts.map((one) => {
      const tokens = placedTokens(this.#file, json, one);
      const wanted = this.#file.tokenize(one);
      if (tokens.length === wanted.length && tokens.every(({ token }, i) => token === wanted[i]))
        return tokens;
      throw unknownPlaces(JSON.stringify(one));
    });
    const offsets = sources.map((source): readonly [number, number] => {
      if (!source) return [0, 0];
      const { start, end } = places[source[0]]![source[1]]!;
      return [start, end];
    });
    return { ids: Int32Array.from(ids), types: Int32Array.from(types), offsets };
  }

  /**
   * Numbers of the tokens of a text to be continued: as `encode`, but if the text begins with a special token, as conversations do, it
   * has all of them, and none are added. `generateText` and `generate` call it for prompts.
   */
  encodePrompt(text: string): Int32Array {
    const plain = this.encode(text, { specials: false });
    const begins = plain.length > 0 && this.#file.get_added_tokens_decoder().get(plain[0]!)?.special === true;
    return begins ? plain : this.encode(text);
  }

  #encode(text: string, { pair, specials = true, maxLength }: PretrainedEncodeOptions): Encoded {
    checkArgument('PretrainedTokenizer.encode', 'text', text, 'string');
    checkMaxLength('PretrainedTokenizer.encode', maxLength);
    const whole = this.#tokens(text, pair, specials);
    if (maxLength === undefined || whole.ids.length <= maxLength) return whole;
    return this.#traced(whole, text, pair, maxLength);
  }

  /** Tokens cut to a length, with their sources. */
  #traced(whole: Encoded, text: string, pair: string | undefined, maxLength: number): Traced {
    const texts = pair === undefined ? [text] : [text, pair];
    const rows = texts.map((one) => this.#file.encode(one, { add_special_tokens: false }).ids);
    return cutTokens('PretrainedTokenizer.encode', whole, rows, maxLength);
  }

  #tokens(text: string, pair: string | undefined, specials: boolean): Encoded {
    const settings = { add_special_tokens: specials, return_token_type_ids: true } as const;
    if (pair === undefined || this.#joinsPairs) {
      const { ids, token_type_ids: types } = this.#file.encode(text, {
        ...settings,
        text_pair: pair ?? null,
      });
      return { ids, types: types && this.#hasTypes ? types : ids.map(() => 0) };
    }
    const [first, second] = [text, pair].map((one) => this.#file.encode(one, settings).ids) as [
      number[],
      number[],
    ];
    return { ids: [...first, ...second], types: [...first.map(() => 0), ...second.map(() => 1)] };
  }

  /**
   * Token numbers of several texts, or pairs of them, padded to one length.
   * @throws {@link ArgumentError} as in `encode`; or if texts differ in length and there is no padding token.
   */
  encodeBatch(
    texts: readonly (string | readonly [text: string, pair: string])[],
    options: PretrainedBatchOptions = {},
  ): PretrainedBatch {
    const { padTo, side, ...own } = checkOptions('encodeBatch', options, batchOptions);
    checkArgument('PretrainedTokenizer.encodeBatch', 'texts', texts, 'list');
    const rows = texts.map((item) =>
      typeof item === 'string' ? this.#encode(item, own) : this.#encode(item[0], { ...own, pair: item[1] }),
    );
    const padding = this.#padding('PretrainedTokenizer.encodeBatch', rows, options);
    return batchTokens(rows, padding, this.#paddingId ?? 0);
  }

  /**
   * The same, and where each token stands in its text, as `encodeWithOffsets` says: what training on answers and on labels of tokens needs.
   * @throws {@link ArgumentError} as in `encodeBatch` and `encodeWithOffsets`.
   */
  encodeBatchWithOffsets(
    texts: readonly (string | readonly [text: string, pair: string])[],
    options: PretrainedBatchOptions = {},
  ): PretrainedBatchEncoding {
    const { padTo, side, ...own } = checkOptions('encodeBatchWithOffsets', options, batchOptions);
    const subject = 'PretrainedTokenizer.encodeBatchWithOffsets';
    checkArgument(subject, 'texts', texts, 'list');
    const rows = texts.map((item) =>
      typeof item === 'string'
        ? this.encodeWithOffsets(item, own)
        : this.encodeWithOffsets(item[0], { ...own, pair: item[1] }),
    );
    const padding = this.#padding(subject, rows, options);
    const places = rows.map(({ offsets }) => offsets);
    return { ...batchTokens(rows, padding, this.#paddingId ?? 0), offsets: batchPlaces(places, padding) };
  }

  get #paddingId(): number | undefined {
    return this.padId ?? this.eosId;
  }

  #padding(subject: string, rows: readonly TokenRow[], options: PretrainedBatchOptions): Padding {
    const lengths = rows.map(({ ids }) => ids.length);
    return paddingOf(subject, lengths, options, this.#paddingId);
  }

  /**
   * The text of token numbers.
   * @throws {@link ArgumentError} if a number is out of range.
   */
  decode(ids: ArrayLike<number>, options: PretrainedDecodeOptions = {}): string {
    const { skipSpecials } = checkOptions('decode', options, decodeOptions);
    return this.#text(ids, skipSpecials, this.#cleansUp);
  }

  #text(ids: ArrayLike<number>, skipSpecials: boolean | undefined, cleansUp: boolean): string {
    const numbers = Array.from(checkArgument('PretrainedTokenizer.decode', 'ids', ids, 'list'));
    const outside = numbers.find((id) => !Number.isInteger(id) || id < 0);
    if (outside !== undefined) {
      throw new ArgumentError('PretrainedTokenizer.decode', {
        expected: `token numbers from 0 to ${this.vocabSize - 1}`,
        received: outside,
      });
    }
    const known = numbers.filter((id) => id < this.vocabSize); // models have rows that no token has
    if (known.length === 0) return '';
    return this.#file.decode(known, {
      skip_special_tokens: skipSpecials ?? true,
      clean_up_tokenization_spaces: cleansUp,
    });
  }

  /** A decoder that is given one token after the other, and never splits a character. */
  decodeStream(options: PretrainedDecodeOptions = {}): TextStream {
    const { skipSpecials } = checkOptions('decodeStream', options, decodeOptions);
    const stream = new StreamingDecoder((ids) => this.#text(ids, skipSpecials, false));
    return this.#cleansUp ? new PunctuationStream(stream) : stream;
  }

  /**
   * The text of a conversation, as the model was trained on it. Special tokens are in the text: encode it with `specials: false`, or by
   * `encodePrompt`, as `generateText` does.
   * @param messages - Who says what, in order.
   * @throws {@link ArgumentError} if the model has no template for chats, or the template refuses the conversation.
   */
  chat(messages: readonly ChatMessage[], options: ChatOptions = {}): string {
    return this.#template.render(messages, options);
  }
}

/** The greatest of many numbers, in pieces, as a call takes only so many arguments. */
function* maxima(values: Iterable<number>): Generator<number> {
  let most = -1;
  for (const value of values) most = Math.max(most, value);
  yield most;
}
