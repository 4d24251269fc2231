import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { savedObject, savedTexts } from '../saved-state.js';
import { checkSpecials, type SpecialToken, specialText } from './special-tokens.js';
import { savedSpecials, Tokenizer } from './tokenizer.js';

/** Settings of tokenizers that learn their tokens. */
export interface VocabularyOptions {
  /** Special tokens, some of pad, unk, bos and eos, numbered in this order. Default pad and unk. */
  readonly specials?: readonly SpecialToken[];
  /** How often a token must occur in the texts to be included, default 1. */
  readonly minFrequency?: number;
  /** Maximum size of the vocabulary, special tokens included; the most frequent tokens are kept. Default no limit. */
  readonly maxSize?: number;
  /** Whether to lowercase texts first, default false. */
  readonly lowercase?: boolean;
  /**
   * Unicode normalization of texts, so that an é of one character and one of two are the same. Default `NFC`, which composes
   * them; `none` leaves texts as they are.
   */
  readonly normalization?: TextNormalization;
}

/** A form of Unicode, or none. */
export type TextNormalization = 'NFC' | 'NFD' | 'NFKC' | 'NFKD' | 'none';

const normalizations: readonly unknown[] = ['NFC', 'NFD', 'NFKC', 'NFKD', 'none'];

const vocabularyOptions: OptionTable<VocabularyOptions> = {
  specials: undefined,
  minFrequency: 1,
  maxSize: 1,
  lowercase: false,
  normalization: 'NFC',
};

/** What such a tokenizer is saved as. */
export interface VocabularyState {
  readonly type: string;
  readonly specials: readonly SpecialToken[];
  readonly lowercase: boolean;
  /** Missing in states of before there was one: none. */
  readonly normalization?: TextNormalization;
  /** Tokens that are not special, in the order of their numbers. */
  readonly tokens: readonly string[];
}

/** A tokenizer with a vocabulary learned from texts. */
export abstract class VocabularyTokenizer extends Tokenizer {
  #specials: readonly SpecialToken[];
  #lowercase: boolean;
  #normalization: TextNormalization;
  #minFrequency: number;
  #maxSize: number;
  #tokens: readonly string[] | undefined;
  #ids: ReadonlyMap<string, number> = new Map();

