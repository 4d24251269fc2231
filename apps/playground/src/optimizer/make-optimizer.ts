import { Adadelta, Adagrad, Adam, AdamW, type AnyOptimizer, RMSprop, SGD } from '@neurona/optimizers';
import type { Parameter } from '@neurona/tensor';
import type { OptimizerName } from './names.js';

/** Settings of {@link makeOptimizer}. */
export interface MakeOptimizerOptions {
  readonly learningRate: number;
  /** The share of the velocity that momentum and Nesterov keep, default 0.9. */
  readonly momentum?: number;
  /** Decay of RMSprop's average, default 0.99. */
  readonly alpha?: number;
}

/** Makes an optimizer by its name. */
export function makeOptimizer(
  name: OptimizerName,
  params: Iterable<Parameter>,
  { learningRate, momentum = 0.9, alpha = 0.99 }: MakeOptimizerOptions,
): AnyOptimizer {
  switch (name) {
    case 'sgd':
      return new SGD(params, { learningRate });
    case 'momentum':
      return new SGD(params, { learningRate, momentum });
    case 'nesterov':
      return new SGD(params, { learningRate, momentum, nesterov: true });
    case 'adagrad':
      return new Adagrad(params, { learningRate });
    case 'adadelta':
      return new Adadelta(params, { learningRate });
    case 'rmsprop':
      return new RMSprop(params, { learningRate, alpha });
    case 'adam':
      return new Adam(params, { learningRate });
    case 'adamw':
      return new AdamW(params, { learningRate });
  }
}
