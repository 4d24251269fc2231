import { atLeast, atMost } from '../../course/expectation.js';

/** 13 seconds of processor time. Without a penalty 64 numbers return 64 pixels nearly exactly, so the error has room to rise. */
export const contractiveNumbers = {
  expectations: {
    contracted: atMost(0.5),
    freeChoice: atMost(1.45),
    choice: atLeast(1.5),
    cost: atMost(4),
  },
  short: { epochs: 8 },
  shortExpectations: { contracted: atMost(0.9) },
};
