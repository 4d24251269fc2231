import { atLeast, atMost } from '../../course/expectation.js';

/** The long form reads 88 % of its digits as asked after 50 seconds of processor time; its prior needs 2.05 nats a code, counts 3.40. */
export const vqDigitsNumbers = {
  expectations: {
    error: atMost(0.012),
    inUse: atLeast(24),
    underCounts: atLeast(1.2),
    recognised: atLeast(0.8),
    fresh: atLeast(0.95),
  },
  shortExpectations: {
    error: atMost(0.03),
    inUse: atLeast(16),
    underCounts: atLeast(1),
    recognised: atLeast(0.35),
  },
  short: { channels: 12, epochs: 8, hiddenSize: 64, priorEpochs: 12, samples: 10 },
};
