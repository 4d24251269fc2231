import { atLeast, equal } from '../../course/expectation.js';

/** Pointing at random finds the quarter in 0.25 of the pictures. */
export const explanationsNumbers = {
  expectations: {
    testAccuracy: atLeast(0.85),
    seen: equal(26),
    camPoints: atLeast(0.7),
    saliencyPoints: atLeast(0.5),
    occlusionPoints: atLeast(0.7),
  },
  short: { images: 360, tested: 60, classes: 2, epochs: 12, batchSize: 16 },
};
