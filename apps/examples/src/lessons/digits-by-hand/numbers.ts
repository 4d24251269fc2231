import { near } from '../../course/expectation.js';

/** The accuracy that is known of this network: about 0.86. */
export const digitsByHandNumbers = {
  expectations: { accuracy: near(0.86, 0.02) },
  short: { epochs: 20, learningRate: 0.2, tested: 3000 },
};
