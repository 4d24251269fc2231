import type { MapUnit } from '../../network/feature-maps.js';
import { readPixels } from '../../pictures/written-pixels.js';
import { integer, number, oneOf, type Schema, text } from '../../shell/state-fields.js';

/** Height and width of a digit. */
export const side = 8;

/** Optimizers to choose from, and the learning rate that each begins with. */
export const firstRates = { adam: 0.002, momentum: 0.05, sgd: 0.2, adadelta: 1 } as const;
export type OptimizerName = keyof typeof firstRates;
export const optimizerNames = Object.keys(firstRates) as OptimizerName[];

/** What the page sets. */
export interface DigitsSettings {
  /** The weights that it begins with: those that come with the page, or random ones. */
  readonly begin: 'trained' | 'scratch';
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Share of hidden units that rest in each step. */
  readonly dropout: number;
  /** The image that the network looks at, written by `writePixels`; empty for none. */
  readonly image: string;
}

/** A layer of the network; `input` is the image itself. */
export const layerNames = ['first', 'second', 'hidden', 'output'] as const;
export type LayerName = (typeof layerNames)[number];

/** A unit of one of them. */
export interface Unit extends MapUnit {
  readonly layer: LayerName;
}

/** The pixels of an image as the settings write it, or nothing where there is none. */
export const readImage = (image: string): Float32Array | undefined => readPixels(image, side * side);

const rows = (...lines: readonly string[]): string => lines.join('');

/** Images that the steps look at. */
export const images = {
  upright: rows(...Array.from({ length: side }, () => '000gg000')),
  level: rows('00000000', '00000000', '00000000', 'gggggggg', 'gggggggg', '00000000', '00000000', '00000000'),
} as const;

/** A held-out digit that the page begins with. */
export const firstExample = {
  image: '01egc00005g9g60003b0e9000000aa000000ea00000ag50002fge8c200bgggf5',
  actual: 2,
};

export const digitsSchema: Schema<DigitsSettings> = {
  initial: {
    begin: 'trained',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 64,
    dropout: 0.25,
    image: firstExample.image,
  },
  fields: {
    begin: oneOf(['trained', 'scratch']),
    optimizer: oneOf(optimizerNames),
    learningRate: number(0.00001, 10),
    batchSize: integer(1, 512),
    dropout: number(0, 0.9),
    image: text(side * side),
  },
};
