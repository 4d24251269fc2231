// internal
import {
  BipolarSigmoid,
  CELU,
  ELU,
  GELU,
  GLU,
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  LeakyReLU,
  LogSigmoid,
  LogSoftmax,
  Mish,
  PReLU,
  ReLU,
  ReLU6,
  RReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softmax,
  Softmin,
  Softplus,
  Softshrink,
  Softsign,
  Step,
  Tanh,
  Tanhshrink,
  Threshold,
} from '@neurona/layers';
import { call } from '../python/expression.js';
import { dimOf, isSequence, type LayerRow, row } from './layer-row.js';

const plain = [
  ReLU,
  ReLU6,
  SELU,
  Sigmoid,
  LogSigmoid,
  Hardsigmoid,
  Hardswish,
  Tanh,
  Tanhshrink,
  Softsign,
  SiLU,
  Mish,
].map((kind) => row(kind, () => call(`nn.${kind.kind}`)));

const overAxis = [Softmax, Softmin, LogSoftmax, GLU].map((kind) =>
  row<Softmax>(kind, ({ options: { axis = -1 } }, place) =>
    call(`nn.${kind.kind}`, {}, { dim: [dimOf(axis, place)] }),
  ),
);

export const activations: readonly LayerRow[] = [
  ...plain,
  ...overAxis,
  row(Step, () => call('Step')),
  row(BipolarSigmoid, () => call('BipolarSigmoid')),
  row(ELU, ({ options: { alpha = 1 } }) => call('nn.ELU', {}, { alpha: [alpha, 1] })),
  row(CELU, ({ options: { alpha = 1 } }) => call('nn.CELU', {}, { alpha: [alpha, 1] })),
  row(LeakyReLU, ({ options: { negativeSlope = 0.01 } }) =>
    call('nn.LeakyReLU', {}, { negative_slope: [negativeSlope, 0.01] }),
  ),
  row(PReLU, ({ weight }, place) =>
    call(
      isSequence(place) && weight.size > 1 ? 'SequencePReLU' : 'nn.PReLU',
      {},
      { num_parameters: [weight.size, 1] },
    ),
  ),
  row(RReLU, ({ lower, upper }) => call('nn.RReLU', { lower, upper })),
  row(GELU, ({ options: { approximate = 'none' } }) =>
    call('nn.GELU', {}, { approximate: [approximate, 'none'] }),
  ),
  row(Softplus, ({ options: { beta = 1, threshold = 20 } }) =>
    call('nn.Softplus', {}, { beta: [beta, 1], threshold: [threshold, 20] }),
  ),
  row(Softshrink, ({ options: { lambda = 0.5 } }) => call('nn.Softshrink', {}, { lambd: [lambda, 0.5] })),
  row(Hardshrink, ({ options: { lambda = 0.5 } }) => call('nn.Hardshrink', {}, { lambd: [lambda, 0.5] })),
  row(Hardtanh, ({ options: { min = -1, max = 1 } }) =>
    call('nn.Hardtanh', {}, { min_val: [min, -1], max_val: [max, 1] }),
  ),
  row(Threshold, ({ limit, value }) => call('nn.Threshold', { threshold: limit, value })),
];
