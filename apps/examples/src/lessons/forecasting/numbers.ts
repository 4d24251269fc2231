import { atMost, equal, near } from '../../course/expectation.js';

/** Five seconds of processor time; the network's error is about two thirds of the seasonal-naive one's, for other seeds too. */
export const forecastingNumbers = {
  expectations: {
    mase: atMost(0.8),
    relative: atMost(0.8),
    inside: near(0.8, 0.15),
    crossings: equal(0),
  },
  short: { days: 500, epochs: 8, batchSize: 16, learningRate: 0.02 },
};
