import { type Module, TransformerEncoderLayer } from '@neurona/layers';
import { gelu, relu, sigmoid, type Tensor, tanh } from '@neurona/tensor';
import { type Call, given } from '../call.js';
import type { ModelRow, TrainedModel } from '../kinds/kind.js';
import { camelCase } from '../kinds/load-module.js';
import { ConvBNClassifier, DigitsCNN, MLPClassifier } from '../models/classifiers.js';
import { QuadraticRosenbrock, RegressionMLP } from '../models/minima.js';
import { RNNClassifier, recurrent, SequenceRegressor } from '../models/sequences.js';
import { TinyGPT, TransformerClassifier } from '../models/transformers.js';
import { VAE } from '../models/vae.js';
import { nameOf as recurrentName } from './rnn.js';

/** A model whose forward takes two of the case's inputs and gives the loss. */
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

const ofRecurrent = {
  nameOf: (name: string): string => (name.startsWith('rnn.') ? `rnn.${recurrentName(name.slice(4))}` : name),
  isTurned: (name: string): boolean => name.startsWith('rnn.weight') || isLinearWeight(name),
};

const size = (ctor: Call, name: string): number => ctor.number(0, name)!;

const triple = (ctor: Call, byDefault?: readonly [number, number, number]) =>
  (ctor.numbers(0, 'sizes') ?? byDefault) as readonly [number, number, number];

const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu,
  tanh,
  sigmoid,
  gelu,
};

const cellOf = (ctor: Call) => ctor.text(0, 'cell') as 'RNN' | 'GRU' | 'LSTM';

/** Models of training cases. */
export const models: Readonly<Record<string, ModelRow>> = {
  'golden.models.QuadraticRosenbrock': () => model(new QuadraticRosenbrock(), ['Q', 'c']),
  'golden.models.RegressionMLP': (ctor) => model(new RegressionMLP(triple(ctor)), ['x', 'y']),
  'golden.models.MLPClassifier': (ctor) => {
    const activation = activations[ctor.text(1, 'activation')!]!;
    return model(new MLPClassifier(ctor.numbers(0, 'sizes') as readonly number[], activation), [
      'x',
      'target',
    ]);
  },
  'golden.models.DigitsCNN': () => model(new DigitsCNN(), ['x', 'target']),
  'golden.models.ConvBNClassifier': () => model(new ConvBNClassifier(), ['x', 'target']),
  'golden.models.VAE': (ctor) => model(new VAE(triple(ctor, [784, 400, 20])), ['x', 'eps']),
  'golden.models.RNNClassifier': (ctor) => {
    const [hidden, dim] = [size(ctor, 'hidden'), size(ctor, 'dim')];
    const isBidirectional = ctor.flag(0, 'bidirectional');
    const numLayers = ctor.number(0, 'num_layers', 1);
    const rnn = recurrent(cellOf(ctor), dim, hidden, { numLayers, bidirectional: isBidirectional });
    const sizes = { hidden, classes: size(ctor, 'classes'), directions: isBidirectional ? 2 : 1 } as const;
    const module = new RNNClassifier(size(ctor, 'vocab'), dim, rnn, sizes);
    return model(module, ['tokens', 'target'], ofRecurrent);
  },
  'golden.models.SequenceRegressor': (ctor) => {
    const [features, hidden] = [size(ctor, 'features'), size(ctor, 'hidden')];
    const rnn = recurrent(cellOf(ctor), features, hidden);
    return model(new SequenceRegressor(features, hidden, rnn), ['x', 'y'], ofRecurrent);
  },
  'golden.models.TinyGPT': (ctor) => {
    const module = new TinyGPT({
      vocab: size(ctor, 'vocab'),
      context: size(ctor, 'context'),
      dim: size(ctor, 'dim'),
      heads: size(ctor, 'heads'),
      layers: size(ctor, 'layers'),
      tied: ctor.flag(0, 'tied'),
      approximate: (ctor.text(0, 'approximate') ?? 'none') as 'none' | 'tanh',
    });
    return model(module, ['tokens', 'target']);
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
