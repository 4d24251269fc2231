import { checkArgument } from '@neurona/backend';

/** A character whose bytes are not all there. */
const replacement = '\uFFFD';

/** Most tokens that the bytes of one character are spread over. */
const longestCharacter = 4;

/**
 * Turns tokens into text one after the other. Text is held back while the bytes of a character are not all there.
 * @example
 * function shown(tokenizer, ids) {
 *   const decoder = tokenizer.decodeStream();
 *   return ids.map((id) => decoder.push(id)).join('') + decoder.end();
 * }
 */
export class StreamingDecoder {
  readonly #decode: (ids: readonly number[]) => string;
  readonly #ids: number[] = [];
  /** Where the tokens begin that are decoded with the next ones, and where those begin whose text isn't out yet. */
  #from = 0;
  #until = 0;

  /** @internal */
  constructor(decode: (ids: readonly number[]) => string) {
    this.#decode = checkArgument('StreamingDecoder', 'decode', decode, 'function');
  }

  /** The text that a token adds. */
  push(id: number): string {
    this.#ids.push(id);
    const text = this.#pending();
    if (text.endsWith(replacement) && this.#ids.length - this.#until < longestCharacter) return '';
    if (text !== '') this.#from = this.#until; // what is left out, as special tokens, says nothing of the spaces before the next
    this.#until = this.#ids.length;
    return text;
  }

  /** What was held back, once no token follows. */
  end(): string {
    const text = this.#pending();
    this.#from = this.#ids.length;
    this.#until = this.#from;
    return text;
  }

  #pending(): string {
    const before = this.#decode(this.#ids.slice(this.#from, this.#until));
    return this.#decode(this.#ids.slice(this.#from)).slice(before.length);
  }
}
