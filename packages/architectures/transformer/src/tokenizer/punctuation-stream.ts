// internal
import type { TextStream } from '@neurona/generation';

/** Removes spaces before punctuation, as `clean_up_tokenization_spaces` says: one replacement after the other, as in transformers. */
const withoutSpaces = (text: string): string =>
  text
    .replace(/ ([.?!,])/g, '$1')
    .replace(/ ' /g, "'")
    .replace(/ (n't)/g, '$1')
    .replace(/ ('m|'s|'ve|'re)/g, '$1');

/** Where a space may be removed, or the one before it, once more text follows. */
const unsettled = / [ 'nvr]*$/;

/** A stream whose text has no spaces before punctuation: holds a space back until it is known what follows. */
export class PunctuationStream implements TextStream {
  #held = '';

  constructor(private readonly stream: TextStream) {}

  push(token: number): string {
    const text = this.#held + this.stream.push(token);
    this.#held = unsettled.exec(text)?.[0] ?? '';
    return withoutSpaces(text.slice(0, text.length - this.#held.length));
  }

  end(): string {
    const text = this.#held + this.stream.end();
    this.#held = '';
    return withoutSpaces(text);
  }
}
