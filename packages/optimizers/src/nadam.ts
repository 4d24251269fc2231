import type { AdamForm } from '@neurona/backend';
import { AdamFamily, type AdamFamilyOptions, adamFamilyDefaults } from './adam-family.js';
import type { StepInfo } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link NAdam}. */
export interface NAdamOptions extends AdamFamilyOptions {
  /** Step size, default 0.002. */
  readonly learningRate?: number;
  /** Rate at which the momentum grows to its full value, default 0.004. */
  readonly momentumDecay?: number;
}

type Settings = Required<NAdamOptions>;

const defaults: Settings = { ...adamFamilyDefaults, learningRate: 2e-3, momentumDecay: 4e-3 };

/**
 * NAdam: Adam with Nesterov momentum, which looks ahead along the average of the gradient.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     μₜ = β₁ (1 - 0.96^(t · momentumDecay) / 2)        Πₜ = μ₁ μ₂ ⋯ μₜ
 *     m = β₁ m + (1 - β₁) g
 *     v = β₂ v + (1 - β₂) g²                            v̂ = v / (1 - β₂ᵗ)
 *     m̂ = μₜ₊₁ m / (1 - Πₜ₊₁) + (1 - μₜ) g / (1 - Πₜ)
 *     p = p - learningRate · m̂ / (√v̂ + eps)
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new NAdam([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.8944
 * @see Dozat, "Incorporating Nesterov Momentum into Adam", 2016. PyTorch up to 2.0 has μₜ twice in the first denominator. Π follows
 * from the settings and the step count alone: a change of β₁ between steps acts as though it had always been so.
 */
export class NAdam extends AdamFamily<Settings> {
  constructor(params: Params<NAdamOptions>, options: NAdamOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'NAdam';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.require('momentumDecay ≥ 0', settings.momentumDecay >= 0, settings.momentumDecay);
  }

  protected override form({
    learningRate,
    betas: [beta1, beta2],
    momentumDecay,
    step,
  }: StepInfo<Settings>): AdamForm {
    const mu = momentumAt(step, beta1, momentumDecay);
    const muNext = momentumAt(step + 1, beta1, momentumDecay);
    const product = momentumProduct(step, beta1, momentumDecay);
    return {
      momentFactor: (learningRate * muNext) / (1 - product * muNext),
      gradFactor: (learningRate * (1 - mu)) / (1 - product),
      rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
    };
  }
}

const momentumAt = (step: number, beta1: number, decay: number): number =>
  beta1 * (1 - 0.5 * 0.96 ** (step * decay));

/** μ₁ μ₂ ⋯ μₜ; 0 once it is too small to change 1 - Π. */
function momentumProduct(step: number, beta1: number, decay: number): number {
  let product = 1;
  for (let t = 1; t <= step; t++) {
    product *= momentumAt(t, beta1, decay);
    if (product < 1e-18) return 0;
  }
  return product;
}
