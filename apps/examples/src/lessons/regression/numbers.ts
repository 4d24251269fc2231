import { atMost } from '../../course/expectation.js';

/** The largest difference between a weight of the network and that of the reference. */
export const regressionNumbers = {
  expectations: { linearDifference: atMost(1e-4), logisticDifference: atMost(1e-3) },
  short: {},
};
