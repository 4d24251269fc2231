import { atMost, near } from '../../course/expectation.js';

/** The real numbers have mean 2 and deviation ½; where densities are equal the best answer is ½. */
export const densityNumbers = {
  expectations: {
    mean: near(2, 0.1),
    deviation: near(0.5, 0.1),
    fromHalf: atMost(0.1),
    criticLeft: atMost(0.25),
    distanceLeft: atMost(0.25),
  },
  short: { epochs: 12, criticEpochs: 25 },
  shortExpectations: {
    mean: near(2, 0.2),
    deviation: near(0.5, 0.15),
    fromHalf: atMost(0.1),
    criticLeft: atMost(0.25),
    distanceLeft: atMost(0.25),
  },
};
