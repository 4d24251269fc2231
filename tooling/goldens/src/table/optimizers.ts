import {
  Adadelta,
  Adagrad,
  Adam,
  Adamax,
  AdamW,
  type AnyOptimizer,
  LBFGS,
  NAdam,
  type OptimizerOptions,
  type Params,
  RAdam,
  RMSprop,
  Rprop,
  SGD,
} from '@neurona/optimizers';
import { type Call, given } from '../call.js';
import type { OptimizerRow, SettingsRow } from '../kinds/kind.js';

const ways = ['foreach', 'capturable', 'differentiable', 'fused']; // of computing the same numbers

/** Settings that every optimizer has. */
const shared: SettingsRow = (call) => {
  for (const way of ways) call.named(way);
  return {
    learningRate: call.number(1, 'lr'),
    weightDecay: call.number(1, 'weight_decay'),
    maximize: call.named('maximize'),
  };
};

const row = (
  type: new (params: Params<OptimizerOptions>, options?: OptimizerOptions) => AnyOptimizer,
  own: (call: Call) => Readonly<Record<string, unknown>>,
): OptimizerRow => ({
  settings: (call) => given({ ...shared(call), ...own(call) }),
  make: (groups, settings) => new type(groups, settings),
});

const adam: SettingsRow = (call) => ({
  betas: call.numbers(2, 'betas'),
  eps: call.number(3, 'eps'),
});

const withMax: SettingsRow = (call) => ({ ...adam(call), amsgrad: call.named('amsgrad') });

/** PyTorch's optimizers. */
export const optimizers: Readonly<Record<string, OptimizerRow>> = {
  'torch.optim.SGD': row(SGD, (call) => ({
    momentum: call.number(2, 'momentum'),
    dampening: call.number(3, 'dampening'),
    nesterov: call.named('nesterov'),
  })),
  'torch.optim.Adam': row(Adam, withMax),
  'torch.optim.AdamW': row(AdamW, withMax),
  'torch.optim.NAdam': row(NAdam, (call) => ({
    ...adam(call),
    momentumDecay: call.number(5, 'momentum_decay'),
  })),
  'torch.optim.RAdam': row(RAdam, adam),
  'torch.optim.Adamax': row(Adamax, adam),
  'torch.optim.Adadelta': row(Adadelta, (call) => ({
    rho: call.number(2, 'rho'),
    eps: call.number(3, 'eps'),
  })),
  'torch.optim.Adagrad': row(Adagrad, (call) => ({
    learningRateDecay: call.number(2, 'lr_decay'),
    initialSum: call.number(4, 'initial_accumulator_value'),
    eps: call.number(5, 'eps'),
  })),
  'torch.optim.LBFGS': {
    settings: (call) =>
      given({
        learningRate: call.number(1, 'lr'),
        maxIter: call.number(2, 'max_iter'),
        maxEval: call.number(3, 'max_eval'),
        toleranceGrad: call.number(4, 'tolerance_grad'),
        toleranceChange: call.number(5, 'tolerance_change'),
        historySize: call.number(6, 'history_size'),
        lineSearchFn: call.text(7, 'line_search_fn') === 'strong_wolfe' ? 'strongWolfe' : undefined,
      }),
    make: (groups, settings) => new LBFGS(groups, settings),
  },
  'torch.optim.Rprop': row(Rprop, (call) => ({
    etas: call.numbers(2, 'etas'),
    stepSizes: call.numbers(3, 'step_sizes'),
  })),
  'torch.optim.RMSprop': row(RMSprop, (call) => ({
    alpha: call.number(2, 'alpha'),
    eps: call.number(3, 'eps'),
    momentum: call.number(5, 'momentum'),
    centered: call.named('centered'),
  })),
};
