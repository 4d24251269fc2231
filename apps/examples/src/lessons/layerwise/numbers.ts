import { atLeast, atMost } from '../../course/expectation.js';

export const layerwiseNumbers = {
  expectations: {
    alone: atLeast(1),
    ratio: atMost(1.1),
  },
  short: {
    source: 'digits',
    images: 250,
    classes: 4,
    hidden: 40,
    codeSize: 12,
    batchSize: 16,
    learningRate: 0.005,
  },
};
