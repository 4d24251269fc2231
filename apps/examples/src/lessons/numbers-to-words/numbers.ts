import { atLeast } from '../../course/expectation.js';

/**
 * After 50 seconds of processor time all of a thousand other numbers are right, by beams too, and one head has 92 % of its attention on the
 * digit of the word. The short form, numbers of three digits and one layer, takes eight.
 */
export const numbersToWordsNumbers = {
  expectations: {
    overTarget: atLeast(0),
    beams: atLeast(0),
    onDigit: atLeast(0.5),
  },
  short: {
    digits: 3,
    examples: 800,
    heldOut: 100,
    beamed: 10,
    embedDim: 32,
    numLayers: 1,
    epochs: 10,
    batchSize: 16,
    learningRate: 0.006,
    drawn: 481,
    target: 0.9,
  },
};
