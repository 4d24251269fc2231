import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import * as L from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

// biome-ignore lint/suspicious/noExplicitAny: wrong calls, as JavaScript makes them.
type Make = (options: any) => unknown;

/** Every layer with options. */
const layers: Readonly<Record<string, Make>> = {
  Hardtanh: (o) => new L.Hardtanh(o),
  Softmax: (o) => new L.Softmax(o),
  Softmin: (o) => new L.Softmin(o),
  LogSoftmax: (o) => new L.LogSoftmax(o),
  GLU: (o) => new L.GLU(o),
  GELU: (o) => new L.GELU(o),
  Softplus: (o) => new L.Softplus(o),
  Softshrink: (o) => new L.Softshrink(o),
  Hardshrink: (o) => new L.Hardshrink(o),
  LeakyReLU: (o) => new L.LeakyReLU(o),
  PReLU: (o) => new L.PReLU(o),
  RReLU: (o) => new L.RReLU(o),
  ELU: (o) => new L.ELU(o),
  CELU: (o) => new L.CELU(o),
  Parallel: (o) => new L.Parallel([new L.Identity()], o),
  Upsample: (o) => new L.Upsample(o),
  SinusoidalPositions: (o) => new L.SinusoidalPositions(4, o),
  RotaryPositions: (o) => new L.RotaryPositions(4, o),
  MultiheadAttention: (o) => new L.MultiheadAttention(4, 2, o),
  TransformerEncoderLayer: (o) => new L.TransformerEncoderLayer(4, 2, o),
  TransformerDecoderLayer: (o) => new L.TransformerDecoderLayer(4, 2, o),
  TransformerEncoder: (o) => new L.TransformerEncoder(4, 2, 1, o),
  TransformerDecoder: (o) => new L.TransformerDecoder(4, 2, 1, o),
  Transformer: (o) => new L.Transformer(4, 2, o),
  Dropout: (o) => new L.Dropout(0.5, o),
  AlphaDropout: (o) => new L.AlphaDropout(0.5, o),
  SpatialDropout: (o) => new L.SpatialDropout(0.5, o),
  GaussianDropout: (o) => new L.GaussianDropout(0.5, o),
  GaussianNoise: (o) => new L.GaussianNoise(0.5, o),
  ActivityRegularization: (o) => new L.ActivityRegularization(o),
  EmbeddingBag: (o) => new L.EmbeddingBag(4, 2, o),
  Embedding: (o) => new L.Embedding(4, 2, o),
  RMSNorm: (o) => new L.RMSNorm(4, o),
  GroupNorm: (o) => new L.GroupNorm(2, 4, o),
  LayerNorm: (o) => new L.LayerNorm(4, o),
  LocalResponseNorm: (o) => new L.LocalResponseNorm(3, o),
  InstanceNorm1d: (o) => new L.InstanceNorm1d(4, o),
  InstanceNorm2d: (o) => new L.InstanceNorm2d(4, o),
  InstanceNorm3d: (o) => new L.InstanceNorm3d(4, o),
  BatchNorm1d: (o) => new L.BatchNorm1d(4, o),
  BatchNorm2d: (o) => new L.BatchNorm2d(4, o),
  BatchNorm3d: (o) => new L.BatchNorm3d(4, o),
  Conv1d: (o) => new L.Conv1d(1, 2, 3, o),
  Conv2d: (o) => new L.Conv2d(1, 2, 3, o),
  Conv3d: (o) => new L.Conv3d(1, 2, 3, o),
  ConvTranspose1d: (o) => new L.ConvTranspose1d(1, 2, 3, o),
  ConvTranspose2d: (o) => new L.ConvTranspose2d(1, 2, 3, o),
  ConvTranspose3d: (o) => new L.ConvTranspose3d(1, 2, 3, o),
  DepthwiseConv2d: (o) => new L.DepthwiseConv2d(2, 3, o),
  SeparableConv2d: (o) => new L.SeparableConv2d(1, 2, 3, o),
  Linear: (o) => new L.Linear(2, 2, o),
  Bilinear: (o) => new L.Bilinear(2, 2, 2, o),
  AvgPool1d: (o) => new L.AvgPool1d(2, o),
  AvgPool2d: (o) => new L.AvgPool2d(2, o),
  AvgPool3d: (o) => new L.AvgPool3d(2, o),
  MaxPool1d: (o) => new L.MaxPool1d(2, o),
  MaxPool2d: (o) => new L.MaxPool2d(2, o),
  MaxPool3d: (o) => new L.MaxPool3d(2, o),
  MaxUnpool1d: (o) => new L.MaxUnpool1d(2, o),
  MaxUnpool2d: (o) => new L.MaxUnpool2d(2, o),
  MaxUnpool3d: (o) => new L.MaxUnpool3d(2, o),
  LPPool1d: (o) => new L.LPPool1d(2, 2, o),
  LPPool2d: (o) => new L.LPPool2d(2, 2, o),
  LPPool3d: (o) => new L.LPPool3d(2, 2, o),
  RNNCell: (o) => new L.RNNCell(2, 2, o),
  GRUCell: (o) => new L.GRUCell(2, 2, o),
  LSTMCell: (o) => new L.LSTMCell(2, 2, o),
  RNN: (o) => new L.RNN(2, 2, o),
  GRU: (o) => new L.GRU(2, 2, o),
  LSTM: (o) => new L.LSTM(2, 2, o),
};

