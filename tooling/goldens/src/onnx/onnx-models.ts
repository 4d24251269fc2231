// internal: a small model of every architecture, and what its ONNX file takes
import { ConvAutoencoder, DenseAutoencoder, RecurrentAutoencoder } from '@neurona/autoencoders';
import {
  alexnet,
  convnextTiny,
  densenet121,
  efficientnetB0,
  googlenet,
  inceptionV3,
  lenet5,
  mobilenetV2,
  mobilenetV3Small,
  ResNet,
  resnetConfigs,
  squeezenet1_1,
  unet,
  vgg11,
  vgg16,
  xception,
} from '@neurona/cnn';
import { DenoisingUNet, PointDenoiser } from '@neurona/diffusion';
import { DCGANDiscriminator, DCGANGenerator } from '@neurona/gan';
import { MLP, Perceptron } from '@neurona/mlp';
import {
  EncoderDecoder,
  Forecaster,
  RecurrentLanguageModel,
  SequenceClassifier,
  SequenceTagger,
} from '@neurona/rnn';
import type { Tensor } from '@neurona/tensor';
import {
  BERT,
  BERTForSequenceClassification,
  GPT2,
  Llama,
  Seq2SeqTransformer,
  ViT,
} from '@neurona/transformer';
import { ConvVAE, VAE, VQVAE } from '@neurona/vae';
import type { ComparedInput, ComparedModel } from './onnx-runtime.js';

const images = (
  make: ComparedModel['make'],
  height: number,
  channels = 3,
  width = height,
): ComparedModel => ({
  make,
  inputs: [{ shape: [1, height, width, channels] }],
});

const tokens: ComparedInput = { shape: [1, 6], dtype: 'int32', axes: { 1: 'length' } };
const lengths = [{ length: 1 }, { length: 7, batch: 3 }];
const tinyTransformer = { contextLength: 16, embedDim: 12, numLayers: 2, numHeads: 3, vocabSize: 9 };
const classes: ComparedInput = { shape: [1], dtype: 'int32', high: 3 };

