import { atLeast, near } from '../../course/expectation.js';

/**
 * The six trainings take 63 seconds of processor time on a busy machine: 0.266, 0.354 and 0.380 of the residual network, 0.209, 0.246 and
 * 0.236 of the transformer. Of 1,000 pictures, chance moves each by 0.015. The short form is too short for a lead: both only begin to learn.
 */
export const vitCifarNumbers = {
  expectations: {
    sizes: near(1.115, 0.001),
    resnet: atLeast(0.3),
    vit: atLeast(0.15),
    leadFew: atLeast(0.02),
    leadMany: atLeast(0.08),
    fewAgainstMany: atLeast(-0.02),
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
    batchSize: 16,
  },
  shortExpectations: {
    sizes: near(0.532, 0.001),
    resnet: atLeast(0.12),
    vit: atLeast(0.12),
  },
};
