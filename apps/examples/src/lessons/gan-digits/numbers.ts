import { atLeast, atMost } from '../../course/expectation.js';

/** Two minutes of processor time. */
export const ganDigitsNumbers = {
  expectations: {
    onReal: atLeast(0.95),
    recognised: atLeast(0.9),
    distance: atMost(20),
    falls: atMost(0.2),
    answerGap: atMost(0.35),
  },
  short: {
    source: 'digits',
    images: 400,
    classes: 4,
    hidden: 64,
    noiseSize: 8,
    epochs: 30,
    judgeEpochs: 8,
    batchSize: 32,
    decay: 0.98,
    every: 10,
    samples: 200,
  },
  shortExpectations: {
    onReal: atLeast(0.8),
    recognised: atLeast(0.6),
    falls: atMost(0.7),
  },
};
