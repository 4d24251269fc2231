import { readPixels } from '../../pictures/written-pixels.js';
import { integer, number, type Schema, text } from '../../shell/state-fields.js';

/** Height and width of a digit. */
export const side = 8;

/** What the page sets. */
export interface AutoencoderSettings {
  /** How many numbers a digit has to pass through. */
  readonly codeSize: number;
  /** Standard deviation of the noise that is added to what the network sees. */
  readonly noise: number;
  readonly learningRate: number;
  /** The image that is looked at, written by `writePixels`; empty for none. */
  readonly image: string;
}

/** The pixels of an image as the settings write it, or nothing where there is none. */
export const readImage = (image: string): Float32Array | undefined => readPixels(image, side * side);

/** A held-out digit that the page begins with. */
export const firstImage = '01egc00005g9g60003b0e9000000aa000000ea00000ag50002fge8c200bgggf5';

export const autoencoderSchema: Schema<AutoencoderSettings> = {
  initial: { codeSize: 8, noise: 0, learningRate: 0.005, image: firstImage },
  fields: {
    codeSize: integer(1, 32),
    noise: number(0, 1),
    learningRate: number(0.0001, 0.1),
    image: text(side * side),
  },
};