describe('options that a layer does not have', () => {
  it.each(Object.entries(layers))('are refused by %s', (name, make) => {
    for (const options of [{ nonsense: 1 }, 'text', null]) {
      expect(() => make(options)).toThrow(ArgumentError);
      expect(() => make(options)).toThrow(`[${name}] expected`);
    }
  });

  const meant: [title: string, make: () => unknown, message: string][] = [
    ['a slope', () => layers.LeakyReLU!(0.2), 'got 0.2. Write { negativeSlope: 0.2 }.'],
    ['no bias', () => layers.Linear!(false), 'got false. Write { bias: false }.'],
    ['a stride', () => layers.Conv2d!(2), 'got 2. Write { stride: 2 }.'],
    ['another spelling', () => layers.LSTM!({ num_layers: 2 }), 'Did you mean numLayers?'],
  ];
  it.each(meant)('are answered with what was meant: %s', (_title, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('options that a loss does not have', () => {
  const x = () => ones([2, 3]);
  const classes = () => ones([2], { dtype: 'int32' });
  const losses: Readonly<Record<string, Make>> = {
    mse: (o) => L.mse(x(), x(), o),
    mae: (o) => L.mae(x(), x(), o),
    huber: (o) => L.huber(x(), x(), o),
    smoothL1: (o) => L.smoothL1(x(), x(), o),
    crossEntropy: (o) => L.crossEntropy(x(), classes(), o),
    nll: (o) => L.nll(x(), classes(), o),
    bce: (o) => L.bce(x(), x(), o),
    bceWithLogits: (o) => L.bceWithLogits(x(), x(), o),
    klDivergence: (o) => L.klDivergence(x(), x(), o),
    hinge: (o) => L.hinge(x(), x(), o),
    hingeEmbedding: (o) => L.hingeEmbedding(x(), x(), o),
    softMargin: (o) => L.softMargin(x(), x(), o),
    marginRanking: (o) => L.marginRanking(x(), x(), x(), o),
    multiMargin: (o) => L.multiMargin(x(), classes(), o),
    multilabelSoftMargin: (o) => L.multilabelSoftMargin(x(), x(), o),
    cosineEmbedding: (o) => L.cosineEmbedding(x(), x(), ones([2]), o),
    tripletMargin: (o) => L.tripletMargin(x(), x(), x(), o),
    quantileLoss: (o) => L.quantileLoss(x(), ones([2]), o),
    poissonNLL: (o) => L.poissonNLL(x(), x(), o),
    gaussianNLL: (o) => L.gaussianNLL(x(), x(), x(), o),
  };

  it.each(Object.entries(losses))('are refused by %s', (name, loss) => {
    expect(() => loss({ nonsense: 1 })).toThrow(`[${name}] expected options among reduction`);
    expect(() => loss('sum')).toThrow(`[${name}] expected an object of options, got sum.`);
  });
});
