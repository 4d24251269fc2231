// internal: the table that SentencePiece normalises texts with
import { ArgumentError } from '@neurona/backend';

/** What a piece of a text becomes; pieces that stay are characters. */
export interface MappedPiece {
  readonly from: string;
  readonly to: string;
}

/** Longer ones are looked up character by character, as the reference has it. */
const longestCluster = 5; // bytes of UTF-8

/**
 * The character map of a `Precompiled` normaliser: a double-array trie from bytes to places in a list of texts. A cluster of
 * characters that a person sees as one is looked up first, then each of its characters; what is not found stays.
 * @see Aoe, "An Efficient Digital Search Algorithm by Using a Double-Array Structure", 1989, doi:10.1109/32.31365
 */
export class CharacterMap {
  readonly #clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder();
  readonly #units: Uint32Array;
  readonly #texts: Uint8Array;

  /**
   * @param encoded - `precompiled_charsmap`, in base 64.
   * @throws {@link ArgumentError} if it is cut off, or no base 64.
   */
  constructor(encoded: string) {
    const bytes = bytesOf(encoded);
    const view = new DataView(bytes.buffer);
    const size = bytes.length >= 4 ? view.getUint32(0, true) : 0;
    if (size === 0 || size % 4 !== 0 || 4 + size > bytes.length) throw unreadable(`${bytes.length} bytes`);
    this.#units = Uint32Array.from({ length: size / 4 }, (_, i) => view.getUint32(4 + 4 * i, true));
    this.#texts = bytes.subarray(4 + size);
  }

  /** What the map makes of a text. */
  apply(text: string): string {
    return this.pieces(text)
      .map(({ to }) => to)
      .join('');
  }

  /** The same, piece by piece. */
  pieces(text: string): MappedPiece[] {
    return Array.from(this.#clusters.segment(text), ({ segment }) => {
      const found = this.#find(segment, longestCluster);
      if (found !== undefined) return [{ from: segment, to: found }];
      return Array.from(segment, (from) => ({ from, to: this.#find(from) ?? from }));
    }).flat();
  }

  /** The text at the first bytes of a key that are in the trie; undefined if none are. */
  #find(key: string, longest = Number.POSITIVE_INFINITY): string | undefined {
    const bytes = this.#encoder.encode(key);
    if (bytes.length > longest) return undefined;
    let at = offsetOf(this.#units[0]!);
    for (const byte of bytes) {
      at ^= byte;
      const unit = this.#units[at];
      if (byte === 0 || unit === undefined || labelOf(unit) !== byte) return undefined;
      at ^= offsetOf(unit);
      if (isEnd(unit)) return this.#textAt(this.#units[at]! & 0x7fffffff);
    }
    return undefined;
  }

  #textAt(start: number): string {
    const end = this.#texts.indexOf(0, start);
    return this.#decoder.decode(this.#texts.subarray(start, end < 0 ? undefined : end));
  }
}

/** A normaliser of the library; a sequence has several. */
interface Normalizer {
  readonly config?: { readonly type?: string; readonly precompiled_charsmap?: string | null };
  readonly normalizers?: readonly (Normalizer | null)[];
  normalize(text: string): string;
}

/** Lets normalisers with a map use it: those of the library come near to what most maps do. */
export function mapCharacters(normalizer: Normalizer | null): void {
  for (const one of normalizer?.normalizers ?? []) mapCharacters(one);
  const { type, precompiled_charsmap: encoded } = normalizer?.config ?? {};
  if (type !== 'Precompiled' || !encoded) return;
  const map = new CharacterMap(encoded);
  normalizer!.normalize = (text) => map.apply(text);
}

// A unit: the byte that leads here, whether a key ends here, and how far its children are, in steps of 1 or 256.
const labelOf = (unit: number): number => (unit & 0x800000ff) >>> 0;
const isEnd = (unit: number): boolean => ((unit >>> 8) & 1) === 1;
const offsetOf = (unit: number): number => (unit >>> 10) << ((unit & 512) >>> 6);

function bytesOf(encoded: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    throw unreadable(JSON.stringify(encoded.slice(0, 20)));
  }
}

const unreadable = (received: string): ArgumentError =>
  new ArgumentError('PretrainedTokenizer', {
    expected: 'a precompiled_charsmap of SentencePiece, in base 64',
    received,
  });
