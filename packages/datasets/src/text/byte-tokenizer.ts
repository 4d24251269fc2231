import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { savedObject } from '../saved-state.js';
import { checkSpecials, type SpecialToken, specialText } from './special-tokens.js';
import { savedSpecials, Tokenizer } from './tokenizer.js';

/** Settings of {@link ByteTokenizer}. */
export interface ByteTokenizerOptions {
  /** Special tokens, some of pad, unk, bos and eos, numbered in this order before the bytes. Default pad. */
  readonly specials?: readonly SpecialToken[];
}

const byteTokenizerOptions: OptionTable<ByteTokenizerOptions> = { specials: undefined };

/** What a {@link ByteTokenizer} is saved as. */
export interface ByteTokenizerState {
  readonly type: 'ByteTokenizer';
  readonly specials: readonly SpecialToken[];
}

/**
 * A tokenizer with a token for each of the 256 bytes of UTF-8, after the special tokens: it can encode every text, and nothing
 * is learned. Bytes that are no UTF-8 are decoded as U+FFFD.
 * @example
 * const tokenizer = new ByteTokenizer({ specials: [] });
 * tokenizer.encode('añ'); // => [97, 195, 177]
 * tokenizer.decode([97, 195, 177]); // => 'añ'
 * new ByteTokenizer().encode('a'); // => [98]
 */
export class ByteTokenizer extends Tokenizer {
  override readonly type = 'ByteTokenizer';
  #specials: readonly SpecialToken[];

  constructor(options: ByteTokenizerOptions = {}) {
    super();
    checkOptions('ByteTokenizer', options, byteTokenizerOptions);
    this.#specials = checkSpecials('ByteTokenizer', options.specials ?? ['pad']);
  }

  override get specials(): readonly SpecialToken[] {
    return this.#specials;
  }

  override get vocabSize(): number {
    return this.#specials.length + 256;
  }

  protected override tokenIds(text: string): Int32Array {
    return Int32Array.from(new TextEncoder().encode(text), (byte) => byte + this.#specials.length);
  }

  protected override textOf(ids: readonly number[]): string {
    const encoder = new TextEncoder();
    const bytes = ids.flatMap((id) => {
      const special = this.#specials[id];
      return special ? [...encoder.encode(specialText(special))] : [id - this.#specials.length];
    });
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  }

  override stateDict(): ByteTokenizerState {
    return { type: 'ByteTokenizer', specials: [...this.#specials] };
  }

  override loadStateDict(state: object): this {
    const saved = savedObject(this.type, state, `a state of ${this.type}`);
    if (saved.type !== this.type) {
      throw new ArgumentError(`${this.type}.loadStateDict`, {
        expected: `a state of ${this.type}`,
        received: `one of ${String(saved.type)}`,
      });
    }
    this.#specials = savedSpecials(this.type, saved);
    return this;
  }
}
