import { checkOptions, type OptionTable } from '@neurona/backend';
import { celu, type ELUFunctionOptions, elu, selu, type Tensor } from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link ELU}. */
export type ELUOptions = ELUFunctionOptions;

/** Settings of {@link CELU}. */
export type CELUOptions = ELUFunctionOptions;

const eluOptions: OptionTable<ELUOptions> = { alpha: 1 };

/**
 * Exponential linear unit: a ReLU that approaches -alpha smoothly below 0.
 *
 *     y = x where x > 0, else alpha (exp(x) - 1)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `alpha` (1).
 * @example
 * await new ELU().forward(tensor([-1, 2])).data(); // => [-0.6321, 2]
 * @see Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units", 2015, arXiv:1511.07289
 */
export class ELU extends Module {
  static override readonly kind: string = 'ELU';

  constructor(readonly options: ELUOptions = {}) {
    super();
    checkOptions(this.kind, options, eluOptions);
  }

  override forward(x: Tensor): Tensor {
    return elu(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * Scaled exponential linear unit: keeps activations at mean 0 and variance 1.
 *
 *     y = 1.0507 x where x > 0, else 1.7581 (exp(x) - 1)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new SELU().forward(tensor([-1, 2])).data(); // => [-1.1113, 2.1014]
 * @see Klambauer et al., "Self-Normalizing Neural Networks", 2017, arXiv:1706.02515
 */
export class SELU extends Module {
  static override readonly kind: string = 'SELU';

  override forward(x: Tensor): Tensor {
    return selu(x);
  }
}

/**
 * Exponential linear unit whose slope at 0 is 1 for every alpha.
 *
 *     y = max(0, x) + min(0, alpha (exp(x / alpha) - 1))
 *
 * Shape: x `[...]` → same shape.
 * @param options - `alpha` (1).
 * @example
 * await new CELU({ alpha: 2 }).forward(tensor([-1, 2])).data(); // => [-0.7869, 2]
 * @see Barron, "Continuously Differentiable Exponential Linear Units", 2017, arXiv:1704.07483
 */
export class CELU extends Module {
  static override readonly kind: string = 'CELU';

  constructor(readonly options: CELUOptions = {}) {
    super();
    checkOptions(this.kind, options, eluOptions);
  }

  override forward(x: Tensor): Tensor {
    return celu(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}
