import { allNear, atMost, near } from '../../course/expectation.js';

/** The scores are 2 · 2 / √2 where queries and keys meet; a weight is exp(2.83) / (exp(2.83) + 2). */
export const attentionByHandNumbers = {
  expectations: {
    scores: allNear([0, 0, 0, Math.SQRT2, 0, 0, 0, 2 * Math.SQRT2, 0], 1e-12),
    sleepsAtCat: near(Math.exp(2 * Math.SQRT2) / (Math.exp(2 * Math.SQRT2) + 2), 1e-12),
    rowSums: allNear([1, 1, 1], 1e-12),
    layerError: atMost(1e-6),
    maskError: atMost(1e-6),
    orderError: atMost(1e-12),
  },
  short: {},
};
