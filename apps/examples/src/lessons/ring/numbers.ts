import { atLeast, atMost, equal, near } from '../../course/expectation.js';

/** Theory: where both networks are at their best, the answer is ½ everywhere. */
export const ringNumbers = {
  expectations: {
    modes: equal(8),
    share: atLeast(0.9),
    realAnswer: near(0.5, 0.1),
    fakeAnswer: near(0.5, 0.1),
    collapsedModes: atMost(4),
  },
  short: { epochs: 12 },
  shortExpectations: {
    modes: equal(8),
    share: atLeast(0.6),
    realAnswer: near(0.5, 0.1),
    fakeAnswer: near(0.5, 0.1),
    collapsedModes: atMost(6),
  },
};
