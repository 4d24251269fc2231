import { atLeast } from '../../course/expectation.js';

/**
 * A minute of processor time: 85 % of lines by the pre-trained model and 55 % by the one from random weights, whose leads are 0.28 to 0.35.
 * The short form reads half a line, and a tenth of the text before.
 */
export const sentenceClassifierNumbers = {
  expectations: { accuracy: atLeast(0.8), lead: atLeast(0.2), least: atLeast(0.15) },
  short: {
    characters: 100_000,
    contextLength: 16,
    embedDim: 32,
    steps: 200,
    maskedRate: 0.008,
    tested: 300,
    repeats: 1,
  },
  shortExpectations: { accuracy: atLeast(0.62), lead: atLeast(0.04), least: atLeast(0.04) },
};
