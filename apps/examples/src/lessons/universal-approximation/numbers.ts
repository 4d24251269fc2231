import { atLeast, atMost } from '../../course/expectation.js';

/** Two edges of 2 ln 2 / 500 each make a mean error of about 0.006; a curve with five turns needs more than two units. */
export const universalApproximationNumbers = {
  expectations: { boxcarError: atMost(0.008), fewError: atLeast(0.1), manyError: atMost(0.02) },
  short: {},
};
