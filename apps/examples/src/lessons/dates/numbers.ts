import { atLeast } from '../../course/expectation.js';

/**
 * After 97 seconds of processor time all of a thousand other days are right, and 97 % of the attention is on the year. The short form, a
 * small network on two of the formats, takes seven.
 */
export const datesNumbers = {
  expectations: {
    overTarget: atLeast(0),
    onYear: atLeast(0.6),
  },
  short: {
    examples: 1200,
    heldOut: 100,
    formats: 2,
    hiddenSize: 32,
    epochs: 4,
    learningRate: 0.02,
    target: 0.9,
  },
};
