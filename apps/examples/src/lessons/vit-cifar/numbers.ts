import { atLeast, near } from '../../course/expectation.js';

/**
 * The six trainings take 245 seconds of processor time on a busy machine: 0.273, 0.403 and 0.600 of the residual network, 0.223, 0.283 and
 * 0.382 of the transformer, for which 449 pictures are enough to the other. Of 1,000 pictures, chance moves each accuracy by 0.015. The
 * short form is too short for a lead: both only begin to learn.
 */
export const vitCifarNumbers = {
  expectations: {
    sizes: near(1.115, 0.001),
    resnet: atLeast(0.5),
    vit: atLeast(0.32),
    resnetGain: atLeast(0.2),
    vitGain: atLeast(0.1),
    leadMany: atLeast(0.12),
    times: atLeast(3),
  },
  short: {
    few: 64,
    some: 128,
    many: 256,
    tested: 200,
    width: 8,
    embedDim: 32,
    numLayers: 1,
    steps: 25,
    leastEpochs: 1,
    batchSize: 16,
  },
  shortExpectations: {
    sizes: near(0.532, 0.001),
    resnet: atLeast(0.12),
    vit: atLeast(0.12),
  },
};
