import { atMost, equal } from '../../course/expectation.js';

/** Rows of the truth tables that come out right: no line gets more than three of xor. */
export const gatesNumbers = {
  expectations: {
    and: equal(4),
    or: equal(4),
    xor: atMost(3),
    xorHidden: equal(4),
  },
  short: {},
};
