import { atLeast, atMost } from '../../course/expectation.js';

export const codesNumbers = {
  expectations: {
    offTarget: atMost(0.02),
    freeActivity: atLeast(0.25),
    silent: atLeast(0.5),
    share: atMost(0.8),
  },
  short: { epochs: 30, mapEpochs: 25 },
  shortExpectations: { share: atMost(0.95) },
};
