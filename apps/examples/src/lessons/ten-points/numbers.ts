import { allNear, exactly, near } from '../../course/expectation.js';

/** The perceptron's errors and weights on these points are known exactly. */
export const tenPointsNumbers = {
  expectations: {
    misclassified: exactly(2, 1, 0, 0, 0),
    bias: near(-0.1, 1e-6),
    weights: allNear([0.20653640140000007, -0.23418117710000003], 1e-6),
  },
  short: {},
};
