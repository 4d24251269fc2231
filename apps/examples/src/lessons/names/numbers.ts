import { atLeast, atMost } from '../../course/expectation.js';

/** The long form ends at 2.20 nats after 12 seconds of processor time, the short one at 2.24; counting reaches 2.52 by one letter and 2.40 by two. */
export const namesNumbers = {
  expectations: {
    nats: atMost(2.3),
    underBigram: atLeast(0.2),
    underTrigram: atLeast(0.08),
    share: atLeast(0.8),
  },
  short: { hiddenSize: 64, epochs: 15, learningRate: 0.015, samples: 40 },
};
