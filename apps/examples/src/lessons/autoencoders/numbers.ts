import { atLeast, atMost } from '../../course/expectation.js';

/** Decibels: the mean image of MNIST for every image has some 11.7, that of the small digits 11.3. */
export const autoencodersNumbers = {
  expectations: {
    angle: atMost(1),
    stackedQuality: atLeast(16.5),
    convQuality: atLeast(17),
    recurrentQuality: atLeast(14),
    bitsPerPixel: atMost(0.25),
    lostByBits: atMost(0.5),
  },
  short: { source: 'digits', images: 200, classes: 2, epochs: 6, sequenceEpochs: 2, batchSize: 16 },
  shortExpectations: {
    stackedQuality: atLeast(11),
    convQuality: atLeast(11),
    recurrentQuality: atLeast(8),
  },
};
