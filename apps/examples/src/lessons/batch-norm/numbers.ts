import { atLeast, atMost } from '../../course/expectation.js';

/** Rounding, and what training reaches: the ratio is that of the mean losses of the first epoch. */
export const batchNormNumbers = {
  expectations: {
    byHandError: atMost(1e-5),
    runningError: atMost(1e-5),
    aloneError: atMost(1e-4),
    normalisedAccuracy: atLeast(0.9),
    lossRatio: atMost(0.9),
  },
  short: { images: 150, classes: 2, epochs: 3, batchSize: 16 },
};
