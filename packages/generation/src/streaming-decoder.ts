import { checkArgument } from '@neurona/backend';
import type { TextStream } from './text-codec.js';

/** Characters at the end of a text that stand for bytes of one that is not all there: at most three of its four. */
const unfinished = /\uFFFD{1,3}$/;

/**
 * Turns tokens into text one after the other, and never splits a character: text is held back while its bytes are not all there. What
 * `push` and `end` return is together the text of all tokens.
 * @param decode - The text of tokens, to whose end further tokens add, but for a character that is not all there.
 * @throws {@link ArgumentError} if it is no function.
 * @example
 * const bytes = new StreamingDecoder((tokens) => new TextDecoder().decode(Uint8Array.from(tokens)));
 * [0x61, 0xc3, 0xa9].map((token) => bytes.push(token)); // => ['a', '', 'é']
 * bytes.end(); // => ''
 */
export class StreamingDecoder implements TextStream {
  readonly #decode: (tokens: readonly number[]) => string;
  /** Those whose text isn't all out, after a few that say whether a space comes before them. */
  #tokens: number[] = [];
  /** How many of them are there for that alone. */
  #before = 0;
  /** The text of `#tokens` that is out. */
  #shown = '';

  constructor(decode: (tokens: readonly number[]) => string) {
    this.#decode = checkArgument('StreamingDecoder', 'decode', decode, 'function');
  }

  /** The text that a token adds. */
  push(token: number): string {
    this.#tokens.push(token);
    const text = this.#decode(this.#tokens);
    const settled = text.replace(unfinished, '');
    if (settled === this.#shown || !settled.startsWith(this.#shown)) return '';
    const added = settled.slice(this.#shown.length);
    this.#shown = settled;
    if (settled === text) this.#forget();
    return added;
  }

  /** What was held back, once no token follows. */
  end(): string {
    const text = this.#tokens.length === 0 ? '' : this.#decode(this.#tokens);
    const added = text.slice(this.#shown.length);
    this.#tokens = [];
    this.#before = 0;
    this.#shown = '';
    return added;
  }

  /** Keeps the tokens that came last with text, as the next ones are decoded after them. */
  #forget(): void {
    this.#tokens = this.#tokens.slice(this.#before);
    this.#before = this.#tokens.length;
    this.#shown = this.#decode(this.#tokens);
  }
}
