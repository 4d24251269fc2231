import { atMost, equal, exactly } from '../../course/expectation.js';

/** Counts by hand: 227 · 227 · 3 + 1, 11 · 11 · 3 + 1, and for 16 channels 2 · (9 · 16² + 16) and 25 · 16² + 16. */
export const convolutionNumbers = {
  expectations: {
    byHandError: atMost(1e-5),
    denseWeights: equal(154_588),
    filterWeights: equal(364),
    sizes: exactly(55, 227, 223),
    seen: exactly(5, 5),
    costs: exactly(4640, 6416),
    kinds: exactly(2320, 592, 160, 416, 1040),
  },
  short: {},
};
