// internal: the JSON of a safetensors header, read byte by byte
import { CheckpointError } from '../checkpoint-error.js';

/** One tensor as the header describes it; nothing but the form was checked. */
export interface RawEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First byte of the values, and the one behind the last, from the end of the header. */
  readonly start: number;
  readonly stop: number;
  /** Byte of the file where the entry begins. */
  readonly offset: number;
}

/** What a header holds. */
export interface RawHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: readonly RawEntry[];
}

const maxAxes = 64;
const quote = 0x22;
const backslash = 0x5c;
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of bytes; the decoder takes long to start, and keys are short. */
const decodeText = (bytes: Uint8Array): string =>
  bytes.length < 256 && bytes.every((byte) => byte < 0x80)
    ? String.fromCharCode(...bytes)
    : decoder.decode(bytes);

/**
 * Reads the only JSON that a header may be: `{"name": {"dtype", "shape", "data_offsets"}, "__metadata__": {"key": "text"}}`.
 * A general parser would first build whatever the file says, and would let the last of two equal keys win.
 */
export class HeaderReader {
  private at = 0;

  constructor(
    private readonly subject: string,
    private readonly bytes: Uint8Array,
    private readonly file: string | undefined,
  ) {}

  read(): RawHeader {
    let metadata: Readonly<Record<string, string>> = {};
    const entries: RawEntry[] = [];
    this.object('a header that is a JSON object', (name, offset) => {
      if (name === '__metadata__') metadata = this.metadata();
      else entries.push(this.entry(name, offset));
    });
    this.skipSpace();
    if (this.at !== this.bytes.length) throw this.unexpected('the end of the header');
    return { metadata, entries };
  }

  private entry(name: string, offset: number): RawEntry {
    let dtype: string | undefined;
    let shape: readonly number[] | undefined;
    let offsets: readonly number[] | undefined;
    this.object(
      'an object with dtype, shape and data_offsets',
      (field) => {
        if (field === 'dtype') dtype = this.string('a dtype');
        else if (field === 'shape') shape = this.sizes('a shape of whole sizes', maxAxes);
        else if (field === 'data_offsets') offsets = this.sizes('two offsets', 2);
        else throw this.unexpected('dtype, shape or data_offsets', field, name);
      },
      name,
    );
    if (dtype === undefined) throw this.unexpected('a dtype', 'none', name);
    if (shape === undefined) throw this.unexpected('a shape', 'none', name);
    if (offsets?.length !== 2) throw this.unexpected('two data_offsets', offsets ?? 'none', name);
    return { name, dtype, shape, start: offsets[0]!, stop: offsets[1]!, offset: offset + 8 };
  }

  private metadata(): Record<string, string> {
    const pairs: [string, string][] = [];
    this.object('an object of metadata', (key) => {
      pairs.push([key, this.string('metadata that is text')]);
    });
    return Object.fromEntries(pairs); // defines, so that `__proto__` is a key like others
  }

  /** `{"key": value, …}`; keys must differ. */
  private object(expected: string, readValue: (key: string, offset: number) => void, tensor?: string): void {
    this.skipSpace();
    if (!this.take('{')) throw this.unexpected(expected, undefined, tensor);
    this.skipSpace();
    if (this.take('}')) return;
    const keys = new Set<string>();
    do {
      this.skipSpace();
      const offset = this.at;
      const key = this.string('a key');
      if (keys.has(key)) {
        this.at = offset;
        throw this.unexpected('each key once', `${JSON.stringify(key.slice(0, 120))} twice`, tensor);
      }
      keys.add(key);
      this.skipSpace();
      if (!this.take(':')) throw this.unexpected('a colon behind the key', undefined, tensor);
      this.skipSpace();
      readValue(key, offset);
      this.skipSpace();
    } while (this.take(','));
    if (!this.take('}')) throw this.unexpected('a comma or a closing brace', undefined, tensor);
  }

  /** `[1, 2, …]` of integers. */
  private sizes(expected: string, most: number): number[] {
    const sizes: number[] = [];
    if (!this.take('[')) throw this.unexpected(expected);
    this.skipSpace();
    if (this.take(']')) return sizes;
    do {
      this.skipSpace();
      if (sizes.length === most) throw this.unexpected(`${expected}, at most ${most}`);
      sizes.push(this.size(expected));
      this.skipSpace();
    } while (this.take(','));
    if (!this.take(']')) throw this.unexpected(expected);
    return sizes;
  }

  private size(expected: string): number {
    const start = this.at;
    let value = 0;
    for (let digit = this.digit(); digit >= 0; digit = this.digit()) {
      value = value * 10 + digit;
      this.at++;
      if (value > Number.MAX_SAFE_INTEGER) break;
    }
    const hasLeadingZero = this.bytes[start] === 0x30 && this.at > start + 1;
    if (this.at > start && !hasLeadingZero && value <= Number.MAX_SAFE_INTEGER) return value;
    this.at = start;
    throw this.unexpected(expected);
  }

  private digit(): number {
    const byte = this.bytes[this.at];
    return byte !== undefined && byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : -1;
  }

  private string(expected: string): string {
    const start = this.at;
    if (!this.take('"')) throw this.unexpected(expected);
    let isPlain = true;
    for (; this.at < this.bytes.length && this.bytes[this.at] !== quote; this.at++) {
      const byte = this.bytes[this.at]!;
      if (byte === backslash) this.at++;
      if (byte === backslash || byte < 0x20) isPlain = false;
    }
    const stop = this.at++;
    if (stop >= this.bytes.length) {
      this.at = start;
      throw this.unexpected('a closing quote');
    }
    try {
      if (isPlain) return decodeText(this.bytes.subarray(start + 1, stop));
      return JSON.parse(decodeText(this.bytes.subarray(start, stop + 1))) as string;
    } catch (error) {
      this.at = start;
      throw this.unexpected(expected, 'text that is not JSON in UTF-8', undefined, error);
    }
  }

  private take(character: string): boolean {
    if (this.bytes[this.at] !== character.charCodeAt(0)) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const byte = this.bytes[this.at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return;
      this.at++;
    }
  }

  private unexpected(
    expected: string,
    received?: unknown,
    tensor?: string,
    cause?: unknown,
  ): CheckpointError {
    const found = this.bytes.subarray(this.at, this.at + 24);
    const shown =
      found.length > 0 ? JSON.stringify(new TextDecoder().decode(found)) : 'the end of the header';
    return new CheckpointError(this.subject, {
      expected,
      received: received ?? shown,
      tensor,
      offset: this.at + 8,
      file: this.file,
      cause,
    });
  }
}
