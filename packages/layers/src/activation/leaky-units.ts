import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  type Generator,
  type LeakyReLUFunctionOptions,
  leakyRelu,
  type Parameter,
  prelu,
  type RReLUFunctionOptions,
  rrelu,
  type Tensor,
} from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link RReLU}. */
export type RReLUOptions = Omit<RReLUFunctionOptions, 'training'>;

/** Settings of {@link LeakyReLU}. */
export type LeakyReLUOptions = LeakyReLUFunctionOptions;

const leakyReluOptions: OptionTable<LeakyReLUOptions> = { negativeSlope: 0.01 };

/**
 * ReLU with a small slope below 0.
 *
 *     y = x where x > 0, else negativeSlope x
 *
 * Shape: x `[...]` → same shape.
 * @param options - `negativeSlope` (0.01).
 * @example
 * await new LeakyReLU().forward(tensor([-1, 2])).data(); // => [-0.01, 2]
 * @see Maas, Hannun, Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013
 */
export class LeakyReLU extends Module {
  static override readonly kind: string = 'LeakyReLU';

  constructor(readonly options: LeakyReLUOptions = {}) {
    super();
    checkOptions(this.kind, options, leakyReluOptions);
  }

  override forward(x: Tensor): Tensor {
    return leakyRelu(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/** Settings of {@link PReLU}. */
export interface PReLUOptions {
  /** Number of slopes: 1, or one for each channel of the last axis. Default 1. */
  readonly numParameters?: number;
  /** Initial value of the slopes, default 0.25. */
  readonly init?: number;
}

const preluOptions: OptionTable<PReLUOptions> = { numParameters: 1, init: 0.25 };

/**
 * ReLU whose slope below 0 is learned.
 *
 *     y = x where x > 0, else weight x
 *
 * Shape: x `[..., C]` → same shape. Parameters: weight `[1]` or `[C]`.
 * @param options - `numParameters` (1), `init` (0.25).
 * @throws {@link ArgumentError} if `numParameters` is not an integer of at least 1; {@link ShapeError} in `forward` if the
 * slopes don't fit the last axis.
 * @example
 * await new PReLU().forward(tensor([-1, 2])).data(); // => [-0.25, 2]
 * @see He et al., "Delving Deep into Rectifiers", 2015, arXiv:1502.01852
 */
export class PReLU extends Module {
  static override readonly kind: string = 'PReLU';

  readonly weight: Parameter;

  constructor(options: PReLUOptions = {}) {
    super();
    checkOptions(this.kind, options, preluOptions);
    const { numParameters = 1, init = 0.25 } = options;
    this.weight = filledParameter([checkCount('PReLU', 'numParameters', numParameters)], init);
  }

  override forward(x: Tensor): Tensor {
    return prelu(x, this.weight);
  }

  override describe(): string {
    return `numParameters: ${this.weight.size}`;
  }
}

const rreluOptions: OptionTable<RReLUOptions> = {
  lower: 1 / 8,
  upper: 1 / 3,
  rng: undefined,
};

/**
 * ReLU whose slopes below 0 are drawn at random in training; in evaluation mode each is the mean of the bounds.
 *
 *     y = x where x > 0, else s x        s ~ U(lower, upper) in training, else (lower + upper) / 2
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lower` (1/8), `upper` (1/3), `rng`.
 * @throws {@link ArgumentError} in `forward` unless lower ≤ upper.
 * @example
 * await new RReLU({ lower: 0.25, upper: 0.75 }).eval().forward(tensor([-1, 2])).data(); // => [-0.5, 2]
 * @see Xu et al., "Empirical Evaluation of Rectified Activations in Convolutional Network", 2015, arXiv:1505.00853
 */
export class RReLU extends Module {
  static override readonly kind: string = 'RReLU';

  readonly lower: number;
  readonly upper: number;
  readonly #rng: Generator | undefined;

  constructor(options: RReLUOptions = {}) {
    super();
    checkOptions(this.kind, options, rreluOptions);
    this.lower = options.lower ?? 1 / 8;
    this.upper = options.upper ?? 1 / 3;
    this.#rng = options.rng;
  }

  override forward(x: Tensor): Tensor {
    const { lower, upper, training } = this;
    return rrelu(x, { lower, upper, training, ...(this.#rng && { rng: this.#rng }) });
  }

  override describe(): string {
    return `${this.lower}, ${this.upper}`;
  }
}
