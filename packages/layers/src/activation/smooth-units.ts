import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type GELUFunctionOptions,
  gelu,
  hardswish,
  mish,
  type SoftplusFunctionOptions,
  silu,
  softplus,
  type Tensor,
} from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link Softplus}. */
export type SoftplusOptions = SoftplusFunctionOptions;

/** Settings of {@link GELU}. */
export type GELUOptions = GELUFunctionOptions;

const geluOptions: OptionTable<GELUOptions> = { approximate: 'none' };

/**
 * Gaussian error linear unit: a value times the probability that a standard normal number is below it.
 *
 *     y = x Φ(x)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `approximate` ('none', or 'tanh' as GPT-2 has it).
 * @example
 * await new GELU().forward(tensor([-1, 2])).data(); // => [-0.1587, 1.9545]
 * @see Hendrycks, Gimpel, "Gaussian Error Linear Units", 2016, arXiv:1606.08415
 */
export class GELU extends Module {
  static override readonly kind: string = 'GELU';

  constructor(readonly options: GELUOptions = {}) {
    super();
    checkOptions(this.kind, options, geluOptions);
  }

  override forward(x: Tensor): Tensor {
    return gelu(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * Sigmoid linear unit, also called swish.
 *
 *     y = x / (1 + exp(-x))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new SiLU().forward(tensor([-1, 2])).data(); // => [-0.2689, 1.7616]
 * @see Elfwing et al., "Sigmoid-Weighted Linear Units", 2017, arXiv:1702.03118
 */
export class SiLU extends Module {
  static override readonly kind: string = 'SiLU';

  override forward(x: Tensor): Tensor {
    return silu(x);
  }
}

/**
 * Mish: a smooth activation that dips below 0.
 *
 *     y = x tanh(log(1 + exp(x)))
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Mish().forward(tensor([-1, 2])).data(); // => [-0.3034, 1.944]
 * @see Misra, "Mish: A Self Regularized Non-Monotonic Activation Function", 2019, arXiv:1908.08681
 */
export class Mish extends Module {
  static override readonly kind: string = 'Mish';

  override forward(x: Tensor): Tensor {
    return mish(x);
  }
}

/**
 * Piecewise approximation of swish, without exponentials.
 *
 *     y = x min(max(x + 3, 0), 6) / 6
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Hardswish().forward(tensor([-1, 2])).data(); // => [-0.3333, 1.6667]
 * @see Howard et al., "Searching for MobileNetV3", 2019, arXiv:1905.02244
 */
export class Hardswish extends Module {
  static override readonly kind: string = 'Hardswish';

  override forward(x: Tensor): Tensor {
    return hardswish(x);
  }
}

const softplusOptions: OptionTable<SoftplusOptions> = { beta: 1, threshold: 20 };

/**
 * Softplus: a smooth ReLU.
 *
 *     y = log(1 + exp(beta x)) / beta
 *
 * Shape: x `[...]` → same shape.
 * @param options - `beta` (1), `threshold` (20: above it, y = x).
 * @throws {@link ArgumentError} in `forward` if beta is 0.
 * @example
 * await new Softplus().forward(tensor([0, 2])).data(); // => [0.6931, 2.1269]
 */
export class Softplus extends Module {
  static override readonly kind: string = 'Softplus';

  constructor(readonly options: SoftplusOptions = {}) {
    super();
    checkOptions(this.kind, options, softplusOptions);
  }

  override forward(x: Tensor): Tensor {
    return softplus(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}
