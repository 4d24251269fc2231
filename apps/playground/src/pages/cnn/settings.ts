import { integer, list, oneOf, type Schema, text } from '../../shell/state-fields.js';
import { firstExample, side } from '../digits/settings.js';

/** Ways to ask a network what it looked at. */
export const methodNames = ['cam', 'saliency', 'occlusion'] as const;

/** One of them. */
export type MethodName = (typeof methodNames)[number];

/** What the page sets. */
export interface CnnSettings {
  /** The digit, as the page of digits writes it; empty for none. */
  readonly image: string;
  readonly method: MethodName;
  /** The class that is asked for, −1 for the one that it answers. */
  readonly of: number;
  /** Pixels that are covered. */
  readonly cover: readonly number[];
}

/** What is looked into: a filter of the first layer. */
export interface LookSettings {
  readonly filter: number;
}

/** What the page begins with, and how it stands in the address. */
export const cnnSchema: Schema<CnnSettings> = {
  initial: { image: firstExample.image, method: 'cam', of: -1, cover: [] },
  fields: {
    image: text(side * side),
    method: oneOf(methodNames),
    of: integer(-1, 9),
    cover: list(integer(0, side * side - 1), side * side),
  },
};

/** The filter that is looked into, in the address. */
export const lookSchema: Schema<LookSettings> = {
  initial: { filter: 0 },
  fields: { filter: integer(0, 15) },
};
