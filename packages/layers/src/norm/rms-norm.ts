import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type Parameter, rmsNorm, type Tensor } from '@neurona/tensor';
import { checkLastAxis, checkPositive } from '../check.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link RMSNorm}. */
export interface RMSNormOptions {
  /** Added to the mean square before its root is taken, default 1e-5. */
  readonly eps?: number;
}

const rmsNormOptions: OptionTable<RMSNormOptions> = { eps: 1e-5 };

/**
 * Root mean square normalisation: scales each example to unit root mean square over its last axis.
 *
 *     y = x / √(mean(x²) + eps) · weight
 *
 * Shape: x `[..., D]` → same shape. Parameters: weight `[D]`, ones.
 * @param features - Number D of features.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1, or `eps` not over 0; {@link ShapeError} in
 * `forward` if the last axis of x differs.
 * @example
 * await new RMSNorm(2).forward(tensor([3, 4])).data(); // => [0.8485, 1.1314]
 * @see Zhang, Sennrich, "Root Mean Square Layer Normalization", 2019, arXiv:1910.07467
 */
export class RMSNorm extends Module {
  static override readonly kind: string = 'RMSNorm';

  readonly weight: Parameter;
  readonly eps: number;

  constructor(features: number, options: RMSNormOptions = {}) {
    super();
    checkOptions(this.kind, options, rmsNormOptions);
    checkCount('RMSNorm', 'features', features);
    this.eps = checkPositive('RMSNorm', 'eps', options.eps ?? 1e-5);
    this.weight = filledParameter([features], 1);
  }

  override forward(x: Tensor): Tensor {
    checkLastAxis('RMSNorm', x, this.weight.size);
    return rmsNorm(x, { weight: this.weight, eps: this.eps });
  }

  override describe(): string {
    return `${this.weight.size}, eps: ${this.eps}`;
  }
}
