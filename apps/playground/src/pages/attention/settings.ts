import { flag, integer, oneOf, type Schema, text } from '../../shell/state-fields.js';

/** Heads of a layer and layers of the page's network, and the most tokens of a text. */
export const [heads, layers, mostCharacters] = [4, 2, 24];

/** The most characters of a text for a published model, whose tokens are longer. */
export const mostPublished = 100;

/** What the page sets. */
export interface AttentionSettings {
  readonly text: string;
  /** Whether characters see only those before them. */
  readonly causal: boolean;
  /** Which network reads; the page's own where none was loaded. */
  readonly model: 'page' | 'published';
  /** The layer that is looked at, from 1. */
  readonly layer: number;
}

/** What the page begins with, and how it stands in the address. */
export const attentionSchema: Schema<AttentionSettings> = {
  initial: { text: 'To be, or not to be', causal: true, model: 'page', layer: 1 },
  fields: {
    text: text(mostPublished),
    causal: flag,
    model: oneOf(['page', 'published']),
    layer: integer(1, 128),
  },
};

/** How the page is looked at. */
export interface AttentionLook {
  readonly look: 'lines' | 'matrix';
  /** A head, from 1; 0 is all of them. */
  readonly head: number;
}

/** How one looks at it first. */
export const lookSchema: Schema<AttentionLook> = {
  initial: { look: 'lines', head: 0 },
  fields: { look: oneOf(['lines', 'matrix']), head: integer(0, 128) },
};
