import { atLeast, atMost } from '../../course/expectation.js';

/** Measured with seed 1: 0.106, 0.114 and 1.04. Two samples of a thousand points of the spiral are 0.04 apart, noise is 0.4 from it. */
export const diffusionPointsNumbers = {
  expectations: { spiralDistance: atMost(0.15), wordDistance: atMost(0.15), oneStepDistance: atLeast(0.5) },
  short: { points: 1000, epochs: 40 },
  shortExpectations: { spiralDistance: atMost(0.2), wordDistance: atMost(0.2) },
};
