import { flag, integer, oneOf, type Schema, text } from '../../shell/state-fields.js';

/** Heads of a layer, layers, and the most characters of a text. */
export const [heads, layers, mostCharacters] = [4, 2, 24];

/** What the page sets. */
export interface AttentionSettings {
  readonly text: string;
  /** Whether characters see only those before them. */
  readonly causal: boolean;
}

/** What the page begins with, and how it stands in the address. */
export const attentionSchema: Schema<AttentionSettings> = {
  initial: { text: 'To be, or not to be', causal: true },
  fields: { text: text(mostCharacters), causal: flag },
};

/** How the page is looked at. */
export interface AttentionLook {
  readonly look: 'lines' | 'matrix';
  /** A layer, from 1. */
  readonly layer: number;
  /** A head, from 1; 0 is all of them. */
  readonly head: number;
}

/** How one looks at it first. */
export const lookSchema: Schema<AttentionLook> = {
  initial: { look: 'lines', layer: 1, head: 0 },
  fields: { look: oneOf(['lines', 'matrix']), layer: integer(1, layers), head: integer(0, heads) },
};
