import { atLeast, equal } from '../../course/expectation.js';

/** Weights by hand: 320 + 9248 + 578 + 10,050 + 510. */
export const digitsCnnNumbers = {
  expectations: {
    parameters: equal(20_706),
    adadeltaAccuracy: atLeast(0.95),
    lead: atLeast(-0.02),
  },
  short: { source: 'digits', images: 150, classes: 2, epochs: 3, batchSize: 16 },
};
