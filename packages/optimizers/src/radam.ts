import type { AdamForm } from '@neurona/backend';
import { AdamFamily, type AdamFamilyOptions, adamFamilyDefaults } from './adam-family.js';
import type { StepInfo } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link RAdam}. */
export interface RAdamOptions extends AdamFamilyOptions {
  /** Step size, default 0.001. */
  readonly learningRate?: number;
}

type Settings = Required<RAdamOptions>;

/**
 * RAdam: rectified Adam, which leaves the second average out until its variance is small enough, then rectifies the step.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     m = β₁ m + (1 - β₁) g        m̂ = m / (1 - β₁ᵗ)
 *     v = β₂ v + (1 - β₂) g²       ρ∞ = 2 / (1 - β₂) - 1        ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ)
 *     p = p - learningRate · m̂                                              if ρ ≤ 5
 *     p = p - learningRate · r · m̂ · √(1 - β₂ᵗ) / (√v + eps)                else
 *     r = √( (ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ) )
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new RAdam([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.8
 * @see Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2019, arXiv:1908.03265. The bound is 5, as in
 * PyTorch, not 4.
 */
export class RAdam extends AdamFamily<Settings> {
  constructor(params: Params<RAdamOptions>, options: RAdamOptions = {}) {
    super(params, options, adamFamilyDefaults);
  }

  protected override get algorithm(): string {
    return 'RAdam';
  }

  protected override form({ learningRate, betas: [beta1, beta2], step }: StepInfo<Settings>): AdamForm {
    const momentFactor = learningRate / (1 - beta1 ** step);
    const factor = rectification(step, beta2);
    if (factor === undefined) return { momentFactor, gradFactor: 0 };
    return {
      momentFactor: momentFactor * factor * Math.sqrt(1 - beta2 ** step),
      gradFactor: 0,
      rootFactor: 1,
    };
  }
}

/** r of a step; undefined while too few gradients were seen. */
function rectification(step: number, beta2: number): number | undefined {
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (length <= 5) return undefined;
  return Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
}
