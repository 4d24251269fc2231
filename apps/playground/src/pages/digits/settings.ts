import { integer, number, oneOf, type Schema, text } from '../../shell/state-fields.js';

/** Height and width of a digit. */
export const side = 8;

/** Algorithms to choose from. */
export const optimizerNames = ['adam', 'momentum', 'sgd', 'adadelta'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** What the page sets. */
export interface DigitsSettings {
  /** The weights that it begins with: those that come with the page, or random ones. */
  readonly begin: 'trained' | 'scratch';
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Share of hidden units that rest in each step. */
  readonly dropout: number;
  /** The image that the network looks at, written by {@link writeImage}; empty for none. */
  readonly image: string;
}

/** A layer of the network; `input` is the image itself. */
export const layerNames = ['first', 'second', 'hidden', 'output'] as const;
export type LayerName = (typeof layerNames)[number];

/** A unit: a filter at a place of its map, or a unit of a linear layer, which has only the place 0, 0. */
export interface Unit {
  readonly layer: LayerName;
  readonly channel: number;
  readonly x: number;
  readonly y: number;
}

const ink = '0123456789abcdefg'; // 16 steps, as in the data set

/** 64 values from 0 to 1 as 64 characters. */
export const writeImage = (pixels: ArrayLike<number>): string =>
  Array.from(pixels, (value) => ink[Math.round(Math.min(Math.max(value, 0), 1) * 16)]).join('');

/** The values of a written image, or nothing where there is none. */
export const readImage = (image: string): Float32Array | undefined =>
  /^[0-9a-g]{64}$/.test(image)
    ? Float32Array.from(image, (character) => ink.indexOf(character) / 16)
    : undefined;

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
