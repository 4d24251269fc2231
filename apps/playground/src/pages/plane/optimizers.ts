import { Adadelta, Adagrad, Adam, AdamW, type AnyOptimizer, RMSprop, SGD } from '@neurona/optimizers';
import type { Parameter } from '@neurona/tensor';
import type { OptimizerName } from './settings.js';

/** Makes each optimizer. */
export const optimizers: Readonly<
  Record<OptimizerName, (params: Iterable<Parameter>, learningRate: number) => AnyOptimizer>
> = {
  sgd: (params, learningRate) => new SGD(params, { learningRate }),
  momentum: (params, learningRate) => new SGD(params, { learningRate, momentum: 0.9 }),
  adagrad: (params, learningRate) => new Adagrad(params, { learningRate }),
  adadelta: (params, learningRate) => new Adadelta(params, { learningRate }),
  rmsprop: (params, learningRate) => new RMSprop(params, { learningRate }),
  adam: (params, learningRate) => new Adam(params, { learningRate }),
  adamw: (params, learningRate) => new AdamW(params, { learningRate }),
};
