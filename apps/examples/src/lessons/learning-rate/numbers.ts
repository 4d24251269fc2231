import { atLeast, atMost } from '../../course/expectation.js';

/** A rate that is found is far from timid, and its training ends lower. */
export const learningRateNumbers = {
  expectations: { suggestion: atLeast(0.005), accuracy: atLeast(0.95), lossRatio: atMost(0.5) },
  short: {},
};
