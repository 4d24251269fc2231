import { withDefaults } from '@neurona/backend';
import { Adam, type AdamOptions, defaults } from './adam.js';
import type { Params } from './param-groups.js';

/** Settings of {@link AdamW}: those of Adam; `weightDecay` is 0.01 where it is not given. */
export type AdamWOptions = Omit<AdamOptions, 'decoupled'>;

const { decoupled: _always, ...shared } = defaults;
const adamWDefaults = { ...shared, weightDecay: 0.01 };

/**
 * AdamW: Adam with decoupled weight decay, which is applied to the parameter and not added to the gradient.
 *
 *     m = β₁ m + (1 - β₁) g        m̂ = m / (1 - β₁ᵗ)        g = ∂L/∂p
 *     v = β₂ v + (1 - β₂) g²       v̂ = v / (1 - β₂ᵗ)        (amsgrad: the largest v so far)
 *     p = p - learningRate · weightDecay · p - learningRate · m̂ / (√v̂ + eps)
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new AdamW([p], { learningRate: 0.1, weightDecay: 0.5 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.85
 * @see Loshchilov, Hutter, "Decoupled Weight Decay Regularization", 2017, arXiv:1711.05101. As in PyTorch, the decay is
 * multiplied by the learning rate.
 */
export class AdamW extends Adam {
  constructor(params: Params<AdamWOptions>, options: AdamWOptions = {}) {
    super(params, { ...withDefaults('AdamW', options, adamWDefaults), decoupled: true });
  }

  protected override get algorithm(): string {
    return 'AdamW';
  }
}
