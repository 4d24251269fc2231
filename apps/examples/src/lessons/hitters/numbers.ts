import { equal, near } from '../../course/expectation.js';

/** Mean absolute errors on the test players, in thousands of dollars; the first two follow from the data alone. */
export const hittersNumbers = {
  expectations: {
    linearError: near(207, 1),
    lassoError: near(217, 1),
    networkError: near(178, 12),
    zeroWeights: equal(11),
  },
  short: {},
};
