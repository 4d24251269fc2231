import { atLeast, atMost } from '../../course/expectation.js';

/** Guided digits are farther from real ones, 26 for 17: they are more alike. */
export const diffusionDigitsNumbers = {
  expectations: {
    onReal: atLeast(0.95),
    lossFalls: atMost(0.7),
    plain: atLeast(0.7),
    guided: atLeast(0.9),
    distance: atMost(30),
  },
  short: { images: 400, width: 8, epochs: 6, batchSize: 32, steps: 4, judgeEpochs: 8, samples: 40 },
  shortExpectations: {
    onReal: atLeast(0.85),
    lossFalls: atMost(0.9),
  },
};
