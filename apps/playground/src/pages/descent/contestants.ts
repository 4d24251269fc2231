import { Adadelta, Adam, type AnyOptimizer, RMSprop, SGD } from '@neurona/optimizers';
import type { Parameter } from '@neurona/tensor';
import type { ContestantName } from './settings.js';

/** Makes each contestant's optimizer. */
export const contestants: Readonly<
  Record<ContestantName, (p: Parameter, learningRate: number, momentum: number) => AnyOptimizer>
> = {
  sgd: (p, learningRate) => new SGD([p], { learningRate }),
  momentum: (p, learningRate, momentum) => new SGD([p], { learningRate, momentum }),
  nesterov: (p, learningRate, momentum) => new SGD([p], { learningRate, momentum, nesterov: true }),
  rmsprop: (p, learningRate) => new RMSprop([p], { learningRate, alpha: 0.9 }),
  adadelta: (p, learningRate) => new Adadelta([p], { learningRate }),
  adam: (p, learningRate) => new Adam([p], { learningRate }),
};
