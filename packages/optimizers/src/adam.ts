import type { AdamForm } from '@neurona/backend';
import { AdamFamily, type AdamFamilyOptions, adamFamilyDefaults } from './adam-family.js';
import type { StepInfo } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Adam}. */
export interface AdamOptions extends AdamFamilyOptions {
  /** Step size, default 0.001. */
  readonly learningRate?: number;
  /** Whether to divide by the largest average so far (AMSGrad), default false. */
  readonly amsgrad?: boolean;
}

type Settings = Required<AdamOptions>;

/** @internal */
export const defaults: Required<AdamOptions> = { ...adamFamilyDefaults, amsgrad: false };

/**
 * Adam: steps from running averages of the gradient and of its square.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     m = β₁ m + (1 - β₁) g        m̂ = m / (1 - β₁ᵗ)
 *     v = β₂ v + (1 - β₂) g²       v̂ = v / (1 - β₂ᵗ)        (amsgrad: the largest v so far)
 *     p = p - learningRate · m̂ / (√v̂ + eps)
 *
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Adam([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2014, arXiv:1412.6980
 * @see Reddi, Kale, Kumar, "On the Convergence of Adam and Beyond", 2018, arXiv:1904.09237
 */
export class Adam extends AdamFamily<Settings> {
  constructor(params: Params<AdamOptions>, options: AdamOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Adam';
  }

  protected override form({ learningRate, betas: [beta1, beta2], step }: StepInfo<Settings>): AdamForm {
    return {
      momentFactor: learningRate / (1 - beta1 ** step),
      gradFactor: 0,
      rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
    };
  }
}
