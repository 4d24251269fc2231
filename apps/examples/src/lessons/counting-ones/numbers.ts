import { allNear, atMost, equal } from '../../course/expectation.js';

/** After 49 steps back W^49 of the gradient arrives: 10^8.63, 1 and 10^-14.75 for W = 1.5, 1 and 0.5. Ones are counted by U = W = 1. */
export const countingOnesNumbers = {
  expectations: {
    gradientError: atMost(1e-5),
    arrived: allNear([8.63, 0, -14.75], 0.01),
    exploded: equal(1),
    clipped: allNear([1, 1], 0.01),
    resilient: allNear([1, 1], 0.01),
    resilientLong: allNear([1, 1], 0.01),
  },
  short: {},
};
