import * as tf from '@tensorflow/tfjs-core';
import { startTfjs } from '../contenders/tfjs-engine.js';
import type { NetworkWork } from './network-work.js';

/** A network in TensorFlow.js that is ready to work. */
export interface TfjsNetwork {
  /** Numbers in its filters and biases. */
  readonly parameters: number;
  run(): void;
  close(): void;
}

/** Inference on TensorFlow.js's wasm backend, one thread; norms are folded, random weights stand for the network's. */
export async function tfjsNetwork({ network, batch, size }: NetworkWork): Promise<TfjsNetwork> {
  await startTfjs('wasm');
  const weights = new Weights();
  const x = tf.randomUniform<tf.Rank.R4>([batch, size, size, 3]);
  const run = () => {
    tf.tidy(() => networks[network](x, weights.begin()).dataSync());
  };
  run();
  const close = () => {
    tf.dispose([x, ...weights.all]);
  };
  return { parameters: weights.all.reduce((sum, { size }) => sum + size, 0), run, close };
}

/** Fails, with TensorFlow.js's own words, where its wasm backend can't train a convolution. */
export async function tryFilterGradient(): Promise<void> {
  await startTfjs('wasm');
  tf.tidy(() => {
    const x = tf.zeros<tf.Rank.R4>([1, 2, 2, 1]);
    tf.grad((filter) => tf.sum(tf.conv2d(x, filter as tf.Tensor4D, 1, 'same')))(tf.zeros([3, 3, 1, 1]));
  });
}

/** Weights in the order in which a network asks for them: made in its first run, found in the later ones. */
class Weights {
  readonly all: tf.Tensor[] = [];
  #next = 0;

  begin(): this {
    this.#next = 0;
    return this;
  }

  next<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
    this.all[this.#next] ??= tf.keep(tf.randomNormal(shape, 0, 0.01));
    return this.all[this.#next++] as tf.Tensor<R>;
  }
}

type Activation = 'linear' | 'relu' | 'relu6';

function conv(
  weights: Weights,
  x: tf.Tensor4D,
  channels: number,
  [kernel, strides]: readonly [number, number],
  activation: Activation,
): tf.Tensor4D {
  const filter = weights.next<tf.Rank.R4>([kernel, kernel, x.shape[3], channels]);
  const bias = weights.next<tf.Rank.R1>([channels]);
  return tf.fused.conv2d({ x, filter, strides, pad: 'same', bias, activation });
}

function depthwise(weights: Weights, x: tf.Tensor4D, strides: number): tf.Tensor4D {
  const channels = x.shape[3];
  const filter = weights.next<tf.Rank.R4>([3, 3, channels, 1]);
  const bias = weights.next<tf.Rank.R1>([channels]);
  return tf.fused.depthwiseConv2d({ x, filter, strides, pad: 'same', bias, activation: 'relu6' });
}

function classify(weights: Weights, x: tf.Tensor4D): tf.Tensor {
  const features = tf.mean<tf.Tensor2D>(x, [1, 2]);
  const matrix = weights.next<tf.Rank.R2>([features.shape[1], 1000]);
  return tf.add(tf.matMul(features, matrix), weights.next<tf.Rank.R1>([1000]));
}

function resnet18(input: tf.Tensor4D, weights: Weights): tf.Tensor {
  let x = tf.maxPool(conv(weights, input, 64, [7, 2], 'relu'), 3, 2, 'same');
  for (const [channels, strides] of [
    [64, 1],
    [64, 1],
    [128, 2],
    [128, 1],
    [256, 2],
    [256, 1],
    [512, 2],
    [512, 1],
  ] as const) {
    const inner = conv(weights, conv(weights, x, channels, [3, strides], 'relu'), channels, [3, 1], 'linear');
    const shortcut = strides === 2 ? conv(weights, x, channels, [1, 2], 'linear') : x;
    x = tf.relu(tf.add(inner, shortcut));
  }
  return classify(weights, x);
}

/** Expansion, channels, blocks and stride of each stage. */
const stages = [
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
] as const;

function mobilenetV2(input: tf.Tensor4D, weights: Weights): tf.Tensor {
  let x = conv(weights, input, 32, [3, 2], 'relu6');
  for (const [expansion, channels, blocks, stride] of stages) {
    for (let block = 0; block < blocks; block++) {
      const wide = expansion === 1 ? x : conv(weights, x, expansion * x.shape[3], [1, 1], 'relu6');
      const narrow = conv(
        weights,
        depthwise(weights, wide, block === 0 ? stride : 1),
        channels,
        [1, 1],
        'linear',
      );
      x = block > 0 ? tf.add(x, narrow) : narrow;
    }
  }
  return classify(weights, conv(weights, x, 1280, [1, 1], 'relu6'));
}

const networks = { resnet18, mobilenet_v2: mobilenetV2 } as const;
