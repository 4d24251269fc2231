import { atLeast, atMost } from '../../course/expectation.js';

/** A minute and a half of processor time. */
export const preTrainingNumbers = {
  expectations: {
    without: atLeast(0.55),
    with: atLeast(0.7),
    gain: atLeast(3),
    fitted: atMost(0.2),
  },
  short: {
    source: 'digits',
    images: 250,
    classes: 4,
    hidden: 32,
    preEpochs: 10,
    perClass: 4,
    epochs: 60,
    batchSize: 8,
    seeds: 1,
  },
  shortExpectations: {
    with: atLeast(0.6),
  },
};
