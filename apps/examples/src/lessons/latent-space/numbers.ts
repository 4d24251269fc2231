import { atLeast, atMost } from '../../course/expectation.js';

/**
 * The long form ends at 0.185 bits a pixel, 100.6 nats a digit, after a minute of processor time; single pixels need 0.411. Beta 16 costs 0.088 bits
 * and leaves 7 of 20 variables in use.
 */
export const latentSpaceNumbers = {
  expectations: {
    bits: atMost(0.2),
    underPixels: atLeast(0.2),
    halfway: atLeast(50),
    bold: atLeast(1.8),
    cost: atLeast(0.06),
    inUse: atLeast(8),
  },
  shortExpectations: {
    bits: atMost(0.3),
    underPixels: atLeast(0.05),
    bold: atLeast(1.5),
    cost: atLeast(0.02),
  },
  short: {
    images: 1000,
    heldOut: 60,
    hiddenSize: 64,
    epochs: 8,
    tuneEpochs: 1,
    batchSize: 50,
    learningRate: 0.005,
    draws: 5,
  },
};
