import { checkOptions, type OptionTable } from '@neurona/backend';
import { hardshrink, type ShrinkFunctionOptions, softshrink, type Tensor, tanhshrink } from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link Softshrink}. */
export type SoftshrinkOptions = ShrinkFunctionOptions;

/** Settings of {@link Hardshrink}. */
export type HardshrinkOptions = ShrinkFunctionOptions;

const shrinkOptions: OptionTable<SoftshrinkOptions> = { lambda: 0.5 };

/**
 * Soft shrinkage: moves values towards 0 by lambda, and small ones to 0.
 *
 *     y = sign(x) max(|x| - lambda, 0)
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lambda` (0.5).
 * @example
 * await new Softshrink().forward(tensor([-2, 0.2, 1])).data(); // => [-1.5, 0, 0.5]
 */
export class Softshrink extends Module {
  static override readonly kind: string = 'Softshrink';

  constructor(readonly options: SoftshrinkOptions = {}) {
    super();
    checkOptions(this.kind, options, shrinkOptions);
  }

  override forward(x: Tensor): Tensor {
    return softshrink(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * Hard shrinkage: zeroes values within lambda of 0.
 *
 *     y = x where |x| > lambda, else 0
 *
 * Shape: x `[...]` → same shape.
 * @param options - `lambda` (0.5).
 * @example
 * await new Hardshrink().forward(tensor([-2, 0.2, 1])).data(); // => [-2, 0, 1]
 */
export class Hardshrink extends Module {
  static override readonly kind: string = 'Hardshrink';

  constructor(readonly options: HardshrinkOptions = {}) {
    super();
    checkOptions(this.kind, options, shrinkOptions);
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}

/**
 * The value minus its hyperbolic tangent.
 *
 *     y = x - tanh(x)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new Tanhshrink().forward(tensor([0, 1])).data(); // => [0, 0.2384]
 */
export class Tanhshrink extends Module {
  static override readonly kind: string = 'Tanhshrink';

  override forward(x: Tensor): Tensor {
    return tanhshrink(x);
  }
}
