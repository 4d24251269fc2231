import { Autoencoder } from '@neurona/autoencoders';
import { googlenet, lenet5, StyleTransfer, unet, vggFeatures, WithAuxiliary } from '@neurona/cnn';
import * as datasets from '@neurona/datasets';
import { NoiseSchedule } from '@neurona/diffusion';
import { DCGANDiscriminator, DCGANGenerator, Gan } from '@neurona/gan';
import { StreamingDecoder } from '@neurona/generation';
import * as layers from '@neurona/layers';
import { Perceptron } from '@neurona/mlp';
import { ChainedScheduler, ConstantLR, SequentialLR, SGD } from '@neurona/optimizers';
import {
  EncoderDecoder,
  Forecaster,
  RecurrentLanguageModel,
  SequenceClassifier,
  SequenceTagger,
} from '@neurona/rnn';
import * as tensor from '@neurona/tensor';
import { ClassificationReport } from '@neurona/training';
import {
  BERT,
  BERTForMaskedLM,
  BERTForQuestionAnswering,
  BERTForSequenceClassification,
  BERTForTokenClassification,
  bertConfigs,
  GPT2,
  Llama,
  PretrainedTokenizer,
  Seq2SeqTransformer,
  ViT,
} from '@neurona/transformer';
import { VAE } from '@neurona/vae';

/** What a `tokenizer.json` of one token says. */
const tokenizerFile = {
  model: { type: 'WordPiece', vocab: { a: 0 }, unk_token: 'a' },
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: null,
  added_tokens: [],
};

export const smallVAE = (): VAE => new VAE({ inputShape: [2], latentSize: 1, hiddenSize: 2 });

const params = (): tensor.Parameter[] => [new tensor.Parameter(tensor.ones([2, 2]))];
const optimizer = (): SGD => new SGD(params());
const dataset = (): datasets.ArrayDataset =>
  new datasets.ArrayDataset([datasets.hostArray([1, 2, 3, 4], [4, 1])]);
const linear = (): layers.Linear => new layers.Linear(2, 2);
const bert = { ...bertConfigs['bert-tiny'], vocabSize: 4, embedDim: 4 };
const gpt2 = { vocabSize: 4, contextLength: 4, embedDim: 4, numLayers: 1, numHeads: 2 };

/** Instances of classes that are not made of plain values, or of which there are smaller ones. */
export const instances: Readonly<Record<string, () => object>> = {
  AdditiveAttention: () => new layers.AdditiveAttention(2, 2),
  Autoencoder: () => new Autoencoder(linear(), linear()),
  BERT: () => new BERT(bert),
  BERTForMaskedLM: () => new BERTForMaskedLM(bert),
  BERTForQuestionAnswering: () => new BERTForQuestionAnswering(bert),
  BERTForSequenceClassification: () => new BERTForSequenceClassification(bert),
  BERTForTokenClassification: () => new BERTForTokenClassification(bert),
  ChainedScheduler: () => new ChainedScheduler([new ConstantLR(optimizer())]),
  ClassificationReport: () => new ClassificationReport([[1]]),
  DCGANDiscriminator: () => new DCGANDiscriminator({ features: 4 }),
  DCGANGenerator: () => new DCGANGenerator({ features: 4 }),
  EncoderDecoder: () => new EncoderDecoder({ sourceVocabSize: 4, targetVocabSize: 4, hiddenSize: 2 }),
  FeatureExtractor: () => layers.featureExtractor(new layers.Sequential(linear(), linear()), ['0']),
  Forecaster: () => new Forecaster({ numSeries: 1, horizon: 1, hiddenSize: 2 }),
  GPT2: () => new GPT2(gpt2),
  Gan: () => new Gan(new layers.Linear(1, 2), new layers.Linear(2, 1), { noiseSize: 1 }),
  ImageModel: () => lenet5(),
  Lambda: () => new layers.Lambda((x) => x),
  Llama: () => new Llama({ ...gpt2, feedForwardDim: 4 }),
  Module: linear,
  MultiplicativeAttention: () => new layers.MultiplicativeAttention(2, 2),
  NoiseSchedule: () => new NoiseSchedule([0.1, 0.2]),
  Perceptron: () => new Perceptron(2),
  PretrainedTokenizer: () => new PretrainedTokenizer(tokenizerFile, { chat_template: 'Hello' }),
  QuantizedConvolution: () => new layers.QuantizedConvolution(new layers.Conv2d(2, 2, 1), 8),
  RecurrentLanguageModel: () => new RecurrentLanguageModel({ vocabSize: 4, hiddenSize: 2 }),
  Seq2SeqTransformer: () =>
    new Seq2SeqTransformer({
      sourceVocabSize: 4,
      targetVocabSize: 4,
      embedDim: 4,
      numHeads: 2,
      numEncoderLayers: 1,
      numDecoderLayers: 1,
    }),
  SequenceClassifier: () => new SequenceClassifier({ vocabSize: 4, hiddenSize: 2, numClasses: 2 }),
  SequenceTagger: () => new SequenceTagger({ vocabSize: 4, hiddenSize: 2, numTags: 2 }),
  SequenceWindows: () => datasets.sequenceWindows(new Int32Array(8), { contextLength: 2 }),
  SequentialLR: () => {
    const one = optimizer();
    return new SequentialLR([new ConstantLR(one), new ConstantLR(one)], [1]);
  },
  StreamWindows: () => new datasets.StreamWindows(new Int32Array(8), { streams: 2, contextLength: 2 }),
  StreamingDecoder: () => new StreamingDecoder(() => 'x'),
  StyleTransfer: () =>
    new StyleTransfer(vggFeatures([4]), {
      content: tensor.ones([1, 8, 8, 3]),
      style: tensor.ones([1, 8, 8, 3]),
      contentLayers: ['1'],
      styleLayers: ['1'],
    }),
  Subset: () => new datasets.Subset(dataset(), [0]),
  Tensor: () => tensor.ones([2, 2]),
  TimeSeriesWindows: () => datasets.timeSeriesWindows(datasets.hostArray([[1], [2], [3]]), { window: 1 }),
  Tokenizer: () => new datasets.ByteTokenizer(),
  UNet: () => unet({ width: 2, depth: 1 }),
  Unflatten: () => new layers.Unflatten(0, [1, 2]),
  Upsample: () => new layers.Upsample({ scaleFactor: 2 }),
  VariationalAutoencoder: smallVAE,
  ViT: () => new ViT({ imageSize: 4, patchSize: 2, embedDim: 4, numLayers: 1, numHeads: 2, numClasses: 2 }),
  WithAuxiliary: () => new WithAuxiliary(googlenet({ widthMultiplier: 1 / 16, numClasses: 2 })),
};

/** What classes may be made of, the first that does. */
const candidates: readonly (() => readonly unknown[])[] = [
  () => [],
  () => [2],
  () => [0.5],
  () => [2, 2],
  () => [2, 2, 2],
  () => [[2, 2]],
  () => [params()],
  () => [optimizer()],
  () => [optimizer(), 2],
  () => [linear()],
  () => [[linear()]],
  () => [dataset()],
  () => [[dataset()]],
  () => [dataset(), 2],
  () => ['x'],
];

/** An instance of a class by its row or of plain values, or the errors of all that was tried. */
export function sampleInstance(name: string, exported: object): object | string {
  const own = instances[name];
  if (own) return own();
  const errors = new Set<string>();
  for (const values of candidates) {
    try {
      return Reflect.construct(exported as new () => object, values());
    } catch (error) {
      errors.add((error as Error).message);
    }
  }
  return [...errors].join(' / ');
}
