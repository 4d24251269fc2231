/** What names of tokens begin with that are no text of their own. */
export const partOfCharacter = '#';

/** A token as it is written. */
export interface WrittenToken {
  /** The text that it adds; empty while a character is not complete. */
  readonly text: string;
  /** The likeliest tokens with their probabilities, and which of them came. */
  readonly names: readonly string[];
  readonly values: readonly number[];
  readonly chosen: number;
  /** How many tokens could have come. */
  readonly open: number;
  readonly perSecond: number;
}
