// internal: layers that are exported and compared with PyTorch
import * as layers from '@neurona/layers';
import { type Case, features, image, tokens } from './cases.js';

const {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  BatchNorm2d,
  BatchNorm3d,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  Flatten,
  GRU,
  Linear,
  LSTM,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  RNN,
  Sequential,
} = layers;

const map = image(6, 4);
const line = features(6, 4);
const volume = features(4, 4, 4, 2);

/** Layers in sequence, whose input is that of the first. */
const stack = (...items: layers.SequentialItem[]): layers.Sequential => new Sequential(...items);

/** Activations alone, with the options that some have. */
const activations: Readonly<Record<string, () => layers.Module>> = {
  ReLU: () => new layers.ReLU(),
  ReLU6: () => new layers.ReLU6(),
  SELU: () => new layers.SELU(),
  Sigmoid: () => new layers.Sigmoid(),
  BipolarSigmoid: () => new layers.BipolarSigmoid(),
  LogSigmoid: () => new layers.LogSigmoid(),
  Hardsigmoid: () => new layers.Hardsigmoid(),
  Hardswish: () => new layers.Hardswish(),
  Tanh: () => new layers.Tanh(),
  Tanhshrink: () => new layers.Tanhshrink(),
  Softsign: () => new layers.Softsign(),
  SiLU: () => new layers.SiLU(),
  Mish: () => new layers.Mish(),
  Step: () => new layers.Step(),
  ELU: () => new layers.ELU({ alpha: 0.5 }),
  CELU: () => new layers.CELU({ alpha: 2 }),
  LeakyReLU: () => new layers.LeakyReLU({ negativeSlope: 0.2 }),
  PReLU: () => new layers.PReLU({ numParameters: 4 }),
  RReLU: () => new layers.RReLU(),
  GELU: () => new layers.GELU({ approximate: 'tanh' }),
  Softplus: () => new layers.Softplus({ beta: 2 }),
  Softshrink: () => new layers.Softshrink({ lambda: 0.2 }),
  Hardshrink: () => new layers.Hardshrink({ lambda: 0.2 }),
  Hardtanh: () => new layers.Hardtanh({ min: -0.5 }),
  Threshold: () => new layers.Threshold(0.2, -1),
  Softmax: () => new layers.Softmax(),
  'Softmax over columns': () => new layers.Softmax({ axis: 2 }),
  Softmin: () => new layers.Softmin(),
  LogSoftmax: () => new layers.LogSoftmax({ axis: 3 }),
  GLU: () => new layers.GLU(),
};

const activationCases = Object.entries(activations).map(([name, make]): [string, Case] => [
  name,
  [make, map],
]);

