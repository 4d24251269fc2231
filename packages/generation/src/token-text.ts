// internal
import type { TextCodec } from './text-codec.js';

const replacement = '\uFFFD'; // a character whose bytes are not all there yet

/** Turns tokens into text one after another: decodes a few at a time, and holds back what may be the beginning of a stop string. */
export class TokenText {
  readonly #tokens: number[] = [];
  /** Where the tokens begin that are decoded together with the next ones, and where those begin whose text isn't out yet. */
  #from = 0;
  #until = 0;
  #held = '';

  constructor(
    private readonly tokenizer: TextCodec,
    private readonly stopStrings: readonly string[],
  ) {}

  /** The text that a token adds, and whether a stop string ended it. */
  push(token: number): { readonly text: string; readonly isStopped: boolean } {
    this.#tokens.push(token);
    const before = this.tokenizer.decode(this.#tokens.slice(this.#from, this.#until));
    const after = this.tokenizer.decode(this.#tokens.slice(this.#from));
    if (after.endsWith(replacement) && this.#tokens.length - this.#until < 4)
      return { text: '', isStopped: false };
    const added = after.slice(before.length);
    if (added !== '') this.#from = this.#until; // a token without text, as a special one, says nothing of the spaces before the next
    this.#until = this.#tokens.length;
    return this.#add(added);
  }

  #add(added: string): { readonly text: string; readonly isStopped: boolean } {
    const text = this.#held + added;
    const ends = this.stopStrings.map((stop) => text.indexOf(stop)).filter((at) => at !== -1);
    if (ends.length > 0) {
      this.#held = '';
      return { text: text.slice(0, Math.min(...ends)), isStopped: true };
    }
    const kept = this.#begunStop(text);
    this.#held = text.slice(text.length - kept);
    return { text: text.slice(0, text.length - kept), isStopped: false };
  }

  /** Length of the longest end of a text that is the beginning of a stop string. */
  #begunStop(text: string): number {
    const longest = Math.max(0, ...this.stopStrings.map((stop) => stop.length - 1));
    for (let size = Math.min(longest, text.length); size > 0; size--) {
      const end = text.slice(text.length - size);
      if (this.stopStrings.some((stop) => stop.startsWith(end))) return size;
    }
    return 0;
  }

  /** What was held back, once no token follows. */
  rest(): string {
    const before = this.tokenizer.decode(this.#tokens.slice(this.#from, this.#until));
    const after = this.tokenizer.decode(this.#tokens.slice(this.#from));
    this.#from = this.#tokens.length;
    this.#until = this.#from;
    return this.#held + after.slice(before.length);
  }
}
