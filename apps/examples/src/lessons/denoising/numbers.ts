import { atLeast, atMost } from '../../course/expectation.js';

export const denoisingNumbers = {
  expectations: {
    noisy: atMost(6.1), // 10 log₁₀(1 / 0.5²)
    noiseGain: atLeast(8),
    dropoutGain: atLeast(5),
  },
  short: { source: 'digits', images: 200, classes: 3, width: 4, epochs: 4, batchSize: 8, learningRate: 0.01 },
  shortExpectations: { noiseGain: atLeast(4), dropoutGain: atLeast(0) },
};
