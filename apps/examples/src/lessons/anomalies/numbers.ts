import { atLeast, atMost } from '../../course/expectation.js';

export const anomaliesNumbers = {
  expectations: {
    auc: atLeast(0.9),
    falseAlarms: atMost(0.1),
    found: atLeast(0.5),
  },
  short: {
    source: 'digits',
    images: 400,
    classes: 4,
    leftOut: 0,
    hidden: 32,
    codeSize: 6,
    epochs: 12,
    batchSize: 16,
  },
  shortExpectations: { auc: atLeast(0.8), falseAlarms: atMost(0.3), found: atLeast(0.1) },
};
