import {
  bipolarSigmoid,
  hardsigmoid,
  logSigmoid,
  sigmoid,
  softsign,
  type Tensor,
  tanh,
} from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Logistic function: maps numbers to probabilities.
 *
 *     y = 1 / (1 + exp(-x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Sigmoid().forward(tensor([0, 2])).data(); // => [0.5, 0.8808]
 */
export class Sigmoid extends Module {
  static override readonly kind: string = 'Sigmoid';

  override forward(x: Tensor): Tensor {
    return sigmoid(x);
  }
}

/**
 * Logistic function stretched to run from -1 to 1.
 *
 *     y = (1 - exp(-x)) / (1 + exp(-x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new BipolarSigmoid().forward(tensor([0, 2])).data(); // => [0, 0.7616]
 */
export class BipolarSigmoid extends Module {
  static override readonly kind: string = 'BipolarSigmoid';

  override forward(x: Tensor): Tensor {
    return bipolarSigmoid(x);
  }
}

/**
 * Logarithm of the logistic function, computed without underflow.
 *
 *     y = -log(1 + exp(-x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new LogSigmoid().forward(tensor([0, -100])).data(); // => [-0.6931, -100]
 */
export class LogSigmoid extends Module {
  static override readonly kind: string = 'LogSigmoid';

  override forward(x: Tensor): Tensor {
    return logSigmoid(x);
  }
}

/**
 * Piecewise linear approximation of the sigmoid.
 *
 *     y = min(max(x + 3, 0), 6) / 6
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Hardsigmoid().forward(tensor([-4, 0, 1.5])).data(); // => [0, 0.5, 0.75]
 */
export class Hardsigmoid extends Module {
  static override readonly kind: string = 'Hardsigmoid';

  override forward(x: Tensor): Tensor {
    return hardsigmoid(x);
  }
}

/**
 * Hyperbolic tangent: maps numbers to between -1 and 1.
 *
 *     y = (exp(x) - exp(-x)) / (exp(x) + exp(-x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Tanh().forward(tensor([0, 1])).data(); // => [0, 0.7616]
 */
export class Tanh extends Module {
  static override readonly kind: string = 'Tanh';

  override forward(x: Tensor): Tensor {
    return tanh(x);
  }
}

/**
 * Softsign: maps numbers to between -1 and 1, with longer tails than the hyperbolic tangent.
 *
 *     y = x / (1 + |x|)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Softsign().forward(tensor([-1, 3])).data(); // => [-0.5, 0.75]
 */
export class Softsign extends Module {
  static override readonly kind: string = 'Softsign';

  override forward(x: Tensor): Tensor {
    return softsign(x);
  }
}
