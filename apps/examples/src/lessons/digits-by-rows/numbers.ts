import { atLeast, atMost } from '../../course/expectation.js';

/** Six epochs take about 70 seconds of processor time. */
export const digitsByRowsNumbers = {
  expectations: {
    accuracy: atLeast(0.95),
    different: atMost(1e-5),
  },
  short: {
    source: 'digits',
    images: 350,
    classes: 2,
    hiddenSize: 32,
    epochs: 10,
    batchSize: 16,
    learningRate: 0.02,
  },
};
