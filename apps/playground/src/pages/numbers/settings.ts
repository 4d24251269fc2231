import type { WordLanguage } from '@neurona/examples/in-words';
import { integer, oneOf, type Schema } from '../../shell/state-fields.js';

/** What is read and what is written. */
export const directions = ['words', 'digits'] as const;

/** One of them: the name of what is written. */
export type Direction = (typeof directions)[number];

/** Attention that can be drawn: from what is written to what is read, and of each among themselves. */
export const attentionKinds = ['cross', 'source', 'target'] as const;

/** One of them. */
export type AttentionKind = (typeof attentionKinds)[number];

/** Heads of each attention. */
export const heads = 4;

/** The most digits of a number. */
export const mostDigits = 6;

/** What the page sets. */
export interface NumbersSettings {
  readonly direction: Direction;
  readonly words: WordLanguage;
  /** The most digits of the numbers that it learns. */
  readonly digits: number;
  /** The number whose writing is shown. */
  readonly shown: number;
}

/** What the page begins with, and how it stands in the address. */
export const numbersSchema: Schema<NumbersSettings> = {
  initial: { direction: 'words', words: 'es', digits: 4, shown: 1234 },
  fields: {
    direction: oneOf(directions),
    words: oneOf(['es', 'en']),
    digits: integer(3, mostDigits),
    shown: integer(0, 10 ** mostDigits - 1),
  },
};

/** How the page is looked at. */
export interface NumbersLook {
  readonly look: 'lines' | 'matrix';
  readonly kind: AttentionKind;
  /** A head, from 1; 0 is the mean of all. */
  readonly head: number;
}

/** How one looks at it first. */
export const lookSchema: Schema<NumbersLook> = {
  initial: { look: 'lines', kind: 'cross', head: 0 },
  fields: { look: oneOf(['lines', 'matrix']), kind: oneOf(attentionKinds), head: integer(0, heads) },
};

/** Whether a number is kept for the test: one in five, from 100 on. */
export const isHeldOut = (n: number): boolean => n >= 100 && Math.floor(n * 0.618_033_988_7 * 1000) % 5 === 0;
