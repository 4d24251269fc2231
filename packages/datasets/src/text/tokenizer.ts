import {
  ArgumentError,
  checkArgument,
  checkOptions,
  describeShape,
  type OptionTable,
} from '@neurona/backend';
import { type HostArray, isHostArray } from '../host-array.js';
import { checkSpecials, type SpecialToken, specialText } from './special-tokens.js';

/** Settings of {@link Tokenizer.encode}. */
export interface EncodeOptions {
  /** Whether to add the beginning-of-text token, default false. */
  readonly bos?: boolean;
  /** Whether to add the end-of-text token, default false. */
  readonly eos?: boolean;
  /** Maximum number of tokens; longer texts are truncated at the end, keeping beginning and end token. Default no limit. */
  readonly maxLength?: number;
}

/** @internal */
const encodeOptions: OptionTable<EncodeOptions> = { bos: false, eos: false, maxLength: 1 };

/** Settings of {@link Tokenizer.encodeBatch}. */
export interface EncodeBatchOptions extends EncodeOptions {
  /** Length of the rows: that of the longest text, or `maxLength` always. Default 'longest'. */
  readonly padTo?: 'longest' | 'maxLength';
  /** The side that is padded, default 'right'. */
  readonly side?: 'right' | 'left';
}

const encodeBatchOptions: OptionTable<EncodeBatchOptions> = {
  ...encodeOptions,
  padTo: 'longest',
  side: 'right',
};

/** Texts as rows of token numbers. */
export interface EncodedBatch {
  /** Token numbers, int32 `[N, L]`. */
  readonly ids: HostArray;
  /**
   * True where there are tokens, false where there is padding: bool `[N, L]`. Pass it to `MultiheadAttention` as `keyPaddingMask`.
   */
  readonly mask: HostArray;
  /** Tokens of each text, int32 `[N]`. */
  readonly lengths: HostArray;
}

/** Settings of {@link Tokenizer.decode}. */
export interface DecodeOptions {
  /** Whether to skip special tokens, default true; otherwise they are written as `<pad>`. */
  readonly skipSpecials?: boolean;
}

const decodeOptions: OptionTable<DecodeOptions> = { skipSpecials: true };

/** Converts text to token ids and back. Special tokens have the first ids, in the order given. */
export abstract class Tokenizer {
  /** Its name in errors and saved states. */
  abstract readonly type: string;
  /** Number of tokens, special ones included. */
  abstract readonly vocabSize: number;
  /** Special tokens in the order of their numbers. */
  abstract readonly specials: readonly SpecialToken[];

  /** Numbers of the tokens of a text. */
  protected abstract tokenIds(text: string): Int32Array;
  /** The text of tokens that are not special, written as specials where they are and not left out. */
  protected abstract textOf(ids: readonly number[]): string;
  /** What it has learned and its settings, as plain JSON. */
  abstract stateDict(): object;
  /**
   * Takes learned tokens and settings, as read from JSON.
   * @throws {@link ArgumentError} if they are not of such a tokenizer; nothing is changed then.
   */
  abstract loadStateDict(state: object): this;

  /** Number of the padding token, if there is one. */
  get padId(): number | undefined {
    return this.#special('pad');
  }

  /** Number of the token for what is unknown, if there is one. */
  get unkId(): number | undefined {
    return this.#special('unk');
  }

  /** Number of the token for the beginning, if there is one. */
  get bosId(): number | undefined {
    return this.#special('bos');
  }

  /** Number of the token for the end, if there is one. */
  get eosId(): number | undefined {
    return this.#special('eos');
  }

  /**
   * Numbers of a text's tokens.
   * @throws {@link ArgumentError} if a token is unknown and there is none for such, or `maxLength` leaves no room.
   */
  encode(text: string, options: EncodeOptions = {}): Int32Array {
    return this.#encode(text, checkOptions('encode', options, encodeOptions));
  }

