import { type PatternName, patternNames } from '../../pictures/patterns.js';
import { type PictureName, pictureNames } from '../../pictures/sources.js';
import { type Field, list, number, oneOf, type Schema } from '../../shell/state-fields.js';
import type { OwnExample } from '../../teaching/classes.js';
import type { OwnNetwork } from '../../weights/own-network.js';

/** Height and width of the picture that is made, to choose from. */
export const sides = [64, 96, 128, 192] as const;

/** Height and width in which the visitor's own pictures are kept. */
export const ownSide = 192;

/** What the picture begins as. */
export const startNames = ['content', 'noise'] as const;

/** The layers of VGG-19 that may have a say: the small network has those of the first three blocks, two in each. */
const layerNames = [2, 2, 4, 4, 4].flatMap((depth, block) =>
  Array.from({ length: depth }, (_, i) => `relu${block + 1}_${i + 1}`),
);

/** What the page sets. */
export interface StyleSettings {
  readonly content: PictureName | OwnExample;
  readonly style: PatternName | OwnExample;
  readonly side: (typeof sides)[number];
  readonly start: (typeof startNames)[number];
  /** The layer whose features stay. */
  readonly contentLayer: string;
  /** The layers whose Gram matrices become the style's. */
  readonly styleLayers: readonly string[];
  readonly contentWeight: number;
  readonly styleWeight: number;
  readonly variationWeight: number;
  readonly network: 'small' | OwnNetwork;
}

/** The name of a picture; the visitor's own stay with him, so a link leads to a drawn one. */
const drawnOr = <T extends string>(names: readonly T[]): Field<T | OwnExample> => ({
  read: (text) => oneOf(names).read(text),
  write: (value) => (typeof value === 'string' ? value : names[0]!),
});

const sideField: Field<StyleSettings['side']> = {
  read: (text) => sides.find((side) => String(side) === text),
  write: String,
};

/** What the page begins with, and how it stands in the address. */
export const styleSchema: Schema<StyleSettings> = {
  initial: {
    content: 'scene',
    style: 'swirls',
    side: 96,
    start: 'content',
    contentLayer: 'relu3_1',
    styleLayers: ['relu1_1', 'relu2_1', 'relu3_1'],
    contentWeight: 1,
    styleWeight: 100,
    variationWeight: 1,
    network: 'small',
  },
  fields: {
    content: drawnOr(pictureNames),
    style: drawnOr(patternNames),
    side: sideField,
    start: oneOf(startNames),
    contentLayer: oneOf(layerNames),
    styleLayers: list(oneOf(layerNames), layerNames.length),
    contentWeight: number(0, 100),
    styleWeight: number(0, 10_000),
    variationWeight: number(0, 100),
    network: { read: () => 'small', write: () => 'small' },
  },
};
