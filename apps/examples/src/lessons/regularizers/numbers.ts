import { atLeast, atMost } from '../../course/expectation.js';

/** Without regularizers the network learns by heart; with too much of one it learns nothing, and its loss stays near ln 2. */
export const regularizersNumbers = {
  expectations: { gap: atLeast(0.3), best: atMost(0.7), better: atLeast(9), underfit: atLeast(0.5) },
  short: {},
};
