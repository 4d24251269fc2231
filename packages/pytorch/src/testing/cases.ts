// internal: models that are exported and compared with PyTorch, by name
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
  resnet18,
  resnet50,
  squeezenet1_0,
  squeezenet1_1,
  unet,
  vgg11,
  xception,
} from '@neurona/cnn';
import { DenoisingUNet, PointDenoiser } from '@neurona/diffusion';
import { DCGANDiscriminator, DCGANGenerator, Gan } from '@neurona/gan';
import { type AnyModule, Linear, Sequential, Unflatten } from '@neurona/layers';
import { MLP, Perceptron } from '@neurona/mlp';
import {
  EncoderDecoder,
  Forecaster,
  RecurrentLanguageModel,
  SequenceClassifier,
  SequenceTagger,
} from '@neurona/rnn';
import {
  BERT,
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
  GPT2,
  Llama,
  lora,
  Seq2SeqTransformer,
  ViT,
} from '@neurona/transformer';
import { ConvVAE, VAE, VQVAE } from '@neurona/vae';
import type { ProgramInput } from '../program/trial-run.js';

/** A model, and what it takes. */
export type Case = readonly [make: () => AnyModule, ...inputs: readonly ProgramInput[]];

export const image = (size: number, channels = 3): ProgramInput => ({ shape: [2, size, size, channels] });
export const features = (...shape: readonly number[]): ProgramInput => ({ shape: [2, ...shape] });
/** Tokens less than 7. */
export const tokens = (...shape: readonly number[]): ProgramInput => ({
  shape: [2, ...shape],
  dtype: 'int32',
});

const text = { vocabSize: 11, contextLength: 8, embedDim: 12, numLayers: 2, numHeads: 3 };
const llama = { ...text, embedDim: 16, numHeads: 4, numKeyValueHeads: 2, feedForwardDim: 20 };
const seq2seq = {
  sourceVocabSize: 11,
  targetVocabSize: 9,
  embedDim: 12,
  numHeads: 3,
  numEncoderLayers: 2,
  numDecoderLayers: 2,
  feedForwardDim: 20,
};
const translation = { sourceVocabSize: 11, targetVocabSize: 9, hiddenSize: 6, embedDim: 5 };
const few = { numClasses: 5 };

