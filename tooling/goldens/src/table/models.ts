import { Autoencoder } from '@neurona/autoencoders';
import {
  bce,
  bceWithLogits,
  Conv2d,
  ConvTranspose2d,
  crossEntropy,
  Lambda,
  type Module,
  mse,
  Sequential,
  TransformerEncoderLayer,
} from '@neurona/layers';
import { MLP, type MLPOptions } from '@neurona/mlp';
import {
  type DecoderAttention,
  EncoderDecoder,
  type RecurrentCellName,
  SequenceClassifier,
} from '@neurona/rnn';
import type { Tensor } from '@neurona/tensor';
import { GPT2 } from '@neurona/transformer';
import { elbo, VAE } from '@neurona/vae';
import { type Call, given } from '../call.js';
import type { ModelRow, TrainedModel } from '../kinds/kind.js';
import { camelCase } from '../kinds/load-module.js';
import type { GoldenCase } from '../manifest.js';
import { ConvBNClassifier, DigitsCNN } from '../models/classifiers.js';
import { QuadraticRosenbrock } from '../models/minima.js';
import { recurrent, SequenceRegressor } from '../models/sequences.js';
import { TransformerClassifier } from '../models/transformers.js';
import { activationAround, activationNamed, partAbout, settingIn } from './definition.js';
import { nameOf as recurrentName } from './rnn.js';

/** A loss of outputs and targets. */
type OutputLoss = (outputs: Tensor, targets: Tensor) => Tensor;

/** A model whose forward takes two of the case's inputs and returns the loss. */
const model = (
  module: Module<readonly [Tensor, Tensor]>,
  [x, y]: readonly [string, string],
  names: Omit<TrainedModel, 'module' | 'loss'> = {},
): TrainedModel => ({
  module,
  isTurned: isLinearWeight,
  loss: (input) => module.forward(input(x), input(y)),
  ...names,
});

/** Weights of linear maps are `[out, in]` in PyTorch. */
const isLinearWeight = (name: string): boolean =>
  /(^|\.)(layers\.\d+|fc\d*|qkv|proj|out_proj|linear\d|head)\.weight$/.test(name) ||
  name.endsWith('in_proj_weight');

/** Parts of GPT-2 by the names that the case's definition has for them. */
const gpt2Parts: Readonly<Record<string, string>> = {
  tok: 'wte',
  pos: 'wpe',
  blocks: 'h',
  ln1: 'ln_1',
  ln2: 'ln_2',
  qkv: 'attn.cAttn',
  proj: 'attn.cProj',
  fc1: 'mlp.cFc',
  fc2: 'mlp.cProj',
  ln_f: 'lnF',
};

const gpt2Name = (name: string): string =>
  name.startsWith('head.')
    ? name.replace('head', 'lmHead')
    : `transformer.${name
        .split('.')
        .map((part) => gpt2Parts[part] ?? part)
        .join('.')}`;

const ofRecurrent = {
  nameOf: (name: string): string => (name.startsWith('rnn.') ? `rnn.${recurrentName(name.slice(4))}` : name),
  isTurned: (name: string): boolean => name.startsWith('rnn.weight') || isLinearWeight(name),
};

const size = (ctor: Call, name: string): number => ctor.number(0, name)!;

const triple = (ctor: Call, byDefault?: readonly [number, number, number]) =>
  (ctor.numbers(0, 'sizes') ?? byDefault) as readonly [number, number, number];

const cellOf = (ctor: Call) => ctor.text(0, 'cell') as 'RNN' | 'GRU' | 'LSTM';

const recurrentSizes = (ctor: Call) => ({
  hiddenSize: size(ctor, 'hidden'),
  embedDim: size(ctor, 'dim'),
  cell: cellOf(ctor).toLowerCase() as RecurrentCellName,
  numLayers: ctor.number(0, 'num_layers', 1),
});

/** The cross-entropy of one logit an example. */
const binaryLoss = (logits: Tensor, targets: Tensor): Tensor =>
  bceWithLogits(logits.reshape(targets.shape), targets);

