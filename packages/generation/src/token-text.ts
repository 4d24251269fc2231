// internal
import { StreamingDecoder } from './streaming-decoder.js';
import type { TextCodec, TextStream } from './text-codec.js';

/** The text that was added, and whether a stop string ended it. */
interface AddedText {
  readonly text: string;
  readonly isStopped: boolean;
}

/** Turns tokens into text one after another, and holds back what may be the beginning of a stop string. */
export class TokenText {
  readonly #stream: TextStream;
  #held = '';

  constructor(
    tokenizer: TextCodec,
    private readonly stopStrings: readonly string[],
  ) {
    this.#stream = tokenizer.decodeStream?.() ?? new StreamingDecoder((tokens) => tokenizer.decode(tokens));
  }

  /** The text that a token adds, and whether a stop string ended it. */
  push(token: number): AddedText {
    return this.#add(this.#stream.push(token));
  }

  #add(added: string): AddedText {
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

  /** What was held back, once no token follows, and whether a stop string ended it. */
  rest(): AddedText {
    const { text, isStopped } = this.#add(this.#stream.end());
    return { text: isStopped ? text : text + this.#held, isStopped };
  }
}