export const architectureCases: Readonly<Record<string, Case>> = {
  MLP: [() => new MLP([6, 8, 3], { norm: 'batch', dropout: 0.1 }), features(6)],
  'MLP of sequences': [() => new MLP([6, 8, 3], { norm: 'batch', output: 'softmax' }), features(4, 6)],
  Perceptron: [() => new Perceptron(4), features(4)],
  LeNet5: [() => lenet5(), image(32, 1)],
  AlexNet: [() => alexnet({ ...few, hiddenSize: 32 }), image(96)],
  VGG: [() => vgg11({ ...few, hiddenSize: 16, batchNorm: true }), image(64)],
  ResNet: [() => resnet18(few), image(48)],
  'ResNet with bottlenecks': [() => resnet50({ ...few, width: 16 }), image(48)],
  ConvNeXt: [() => convnextTiny({ ...few, widths: [8, 16, 24], depths: [1, 2, 1] }), image(32)],
  DenseNet: [() => densenet121({ ...few, depths: [2, 3], growthRate: 8, stemWidth: 16 }), image(32)],
  EfficientNet: [() => efficientnetB0(few), image(48)],
  MobileNetV2: [() => mobilenetV2(few), image(48)],
  MobileNetV3: [() => mobilenetV3Small(few), image(48)],
  'SqueezeNet 1.0': [() => squeezenet1_0(few), image(64)],
  'SqueezeNet 1.1': [() => squeezenet1_1(few), image(64)],
  GoogLeNet: [
    () => googlenet({ ...few, auxiliary: true, transformInput: true, widthMultiplier: 0.25 }),
    image(64),
  ],
  'Inception v3': [() => inceptionV3({ ...few, widthMultiplier: 0.25 }), image(96)],
  Xception: [() => xception({ ...few, widthMultiplier: 0.125 }), image(71)],
  UNet: [() => unet({ numClasses: 3, inChannels: 2, width: 4, depth: 2 }), image(18, 2)],
  'UNet, bilinear': [() => unet({ width: 4, depth: 2, upsampling: 'bilinear', inChannels: 1 }), image(16, 1)],
  ViT: [
    () => new ViT({ imageSize: 16, patchSize: 8, embedDim: 12, numLayers: 2, numHeads: 3, numClasses: 5 }),
    image(16),
  ],
  DenseAutoencoder: [() => new DenseAutoencoder([12, 7, 3]), image(2)],
  'DenseAutoencoder, tied': [() => new DenseAutoencoder([9, 7, 3], { tied: true }), image(3, 1)],
  ConvAutoencoder: [
    () => new ConvAutoencoder({ imageSize: 8, inChannels: 2, channels: [4, 6], codeSize: 5 }),
    image(8, 2),
  ],
  'ConvAutoencoder without a code': [
    () => new ConvAutoencoder({ imageSize: 8, inChannels: 2, channels: [4, 6], noise: 0.1 }),
    image(8, 2),
  ],
  RecurrentAutoencoder: [
    () => new RecurrentAutoencoder({ inputSize: 3, length: 5, hiddenSize: 6, codeSize: 4 }),
    features(5, 3),
  ],
  VAE: [() => new VAE({ inputShape: [4, 4, 2], hiddenSize: 8, latentSize: 3 }), image(4, 2)],
  'VAE of features': [() => new VAE({ inputShape: [5], hiddenSize: 8, latentSize: 3 }), features(5)],
  'VAE with labels': [
    () => new VAE({ inputShape: [4, 4, 2], hiddenSize: 8, latentSize: 3, numClasses: 7 }),
    image(4, 2),
    tokens(),
  ],
  ConvVAE: [() => new ConvVAE({ inputShape: [8, 8, 2], channels: [4, 6], latentSize: 3 }), image(8, 2)],
  'ConvVAE with labels': [
    () => new ConvVAE({ inputShape: [8, 8, 2], channels: [4, 6], latentSize: 3, numClasses: 7 }),
    image(8, 2),
    tokens(),
  ],
  VQVAE: [() => new VQVAE({ inputShape: [8, 8, 2], channels: 6, codeSize: 4, numCodes: 5 }), image(8, 2)],
  DCGANGenerator: [() => new DCGANGenerator({ imageSize: 28, features: 4, noiseSize: 6 }), features(6)],
  'DCGANGenerator with classes': [
    () => new DCGANGenerator({ imageSize: 32, features: 4, noiseSize: 6, numClasses: 7 }),
    features(6),
    tokens(),
  ],
  DCGANDiscriminator: [
    () => new DCGANDiscriminator({ imageSize: 28, channels: 1, features: 4 }),
    image(28, 1),
  ],
  'DCGANDiscriminator with classes': [
    () => new DCGANDiscriminator({ imageSize: 32, features: 4, numClasses: 7, norm: 'none' }),
    image(32),
    tokens(),
  ],
  Gan: [
    () =>
      new Gan(new Sequential(new Linear(6, 18), new Unflatten(1, [3, 3, 2])), new Linear(18, 1), {
        noiseSize: 6,
      }),
    features(6),
  ],
  SequenceClassifier: [
    () =>
      new SequenceClassifier({
        vocabSize: 11,
        hiddenSize: 6,
        bidirectional: true,
        numLayers: 2,
        numClasses: 3,
      }),
    tokens(5),
  ],
  'SequenceClassifier of features': [
    () => new SequenceClassifier({ inputSize: 4, hiddenSize: 6, cell: 'gru', numClasses: 3 }),
    features(5, 4),
  ],
  SequenceTagger: [
    () => new SequenceTagger({ vocabSize: 11, hiddenSize: 6, cell: 'rnn', numTags: 3 }),
    tokens(5),
  ],
  RecurrentLanguageModel: [
    () => new RecurrentLanguageModel({ vocabSize: 11, hiddenSize: 6, numLayers: 2, dropout: 0.1 }),
    tokens(5),
  ],
  'RecurrentLanguageModel, tied': [
    () => new RecurrentLanguageModel({ vocabSize: 11, hiddenSize: 6, tied: true, cell: 'gru' }),
    tokens(5),
  ],
  Forecaster: [
    () => new Forecaster({ numSeries: 2, horizon: 3, hiddenSize: 6, quantiles: [0.1, 0.5, 0.9] }),
    features(7, 2),
  ],
  'Forecaster, recursive': [
    () =>
      new Forecaster({
        numSeries: 2,
        horizon: 3,
        hiddenSize: 6,
        strategy: 'recursive',
        scaling: 'meanAbsolute',
        quantiles: [0.2, 0.8],
      }),
    features(7, 2),
  ],
  'EncoderDecoder with additive attention': [() => new EncoderDecoder(translation), tokens(5), tokens(4)],
  'EncoderDecoder with dot products': [
    () => new EncoderDecoder({ ...translation, attention: 'dot', cell: 'gru', numLayers: 2 }),
    tokens(5),
    tokens(4),
  ],
  'EncoderDecoder with general attention': [
    () => new EncoderDecoder({ ...translation, attention: 'general', bidirectional: false }),
    tokens(5),
    tokens(4),
  ],
  'EncoderDecoder without attention': [
    () => new EncoderDecoder({ ...translation, attention: 'none' }),
    tokens(5),
    tokens(4),
  ],
  GPT2: [() => new GPT2(text), tokens(6)],
  'GPT2 with adapters, untied': [
    () => lora(new GPT2({ ...text, tied: false, activation: 'gelu' })),
    tokens(6),
  ],
  Llama: [() => new Llama(llama), tokens(6)],
  'Llama with a window and scaled positions': [
    () =>
      new Llama({
        ...llama,
        slidingWindow: 3,
        tied: true,
        inputBias: true,
        rotaryScaling: {
          type: 'llama3',
          factor: 4,
          lowFrequencyFactor: 1,
          highFrequencyFactor: 4,
          originalContextLength: 16,
        },
      }),
    tokens(6),
  ],
  'Llama with positions of YaRN': [
    () =>
      new Llama({
        ...llama,
        rotaryBase: 100,
        rotaryScaling: { type: 'yarn', factor: 4, originalContextLength: 16, fastTurns: 4 },
      }),
    tokens(6),
  ],
  BERT: [() => new BERT(text), tokens(6)],
  BERTForMaskedLM: [() => new BERTForMaskedLM(text), tokens(6)],
  BERTForSequenceClassification: [() => new BERTForSequenceClassification(text), tokens(6)],
  BERTForTokenClassification: [() => new BERTForTokenClassification(text), tokens(6)],
  BERTForQuestionAnswering: [() => new BERTForQuestionAnswering({ ...text, activation: 'relu' }), tokens(6)],
  Seq2SeqTransformer: [() => new Seq2SeqTransformer(seq2seq), tokens(5), tokens(4)],
  'Seq2SeqTransformer with shared words': [
    () =>
      new Seq2SeqTransformer({
        ...seq2seq,
        sourceVocabSize: 9,
        shared: true,
        positions: 'learned',
        normFirst: true,
        activation: 'gelu',
      }),
    tokens(5),
    tokens(4),
  ],
  PointDenoiser: [
    () => new PointDenoiser(3, { hiddenSize: 8, numClasses: 7 }),
    features(3),
    tokens(),
    tokens(),
  ],
  DenoisingUNet: [
    () => new DenoisingUNet({ width: 8, numGroups: 4, attention: true, inChannels: 2 }),
    image(8, 2),
    tokens(),
  ],
};