/** The case's data, or what else it has. */
function inputNamed({ inputs }: GoldenCase, place: 0 | 1): string {
  const rest = inputs.filter((name) => name !== 'x');
  return place === 0 ? 'x' : (rest[0] ?? 'x');
}

/** The layers of a case's parameters by PyTorch's names, in order. */
const layerNames = ({ params }: GoldenCase): string[] => [
  ...new Set(params.map((name) => name.slice(0, name.lastIndexOf('.')))),
];

/** Sizes are in the case's constructor, strides and paddings in its definition; the decoder begins with the first transposed convolution. */
function convAutoencoder(ctor: Call, golden: GoldenCase): TrainedModel {
  const { doc, layouts } = golden;
  const names = layerNames(golden);
  const channels = (ctor.numbers(0, 'channels') ?? channelsIn(doc, names)) as readonly number[];
  const steps = names.map((name, i) => {
    const part = partAbout(doc, name, names);
    const kernelSize = settingIn(part, 'kernel(?:_size)?', 'k') ?? Number(/(\d)x\d/.exec(part)?.[1] ?? 3);
    const options = given({
      stride: settingIn(part, 'stride', 's'),
      padding: settingIn(part, 'pad(?:ding)?', 'p'),
      outputPadding: settingIn(part, 'output_padding', 'op'),
      bias: golden.params.includes(`${name}.bias`),
    });
    const isTransposed = layouts[`${name}.weight`] === 'IOHW';
    const [inputs, outputs] = [channels[i]!, channels[i + 1]!];
    const layer = isTransposed
      ? new ConvTranspose2d(inputs, outputs, kernelSize, options)
      : new Conv2d(inputs, outputs, kernelSize, options);
    return [layer, new Lambda(activationAround(doc, name))];
  });
  const split = names.findIndex((name) => layouts[`${name}.weight`] === 'IOHW');
  const part = (layers: typeof steps): Sequential => new Sequential(...layers.flat());
  const module = new Autoencoder(part(steps.slice(0, split)), part(steps.slice(split)));
  const loss = doc.includes('with_logits') ? bceWithLogits : doc.includes('cross_entropy') ? bce : mse;
  return {
    module,
    nameOf: (name) => {
      const [layer, field] = name.split('.') as [string, string];
      const at = names.indexOf(layer);
      return at < split ? `encoder.${2 * at}.${field}` : `decoder.${2 * (at - split)}.${field}`;
    },
    loss: (input) => loss(module.forward(input('x')), input(inputNamed(golden, 1))),
  };
}

/** The channels between layers, from definitions like `1->4`. */
function channelsIn(definition: string, layers: readonly string[]): number[] {
  const pairs = layers.map((name) => /(\d+) ?-> ?(\d+)/.exec(partAbout(definition, name, layers)));
  return [Number(pairs[0]?.[1]), ...pairs.map((pair) => Number(pair?.[2]))];
}

const sizesOf = (ctor: Call): readonly number[] => ctor.numbers(0, 'sizes') as readonly number[];

/** The activation in the constructor or in the definition. */
function activationIn(ctor: Call, definition: string): () => Lambda {
  const activation = activationNamed(ctor.text(1, 'activation'), definition);
  return () => new Lambda(activation);
}

/** The perceptron of the package: a linear map is every second layer, whatever PyTorch's model calls them. */
function mlp(
  sizes: readonly number[],
  activation: NonNullable<MLPOptions['activation']>,
  loss: OutputLoss,
  golden: GoldenCase,
): TrainedModel {
  const module = new MLP(sizes, { activation });
  const layers = layerNames(golden);
  return {
    module,
    nameOf: (name) => {
      const dot = name.lastIndexOf('.');
      return `${2 * layers.indexOf(name.slice(0, dot))}${name.slice(dot)}`;
    },
    isTurned: (name) => name.endsWith('.weight') && golden.layouts[name] === undefined,
    loss: (input) => loss(module.forward(input(inputNamed(golden, 0))), input(inputNamed(golden, 1))),
  };
}

