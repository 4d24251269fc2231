import { atLeast } from '../../course/expectation.js';

export const datesNumbers = {
  expectations: {
    overTarget: atLeast(0),
    onYear: atLeast(0.5),
  },
  short: {
    examples: 1500,
    heldOut: 100,
    formats: 2,
    hiddenSize: 32,
    epochs: 5,
    learningRate: 0.02,
    target: 0.9,
  },
};
