import { atLeast } from '../../course/expectation.js';

/** Who calls everything background has a mean IoU of a quarter of that share, as there are four classes. */
export const segmentationNumbers = {
  expectations: {
    background: atLeast(0.7),
    entropyIoU: atLeast(0.8),
    diceIoU: atLeast(0.8),
  },
  short: { images: 64, size: 16, shapes: 1, kinds: 1, noise: 0.05, width: 4, epochs: 8, batchSize: 8 },
};
