import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type GLUFunctionOptions,
  glu,
  logSoftmax,
  type SoftmaxFunctionOptions,
  softmax,
  softmin,
  type Tensor,
} from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link GLU}. */
export type GLUOptions = GLUFunctionOptions;

/** Settings of {@link Softmax}. */
export type SoftmaxOptions = SoftmaxFunctionOptions;

/** Settings of {@link Softmin}. */
export type SoftminOptions = SoftmaxFunctionOptions;

/** Settings of {@link LogSoftmax}. */
export type LogSoftmaxOptions = SoftmaxFunctionOptions;

const softmaxOptions: OptionTable<SoftmaxOptions> = { axis: -1 };

/**
 * Turns scores into probabilities that sum to 1 along an axis.
 *
 *     y_i = exp(x_i) / Σ_j exp(x_j)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `axis` (the last).
 * @example
 * await new Softmax().forward(tensor([0, Math.log(3)])).data(); // => [0.25, 0.75]
 */
export class Softmax extends Module {
  static override readonly kind: string = 'Softmax';

  constructor(readonly options: SoftmaxOptions = {}) {
    super();
    checkOptions(this.kind, options, softmaxOptions);
  }

  override forward(x: Tensor): Tensor {
    return softmax(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * Softmax of the negated scores: the smallest gets the highest probability.
 *
 *     y_i = exp(-x_i) / Σ_j exp(-x_j)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `axis` (the last).
 * @example
 * await new Softmin().forward(tensor([0, Math.log(3)])).data(); // => [0.75, 0.25]
 */
export class Softmin extends Module {
  static override readonly kind: string = 'Softmin';

  constructor(readonly options: SoftminOptions = {}) {
    super();
    checkOptions(this.kind, options, softmaxOptions);
  }

  override forward(x: Tensor): Tensor {
    return softmin(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * Logarithm of the softmax along an axis, computed without overflow.
 *
 *     y_i = x_i - log Σ_j exp(x_j)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `axis` (the last).
 * @example
 * await new LogSoftmax().forward(tensor([0, 0])).data(); // => [-0.6931, -0.6931]
 */
export class LogSoftmax extends Module {
  static override readonly kind: string = 'LogSoftmax';

  constructor(readonly options: LogSoftmaxOptions = {}) {
    super();
    checkOptions(this.kind, options, softmaxOptions);
  }

  override forward(x: Tensor): Tensor {
    return logSoftmax(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

const gluOptions: OptionTable<GLUOptions> = { axis: -1 };

/**
 * Gated linear unit: one half of an axis times the sigmoid of the other.
 *
 *     y = a σ(b)        x = [a, b] along the axis
 *
 * Shape: x `[..., 2C, ...]` → `[..., C, ...]`.
 * @param options - `axis` (the last).
 * @example
 * await new GLU().forward(tensor([2, 0])).data(); // => [1]
 * @see Dauphin et al., "Language Modeling with Gated Convolutional Networks", 2016, arXiv:1612.08083
 */
export class GLU extends Module {
  static override readonly kind: string = 'GLU';

  constructor(readonly options: GLUOptions = {}) {
    super();
    checkOptions(this.kind, options, gluOptions);
  }

  override forward(x: Tensor): Tensor {
    return glu(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}