/** Architectures by name. */
export const onnxModels: Readonly<Record<string, ComparedModel>> = {
  Perceptron: { make: () => new Perceptron(4), inputs: [{ shape: [1, 4] }] },
  MLP: {
    make: () => new MLP([4, 16, 3], { activation: 'gelu', norm: 'batch', dropout: 0.1 }),
    inputs: [{ shape: [1, 4] }],
  },

  LeNet5: images(() => lenet5({ numClasses: 3 }), 32, 1),
  AlexNet: images(() => alexnet({ widths: [4, 4, 4, 4, 4], hiddenSize: 16, numClasses: 3 }), 63),
  VGG: images(() => vgg11({ layers: [4, 'M', 4, 4, 'M'], hiddenSize: 16, numClasses: 3 }), 8),
  'VGG with batch norm': images(
    () =>
      vgg16({ layers: [4, 'M', 4, 4, 'M'], hiddenSize: 16, batchNorm: true, inChannels: 1, numClasses: 3 }),
    8,
    1,
  ),
  GoogLeNet: images(() => googlenet({ widthMultiplier: 1 / 16, auxiliary: false, numClasses: 3 }), 32),
  InceptionV3: images(() => inceptionV3({ widthMultiplier: 1 / 32, auxiliary: false, numClasses: 3 }), 75),
  'ResNet of basic blocks': images(
    () => new ResNet({ ...resnetConfigs.resnet18, depths: [1, 1, 1, 1], width: 4, numClasses: 3 }),
    32,
  ),
  'ResNet of bottlenecks': images(
    () =>
      new ResNet({ ...resnetConfigs.resnet50, depths: [1, 2, 1, 1], width: 2, inChannels: 1, numClasses: 3 }),
    32,
    1,
  ),
  DenseNet: images(
    () => densenet121({ growthRate: 4, depths: [1, 2], stemWidth: 6, bottleneck: 2, numClasses: 3 }),
    16,
  ),
  SqueezeNet: images(
    () => squeezenet1_1({ layers: ['M', 2, 'M', 4], stemWidth: 8, inChannels: 1, numClasses: 3 }),
    24,
    1,
  ),
  MobileNetV2: images(() => mobilenetV2({ widthMultiplier: 0.25, numClasses: 3 }), 32),
  MobileNetV3: images(() => mobilenetV3Small({ widthMultiplier: 0.25, hiddenSize: 64, numClasses: 3 }), 32),
  EfficientNet: images(
    () =>
      efficientnetB0({
        layers: [
          { expandRatio: 1, kernelSize: 3, stride: 1, channels: 8, depth: 1 },
          { expandRatio: 2, kernelSize: 5, stride: 2, channels: 8, depth: 2 },
        ],
        stemWidth: 8,
        numClasses: 3,
      }),
    12,
  ),
  ConvNeXt: images(
    () => convnextTiny({ widths: [6, 8], depths: [1, 2], layerScale: 0.5, numClasses: 3 }),
    16,
  ),
  Xception: images(() => xception({ widthMultiplier: 1 / 64, numClasses: 3 }), 40),
  UNet: images(() => unet({ width: 4, depth: 2, numClasses: 3 }), 8),
  'UNet with bilinear interpolation': images(
    () => unet({ width: 4, depth: 2, upsampling: 'bilinear', inChannels: 1, numClasses: 3 }),
    8,
    1,
    9,
  ),

  'SequenceClassifier of tokens': {
    make: () =>
      new SequenceClassifier({
        vocabSize: 9,
        hiddenSize: 12,
        numClasses: 3,
        bidirectional: true,
        cell: 'gru',
        numLayers: 2,
      }),
    inputs: [tokens],
    sizes: lengths,
  },
  'SequenceClassifier of padded features': {
    make: () => new SequenceClassifier({ inputSize: 4, hiddenSize: 12, numClasses: 3, bidirectional: true }),
    inputs: [
      { shape: [1, 6, 4], axes: { 1: 'length' } },
      { shape: [1], dtype: 'int32', low: 1, high: 6 },
    ],
    sizes: [{ length: 7, batch: 3 }],
  },
  SequenceTagger: {
    make: () => new SequenceTagger({ inputSize: 4, hiddenSize: 12, numTags: 3, cell: 'rnn' }),
    inputs: [{ shape: [1, 6, 4], axes: { 1: 'length' } }],
    sizes: lengths,
  },
  RecurrentLanguageModel: {
    make: () => new RecurrentLanguageModel({ vocabSize: 7, hiddenSize: 24, embedDim: 8, numLayers: 2 }),
    inputs: [tokens],
    sizes: lengths,
  },
  'RecurrentLanguageModel, tied': {
    make: () => new RecurrentLanguageModel({ vocabSize: 7, hiddenSize: 24, cell: 'gru', tied: true }),
    inputs: [tokens],
    sizes: lengths,
  },
  'EncoderDecoder with multiplicative attention': {
    make: () =>
      new EncoderDecoder({ sourceVocabSize: 9, targetVocabSize: 7, hiddenSize: 24, attention: 'general' }),
    inputs: [tokens, { shape: [1, 5], dtype: 'int32', axes: { 1: 'target' } }],
    sizes: [{ length: 3, target: 8 }],
  },
  'EncoderDecoder with additive attention, of one target length': {
    make: () => new EncoderDecoder({ sourceVocabSize: 9, targetVocabSize: 7, hiddenSize: 24, cell: 'gru' }),
    inputs: [tokens, { shape: [1, 5], dtype: 'int32' }],
    sizes: [{ length: 3 }],
  },
  'Forecaster, direct': {
    make: () => new Forecaster({ numSeries: 2, horizon: 3, hiddenSize: 24, quantiles: [0.1, 0.5, 0.9] }),
    inputs: [{ shape: [1, 6, 2], axes: { 1: 'length' } }],
    sizes: [{ length: 9 }],
  },
  'Forecaster, recursive': {
    make: () =>
      new Forecaster({
        numSeries: 2,
        horizon: 3,
        hiddenSize: 24,
        strategy: 'recursive',
        cell: 'gru',
        scaling: 'meanAbsolute',
      }),
    inputs: [{ shape: [1, 6, 2], axes: { 1: 'length' } }],
    sizes: [{ length: 9 }],
  },

  GPT2: { make: () => new GPT2(tinyTransformer), inputs: [tokens], sizes: lengths },
  Llama: {
    make: () =>
      new Llama({ ...tinyTransformer, embedDim: 16, numHeads: 4, numKeyValueHeads: 2, feedForwardDim: 20 }),
    inputs: [{ shape: [1, 6], dtype: 'int32' }],
  },
  BERT: {
    make: () => new BERT(tinyTransformer),
    inputs: [
      tokens,
      { name: 'attention_mask', shape: [1, 6], dtype: 'int32', axes: { 1: 'length' }, low: 1, high: 2 },
      { name: 'token_type_ids', shape: [1, 6], dtype: 'int32', axes: { 1: 'length' }, high: 2 },
    ],
    forward: (model: BERT, ids: Tensor, mask: Tensor, tokenTypes: Tensor) =>
      model.forward(ids, { keyPaddingMask: mask.cast('bool'), tokenTypes }),
    sizes: lengths,
  },
  BERTForSequenceClassification: {
    make: () => new BERTForSequenceClassification({ ...tinyTransformer, numClasses: 3 }),
    inputs: [tokens],
    sizes: lengths,
  },
  ViT: images(
    () =>
      new ViT({
        imageSize: 8,
        patchSize: 4,
        embedDim: 12,
        numLayers: 2,
        numHeads: 3,
        numClasses: 3,
        inChannels: 2,
      }),
    8,
    2,
  ),
  Seq2SeqTransformer: {
    make: () =>
      new Seq2SeqTransformer({
        sourceVocabSize: 7,
        targetVocabSize: 9,
        contextLength: 16,
        embedDim: 8,
        numHeads: 2,
        numEncoderLayers: 1,
        numDecoderLayers: 1,
        feedForwardDim: 16,
      }),
    inputs: [tokens, { shape: [1, 5], dtype: 'int32', axes: { 1: 'target' } }],
    sizes: [{ length: 3, target: 8 }],
  },
  'Seq2SeqTransformer with rotary positions': {
    make: () =>
      new Seq2SeqTransformer({
        sourceVocabSize: 7,
        targetVocabSize: 9,
        contextLength: 16,
        embedDim: 8,
        numHeads: 2,
        numEncoderLayers: 1,
        numDecoderLayers: 1,
        normFirst: true,
        positions: 'rotary',
        activation: 'gelu',
      }),
    inputs: [tokens, { shape: [1, 5], dtype: 'int32', axes: { 1: 'target' } }],
    sizes: [{ length: 3, target: 8 }],
  },

  DenseAutoencoder: {
    make: () => new DenseAutoencoder([6, 12], { output: 'none', tied: true, noise: 0.01, dropout: 0.01 }),
    inputs: [{ shape: [1, 6] }],
  },
  ConvAutoencoder: images(
    () => new ConvAutoencoder({ imageSize: [7, 6], channels: [8, 16], codeSize: 24, output: 'none' }),
    7,
    1,
    6,
  ),
  RecurrentAutoencoder: {
    make: () =>
      new RecurrentAutoencoder({ inputSize: 2, length: 3, hiddenSize: 16, codeSize: 8, cell: 'gru' }),
    inputs: [{ shape: [1, 3, 2] }],
  },
  VAE: {
    make: () => new VAE({ inputShape: [4, 4, 1], hiddenSize: 24, latentSize: 6 }),
    inputs: [{ shape: [1, 4, 4, 1] }],
  },
  'ConvVAE, conditional': {
    make: () => new ConvVAE({ inputShape: [8, 4, 1], channels: [6, 8], latentSize: 6, numClasses: 3 }),
    inputs: [{ shape: [1, 8, 4, 1] }, classes],
  },
  VQVAE: {
    make: () => new VQVAE({ inputShape: [4, 4, 1], depth: 1, channels: 12, numCodes: 16, codeSize: 6 }),
    inputs: [{ shape: [1, 4, 4, 1] }],
  },
  DCGANGenerator: {
    make: () => new DCGANGenerator({ imageSize: 28, channels: 1, noiseSize: 6, features: 4 }),
    inputs: [{ shape: [1, 6] }],
  },
  DCGANDiscriminator: images(
    () => new DCGANDiscriminator({ imageSize: 28, channels: 1, features: 4 }),
    28,
    1,
  ),
  DenoisingUNet: {
    make: () => new DenoisingUNet({ width: 4, numGroups: 2, numClasses: 3, attention: true }),
    inputs: [{ shape: [1, 4, 4, 1] }, { shape: [1], dtype: 'int32', high: 100 }, classes],
  },
  PointDenoiser: {
    make: () => new PointDenoiser(2, { hiddenSize: 16, numLayers: 2, numClasses: 3 }),
    inputs: [{ shape: [1, 2] }, { shape: [1], dtype: 'int32', high: 100 }, classes],
  },
};
