import { equal, exactly } from '../../course/expectation.js';

/** Derivatives that one works out on paper. */
export const autogradNumbers = {
  expectations: {
    product: exactly(13, 4, 3),
    cube: equal(75),
    vectorJacobian: exactly(2, 40, 600),
    recorded: equal(0),
    detached: equal(4),
    custom: exactly(3, 10),
  },
  short: {},
};
