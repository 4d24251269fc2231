import { near } from '../../course/expectation.js';

/** The accuracy that is known of this network: about 0.83. */
export const digitsNumbers = {
  expectations: { accuracy: near(0.83, 0.03) },
  short: {},
};
