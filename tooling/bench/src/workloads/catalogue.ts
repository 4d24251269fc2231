import type { LayerSpec, OptimizerSpec, Workload } from './workload.js';

const linear = (inputs: number, outputs: number): LayerSpec => ({ kind: 'linear', inputs, outputs });
const conv = (inputs: number, outputs: number): LayerSpec => ({
  kind: 'conv',
  inputs,
  outputs,
  kernelSize: 3,
});
const relu: LayerSpec = { kind: 'relu' };
const adam = {
  kind: 'adam',
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  eps: 1e-8,
} as const satisfies OptimizerSpec;

/** A multilayer perceptron with Adam. */
export function mlpWorkload(sizes: readonly number[] = [784, 256, 128, 10], batchSize = 128): Workload {
  const layers = sizes.slice(1).flatMap((outputs, i) => {
    const isLast = i === sizes.length - 2;
    return [linear(sizes[i]!, outputs), ...(isLast ? [] : [relu])];
  });
  return {
    name: 'mlp',
    title: `MLP ${sizes.join('-')}, batch ${batchSize}, Adam`,
    batchSize,
    classes: sizes.at(-1)!,
    exampleShape: [sizes[0]!],
    layers,
    optimizer: adam,
  };
}

/**
 * The convolutional network for MNIST, with SGD and momentum. A convolution takes 2 from each side of the image.
 *
 *     [28, 28, 1] → conv channels → conv channels → pool → conv 2 → [200] → hidden → 10
 */
export function cnnWorkload(side = 28, channels = 32, hidden = 50, batchSize = 64): Workload {
  const features = 2 * ((side - 4) / 2 - 2) ** 2;
  return {
    name: 'cnn',
    title: `MNIST CNN conv${channels}-conv${channels}-pool-conv2-${features}-${hidden}-10, batch ${batchSize}, SGD with momentum`,
    batchSize,
    classes: 10,
    exampleShape: [side, side, 1],
    layers: [
      conv(1, channels),
      relu,
      conv(channels, channels),
      relu,
      { kind: 'pool', kernelSize: 2 },
      conv(channels, 2),
      relu,
      { kind: 'flatten' },
      linear(features, hidden),
      relu,
      linear(hidden, 10),
    ],
    optimizer: { kind: 'sgd', learningRate: 0.05, momentum: 0.9 },
  };
}

/** A character model: embedding, two layers of LSTM, the next character at each of `steps` positions, with Adam. */
export function charactersWorkload(steps = 64, hidden = 256, batchSize = 64, vocabSize = 65): Workload {
  const lstm: LayerSpec = { kind: 'lstm', inputs: hidden, outputs: hidden, eachStep: true };
  return {
    name: 'characters',
    title: `Character model, LSTM 2 x ${hidden}, ${batchSize} texts of ${steps} characters, Adam`,
    batchSize,
    classes: vocabSize,
    exampleShape: [steps],
    layers: [
      { kind: 'embedding', inputs: vocabSize, outputs: hidden },
      lstm,
      lstm,
      linear(hidden, vocabSize),
    ],
    optimizer: adam,
  };
}

/** A small GPT: embedding, learned positions, decoder blocks, a norm and an untied head over `length` tokens, with AdamW. */
export function gptWorkload(
  length = 64,
  width = 128,
  batchSize = 16,
  vocabSize = 65,
  numLayers = 4,
  numHeads = 4,
): Workload {
  const block: LayerSpec = { kind: 'block', outputs: width, numHeads };
  return {
    name: 'gpt',
    title: `GPT, ${numLayers} layers of ${width} in ${numHeads} heads, ${batchSize} texts of ${length} tokens, AdamW`,
    batchSize,
    classes: vocabSize,
    exampleShape: [length],
    layers: [
      { kind: 'embedding', inputs: vocabSize, outputs: width },
      { kind: 'positions', inputs: length, outputs: width },
      ...Array.from({ length: numLayers }, () => block),
      { kind: 'norm', outputs: width },
      { kind: 'linear', inputs: width, outputs: vocabSize, bias: false },
    ],
    optimizer: { ...adam, weightDecay: 0.01 },
  };
}

/** An LSTM over the rows of an image, and a linear layer over its last state, with Adam. */
export function lstmWorkload(side = 28, hidden = 128, batchSize = 64): Workload {
  return {
    name: 'lstm',
    title: `LSTM over ${side} rows of ${side}, hidden ${hidden}, batch ${batchSize}, Adam`,
    batchSize,
    classes: 10,
    exampleShape: [side, side],
    layers: [{ kind: 'lstm', inputs: side, outputs: hidden }, linear(hidden, 10)],
    optimizer: adam,
  };
}