  constructor(subject: string, options: VocabularyOptions = {}) {
    super();
    const {
      minFrequency = 1,
      maxSize = Number.POSITIVE_INFINITY,
      lowercase = false,
    } = checkOptions(subject, options, vocabularyOptions);
    this.#specials = checkSpecials(subject, options.specials ?? ['pad', 'unk']);
    this.#lowercase = lowercase;
    this.#normalization = checkNormalization(subject, options.normalization ?? 'NFC');
    this.#minFrequency = minFrequency;
    this.#maxSize = maxSize;
    if (!(minFrequency >= 1)) {
      throw new ArgumentError(subject, { expected: 'minFrequency of at least 1', received: minFrequency });
    }
    if (!(maxSize > this.#specials.length)) {
      throw new ArgumentError(subject, {
        expected: `maxSize above ${this.#specials.length}, the number of special tokens`,
        received: maxSize,
      });
    }
  }

  /** The pieces of a text. */
  protected abstract split(text: string): Iterable<string>;
  /** A text of pieces. */
  protected abstract join(pieces: readonly string[]): string;
  /** Puts tokens, the most frequent first, into the order of their numbers. */
  protected abstract order(tokens: string[]): string[];

  /**
   * Learns the tokens of texts.
   * @throws {@link ArgumentError} if there are none.
   */
  fit(texts: string | Iterable<string>): this {
    const isIterable =
      typeof texts === 'string' || (typeof texts === 'object' && texts !== null && Symbol.iterator in texts);
    if (!isIterable)
      throw new ArgumentError(`${this.type}.fit`, { expected: 'a text, or several', received: texts });
    const counts = new Map<string, number>();
    for (const text of typeof texts === 'string' ? [texts] : texts) {
      checkArgument(`${this.type}.fit`, 'each text', text, 'string');
      for (const piece of this.split(this.#prepared(text))) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    }
    const frequency = (token: string): number => counts.get(token) ?? 0;
    const kept = [...counts.keys()]
      .filter((token) => frequency(token) >= this.#minFrequency)
      .sort((a, b) => frequency(b) - frequency(a) || compareTokens(a, b))
      .slice(0, this.#maxSize - this.#specials.length);
    if (kept.length === 0) {
      throw new ArgumentError(`${this.type}.fit`, { expected: 'texts with tokens', received: 'none' });
    }
    this.#setTokens(this.order(kept));
    return this;
  }

  override get specials(): readonly SpecialToken[] {
    return this.#specials;
  }

  /** All tokens by their numbers, special ones written as `<pad>`. */
  get tokens(): readonly string[] {
    return [...this.#specials.map(specialText), ...this.#known];
  }

  override get vocabSize(): number {
    return this.#specials.length + this.#known.length;
  }

  /** The number of a token, if it has one. */
  idOf(token: string): number | undefined {
    return this.#ids.get(token);
  }

  protected override tokenIds(text: string): Int32Array {
    const ids: number[] = [];
    const known = this.#known;
    const { unkId } = this;
    for (const piece of this.split(this.#prepared(text))) {
      const id = this.#ids.get(piece) ?? unkId;
      if (id === undefined) {
        throw new ArgumentError(this.type, {
          expected: `one of its ${known.length} tokens`,
          received: JSON.stringify(piece),
          hint: "Fit on texts that have it, or add 'unk' to the specials.",
        });
      }
      ids.push(id);
    }
    return Int32Array.from(ids);
  }

  protected override textOf(ids: readonly number[]): string {
    const { tokens } = this;
    return this.join(ids.map((id) => tokens[id]!));
  }

  override stateDict(): VocabularyState {
    return {
      type: this.type,
      specials: [...this.#specials],
      lowercase: this.#lowercase,
      normalization: this.#normalization,
      tokens: [...this.#known],
    };
  }

  override loadStateDict(state: object): this {
    const saved = savedObject(this.type, state, `a state of ${this.type}`);
    if (saved.type !== this.type || typeof saved.lowercase !== 'boolean') {
      throw new ArgumentError(`${this.type}.loadStateDict`, {
        expected: `a state of ${this.type}`,
        received: `one of ${String(saved.type)}`,
      });
    }
    const specials = savedSpecials(this.type, saved);
    const normalization = checkNormalization(`${this.type}.loadStateDict`, saved.normalization ?? 'none');
    const tokens = savedTexts(this.type, saved, 'tokens');
    if (new Set(tokens).size !== tokens.length || tokens.length === 0) {
      throw new ArgumentError(`${this.type}.loadStateDict`, {
        expected: 'different strings as "tokens"',
        received: tokens.length === 0 ? 'none' : 'some twice',
      });
    }
    this.#specials = specials;
    this.#lowercase = saved.lowercase;
    this.#normalization = normalization;
    this.#setTokens(tokens);
    return this;
  }

  #setTokens(tokens: readonly string[]): void {
    this.#tokens = tokens;
    this.#ids = new Map(tokens.map((token, place) => [token, place + this.#specials.length]));
  }

  #prepared(text: string): string {
    const cased = this.#lowercase ? text.toLowerCase() : text;
    return this.#normalization === 'none' ? cased : cased.normalize(this.#normalization);
  }

  get #known(): readonly string[] {
    if (this.#tokens) return this.#tokens;
    throw new ArgumentError(this.type, {
      expected: 'to be fitted',
      received: 'no tokens',
      hint: 'Call fit with the texts to learn from, or loadStateDict.',
    });
  }
}

function checkNormalization(subject: string, form: unknown): TextNormalization {
  if (normalizations.includes(form)) return form as TextNormalization;
  throw new ArgumentError(subject, {
    expected: `normalization to be one of ${normalizations.join(', ')}`,
    received: form,
  });
}

/** By code units: the same on every machine, whatever its language. */
const compareTokens = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
