import { atLeast, equal } from '../../course/expectation.js';

/**
 * An epoch takes about 35 seconds of processor time and ends at 1.74, three end at 1.61. The short form, a small network on a twentieth
 * of the text, only begins to spell.
 */
export const shakespeareNumbers = {
  expectations: {
    belowTarget: atLeast(0),
    different: equal(3),
    repeated: equal(1),
  },
  short: {
    characters: 50_000,
    hiddenSize: 48,
    streams: 8,
    contextLength: 32,
    learningRate: 0.02,
    length: 60,
    target: 2.6,
  },
};
