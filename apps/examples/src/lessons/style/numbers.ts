import { atMost } from '../../course/expectation.js';

/** Shares of the start: the style loss of the content picture, and the content loss of the style picture, in which nothing of the content is left. */
export const styleNumbers = {
  expectations: {
    styleShare: atMost(0.05),
    contentShare: atMost(0.6),
  },
  short: { size: 32, styleWeight: 5, method: 'lbfgs', steps: 30 },
};