/** Models of training cases. */
export const models: Readonly<Record<string, ModelRow>> = {
  'golden.models.QuadraticRosenbrock': () => model(new QuadraticRosenbrock(), ['Q', 'c']),
  'golden.models.RegressionMLP': (ctor, golden) => mlp(triple(ctor), 'tanh', mse, golden),
  'golden.models.MLPClassifier': (ctor, golden) =>
    mlp(sizesOf(ctor), activationIn(ctor, ''), crossEntropy, golden),
  'golden.models.BinaryMLP': (ctor, golden) =>
    mlp(sizesOf(ctor), activationIn(ctor, golden.doc), binaryLoss, golden),
  'golden.models.ConvAutoencoder': (ctor, golden) => convAutoencoder(ctor, golden),
  'golden.models.DigitsCNN': () => model(new DigitsCNN(), ['x', 'target']),
  'golden.models.ConvBNClassifier': () => model(new ConvBNClassifier(), ['x', 'target']),
  'golden.models.VAE': (ctor) => {
    const [inputs, hiddenSize, latentSize] = triple(ctor, [784, 400, 20]);
    const module = new VAE({ inputShape: [inputs], hiddenSize, latentSize });
    return {
      module,
      isTurned: isLinearWeight,
      loss: (input) => {
        const x = input('x');
        return elbo(module, x, { noise: input('eps') }).loss.mul(x.shape[0]!);
      },
    };
  },
  'golden.models.RNNClassifier': (ctor) => {
    const module = new SequenceClassifier({
      vocabSize: size(ctor, 'vocab'),
      numClasses: size(ctor, 'classes'),
      ...recurrentSizes(ctor),
      bidirectional: ctor.flag(0, 'bidirectional'),
    });
    return {
      module,
      ...ofRecurrent,
      loss: (input) => crossEntropy(module.forward(input('tokens')), input('target')),
    };
  },
  'golden.models.SequenceRegressor': (ctor) => {
    const [features, hidden] = [size(ctor, 'features'), size(ctor, 'hidden')];
    const rnn = recurrent(cellOf(ctor), features, hidden);
    return model(new SequenceRegressor(features, hidden, rnn), ['x', 'y'], ofRecurrent);
  },
  'golden.models.EncoderDecoder': (ctor) => {
    const module = new EncoderDecoder({
      sourceVocabSize: size(ctor, 'source_vocab'),
      targetVocabSize: size(ctor, 'target_vocab'),
      ...recurrentSizes(ctor),
      attention: ctor.text(0, 'attention') as DecoderAttention,
      bidirectional: ctor.flag(0, 'bidirectional', true),
    });
    return {
      module,
      nameOf: (name) =>
        name.replace(
          /^(encoder|decoder)\.rnn\.(\w+)$/,
          (_, part, own: string) => `${part}.rnn.${recurrentName(own)}`,
        ),
      isTurned: (name) => /\.rnn\.weight|(query|key|combine|fc)\.weight$/.test(name),
      loss: (input) => {
        const logits = module.forward(input('source'), input('target'), input('lengths'));
        return crossEntropy(logits, input('following'), { ignoreIndex: -100 });
      },
    };
  },
  'golden.models.TinyGPT': (ctor) => {
    const module = new GPT2({
      vocabSize: size(ctor, 'vocab'),
      contextLength: size(ctor, 'context'),
      embedDim: size(ctor, 'dim'),
      numHeads: size(ctor, 'heads'),
      numLayers: size(ctor, 'layers'),
      tied: ctor.flag(0, 'tied') ?? false,
      activation: ctor.text(0, 'approximate') === 'tanh' ? 'geluTanh' : 'gelu',
      dropout: 0,
    });
    return {
      module,
      nameOf: gpt2Name,
      isTurned: isLinearWeight,
      loss: (input) => crossEntropy(module.forward(input('tokens')), input('target')),
    };
  },
  'golden.models.TransformerClassifier': (ctor) => {
    const dim = size(ctor, 'dim');
    const layer = new TransformerEncoderLayer(dim, size(ctor, 'heads'), {
      ...given({ feedForwardDim: ctor.number(0, 'ff'), normFirst: ctor.flag(0, 'norm_first') }),
      dropout: 0,
    });
    const module = new TransformerClassifier(size(ctor, 'vocab'), dim, layer, size(ctor, 'classes'));
    return model(module, ['tokens', 'target'], { nameOf: camelCase });
  },
};