  #encode(text: string, options: EncodeOptions): Int32Array {
    const before = options.bos ? [this.#needed('bos')] : [];
    const after = options.eos ? [this.#needed('eos')] : [];
    const room = checkLength(this.type, options.maxLength) - before.length - after.length;
    if (room < 0) {
      throw new ArgumentError(this.type, {
        expected: `maxLength of at least ${before.length + after.length}, for the special tokens`,
        received: options.maxLength,
      });
    }
    const ids = this.tokenIds(checkArgument(`${this.type}.encode`, 'text', text, 'string')).subarray(0, room);
    const result = new Int32Array(before.length + ids.length + after.length);
    result.set(before);
    result.set(ids, before.length);
    result.set(after, before.length + ids.length);
    return result;
  }

  /**
   * Token ids of several texts, padded to one length.
   * @throws {@link ArgumentError} as in `encode`, or if texts differ in length and there is no padding token.
   */
  encodeBatch(texts: readonly string[], options: EncodeBatchOptions = {}): EncodedBatch {
    const {
      padTo = 'longest',
      side = 'right',
      maxLength,
    } = checkOptions('encodeBatch', options, encodeBatchOptions);
    checkArgument(`${this.type}.encodeBatch`, 'texts', texts, 'list');
    const rows = texts.map((text) => this.#encode(text, options));
    const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
    if (padTo === 'maxLength' && maxLength === undefined) {
      throw new ArgumentError(this.type, { expected: "maxLength for padTo: 'maxLength'", received: 'none' });
    }
    const length = padTo === 'maxLength' ? maxLength! : longest;
    const shape = [rows.length, length];
    const pad = rows.some((row) => row.length < length) ? this.#needed('pad') : 0;
    const ids = new Int32Array(rows.length * length).fill(pad);
    const mask = new Uint8Array(rows.length * length);
    for (const [i, row] of rows.entries()) {
      const start = i * length + (side === 'right' ? 0 : length - row.length);
      ids.set(row, start);
      mask.fill(1, start, start + row.length);
    }
    return {
      ids: { values: ids, shape, dtype: 'int32' },
      mask: { values: mask, shape, dtype: 'bool' },
      lengths: { values: Int32Array.from(rows, (row) => row.length), shape: [rows.length], dtype: 'int32' },
    };
  }

  /**
   * The text of token numbers.
   * @throws {@link ArgumentError} if a number is no token.
   */
  decode(ids: ArrayLike<number>, options: DecodeOptions = {}): string {
    const { skipSpecials = true } = checkOptions('decode', options, decodeOptions);
    const numbers = Array.from(checkArgument(`${this.type}.decode`, 'ids', ids, 'list'));
    const outside = numbers.find((id) => !Number.isInteger(id) || id < 0 || id >= this.vocabSize);
    if (outside !== undefined) {
      throw new ArgumentError(`${this.type}.decode`, {
        expected: `token numbers from 0 to ${this.vocabSize - 1}`,
        received: outside,
      });
    }
    return this.textOf(skipSpecials ? numbers.filter((id) => id >= this.specials.length) : numbers);
  }

  /** Texts of several rows of token numbers: one for each row of an array `[N, L]`. */
  decodeBatch(ids: HostArray | readonly ArrayLike<number>[], options: DecodeOptions = {}): string[] {
    checkOptions('decodeBatch', options, decodeOptions);
    const rows = isHostArray(ids) ? rowsOf(this.type, ids) : ids;
    checkArgument(`${this.type}.decodeBatch`, 'ids', rows, 'list');
    return rows.map((row) => this.decode(row, options));
  }

  #special(token: SpecialToken): number | undefined {
    const id = this.specials.indexOf(token);
    return id < 0 ? undefined : id;
  }

  #needed(token: SpecialToken): number {
    const id = this.#special(token);
    if (id !== undefined) return id;
    throw new ArgumentError(this.type, {
      expected: `a token ${specialText(token)}`,
      received: `specials [${this.specials.join(', ')}]`,
      hint: `Add '${token}' to the specials.`,
    });
  }
}

/** @internal Special tokens of a saved state. */
export const savedSpecials = (
  subject: string,
  saved: Readonly<Record<string, unknown>>,
): readonly SpecialToken[] =>
  checkSpecials(
    `${subject}.loadStateDict`,
    Array.isArray(saved.specials) ? saved.specials.map(String) : ['none'],
  );

function checkLength(subject: string, maxLength = Number.POSITIVE_INFINITY): number {
  if (maxLength === Number.POSITIVE_INFINITY || (Number.isInteger(maxLength) && maxLength >= 0))
    return maxLength;
  throw new ArgumentError(subject, {
    expected: 'maxLength to be an integer of at least 0',
    received: maxLength,
  });
}

function rowsOf(subject: string, { values, shape }: HostArray): ArrayLike<number>[] {
  const [count = 0, length = 0] = shape;
  if (shape.length === 2)
    return Array.from({ length: count }, (_, i) => values.subarray(i * length, (i + 1) * length));
  throw new ArgumentError(`${subject}.decodeBatch`, {
    expected: 'token numbers [N, L]',
    received: describeShape(shape),
    hint: 'Of one row decode reads the values.',
  });
}