export const layerCases: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(activationCases),
  'Conv1d, pools and norms': [
    () =>
      stack(
        new Conv1d(4, 6, 3, { padding: 'same' }),
        new layers.BatchNorm1d(6),
        new layers.PReLU({ numParameters: 6 }),
        new MaxPool1d(2),
        new layers.InstanceNorm1d(6, { affine: true }),
        new layers.GroupNorm(2, 6),
        new ConvTranspose1d(6, 4, 2, { stride: 2 }),
        new layers.SpatialDropout(0.2),
        new AvgPool1d(2, { stride: 1 }),
        new layers.LPPool1d(2, 2, { stride: 1 }),
        new layers.Upsample({ scaleFactor: 2, mode: 'linear' }),
        new AdaptiveAvgPool1d(5),
        new AdaptiveMaxPool1d(3),
      ),
    line,
  ],
  'Conv1d, flattened': [
    () => stack(new Conv1d(4, 3, 3), new layers.ReLU(), new MaxPool1d(2), new Flatten(), new Linear(6, 2)),
    line,
  ],
  'Conv1d with uneven padding and steps': [
    () =>
      stack(
        new Conv1d(4, 3, 3, { padding: 'same', stride: 2 }),
        new layers.ZeroPad1d([1, 2]),
        new layers.ConstantPad1d(1, 0.5),
        new layers.ReflectionPad1d([1, 0]),
        new layers.ReplicationPad1d(1),
        new layers.CircularPad1d(1),
        new layers.GlobalMaxPool(),
      ),
    line,
  ],
  'Conv2d with groups, dilation and other padding': [
    () =>
      stack(
        new Conv2d(4, 8, 3, { padding: { top: 1, left: 2 }, groups: 2 }),
        new Conv2d(8, 8, [3, 2], { padding: 1, dilation: [1, 2], paddingMode: 'reflect' }),
        new Conv2d(8, 4, 3, { padding: 'same', stride: 2 }),
        new Conv2d(4, 4, 3, { padding: 'same', stride: 2, paddingMode: 'replicate' }),
      ),
    image(9, 4),
  ],
  'SeparableConv2d, DepthwiseConv2d': [
    () => stack(new layers.SeparableConv2d(4, 6, 3), new layers.DepthwiseConv2d(6, 2, { multiplier: 2 })),
    map,
  ],
  ConvTranspose2d: [
    () => new ConvTranspose2d(4, 6, 3, { stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: false }),
    map,
  ],
  'Conv3d and pools': [
    () =>
      stack(
        new Conv3d(2, 4, 2, { padding: 1 }),
        new BatchNorm3d(4),
        new MaxPool3d(2, { stride: 1 }),
        new ConvTranspose3d(4, 2, 2, { stride: [1, 2, 1] }),
        new layers.InstanceNorm3d(2),
        new AvgPool3d(2, { padding: [1, 0, 0], countIncludePad: false }),
        new layers.ZeroPad3d(1),
        new layers.ConstantPad3d({ front: 1, left: 2 }, 0.5),
        new layers.ReplicationPad3d(1),
        new layers.ReflectionPad3d(1),
        new layers.CircularPad3d(1),
        new AdaptiveMaxPool3d([3, 2, 2]),
        new AdaptiveAvgPool3d([2, null, 1]),
        new layers.SpatialDropout(0.1),
        new Flatten(),
        new Linear(8, 2),
      ),
    volume,
  ],
  'Pools of images': [
    () =>
      stack(
        new MaxPool2d(3, { stride: 1, padding: 1, ceilMode: true }),
        new AvgPool2d([2, 1], { stride: 1, divisorOverride: 3 }),
        new layers.LPPool2d(2, 2, { stride: 1 }),
        new AdaptiveAvgPool2d([3, null]),
        new AdaptiveMaxPool2d(2),
        new layers.GlobalAvgPool(),
      ),
    map,
  ],
  'Pads of images': [
    () =>
      stack(
        new layers.ZeroPad2d([1, 2]),
        new layers.ConstantPad2d({ top: 1, right: 2 }, 0.5),
        new layers.ReflectionPad2d({ top: 1, left: 2 }),
        new layers.ReplicationPad2d(1),
        new layers.CircularPad2d(1),
      ),
    map,
  ],
  'Norms of images': [
    () =>
      stack(
        new BatchNorm2d(4, { eps: 1e-3, momentum: null }),
        new layers.InstanceNorm2d(4, { affine: true, trackRunningStats: true }),
        new layers.GroupNorm(2, 4),
        new layers.LayerNorm(4),
        new layers.LayerNorm([6, 6, 4]),
        new layers.RMSNorm(4),
        new layers.LocalResponseNorm(3, { alpha: 0.1 }),
      ),
    map,
  ],
  'Shapes of images': [
    () =>
      stack(
        new layers.Upsample({ size: [4, 8], mode: 'bicubic' }),
        new layers.Upsample({ scaleFactor: 2 }),
        new layers.PixelShuffle(2),
        new layers.PixelUnshuffle(4),
        new layers.Parallel([new Conv2d(16, 2, 1), new layers.Identity()]),
        new layers.Reshape([-1, 18]),
        new Linear(18, 3),
      ),
    map,
  ],
  'Images out of features': [
    () =>
      stack(
        new Linear(5, 36),
        new layers.Reshape([3, 3, 4]),
        new Conv2d(4, 2, 1),
        new layers.Reshape([18]),
        new Linear(18, 2),
      ),
    features(5),
  ],
  'Sequences out of features': [
    () =>
      stack(
        new Linear(5, 12),
        new layers.Unflatten(1, [3, 4]),
        new layers.Permute([0, 2, 1]),
        new layers.TimeDistributed(stack(new Linear(3, 3), new layers.LayerNorm(3, { affine: false }))),
        new layers.RMSNorm(3),
        new Flatten(),
      ),
    features(5),
  ],
  'Recurrent layers': [
    () =>
      stack(
        new LSTM(4, 6, { projectedSize: 3, numLayers: 2, bidirectional: true }),
        new GRU(6, 5, { bias: false }),
        new RNN(5, 4, { activation: 'relu', dropout: 0.1, numLayers: 2 }),
      ),
    line,
  ],
  Attention: [
    () =>
      stack(
        new Linear(4, 6),
        new layers.SinusoidalPositions(6),
        new layers.LearnedPositions(6, 6),
        new layers.MultiheadAttention(6, 2, { addBiasKV: true, addZeroAttn: true }),
        new layers.TransformerEncoderLayer(6, 2, { feedForwardDim: 8, normFirst: true, activation: 'gelu' }),
        new layers.TransformerEncoder(6, 3, 2, { feedForwardDim: 8, finalNorm: true }),
      ),
    line,
  ],
  Transformer: [
    () =>
      new layers.Transformer(4, 2, {
        numEncoderLayers: 1,
        numDecoderLayers: 2,
        feedForwardDim: 8,
        eps: 1e-4,
      }),
    line,
    features(5, 4),
  ],
  'TransformerDecoder with a last norm': [
    () => new layers.TransformerDecoder(4, 2, 2, { feedForwardDim: 8, normFirst: true }),
    line,
    features(5, 4),
  ],
  Embedding: [() => new layers.Embedding(8, 3, { paddingIndex: 0 }), tokens(5)],
  EmbeddingBag: [() => new layers.EmbeddingBag(8, 3, { mode: 'max' }), tokens(5)],
  Bilinear: [() => new layers.Bilinear(4, 4, 3), features(4), features(4)],
  'Dropouts and noise': [
    () =>
      stack(
        new layers.Dropout(0.1),
        new layers.AlphaDropout(0.1),
        new layers.GaussianDropout(0.1),
        new layers.GaussianNoise(0.1),
        new layers.StochasticDepth(0.1),
      ),
    features(4),
  ],
  'Residual with a shortcut': [
    () => new layers.Residual(new Linear(4, 2), new Linear(4, 2, { bias: false })),
    features(4),
  ],
};
