import type { OptimizerArrays } from './kernels.js';

/** Settings of `rmspropStep`: s = α s + (1 - α) g²; a = α a + (1 - α) g if centered; b = momentum · b + g / (√(s - a²) + eps). */
export interface RMSpropStep {
  readonly learningRate: number;
  readonly alpha: number;
  readonly eps: number;
  readonly momentum: number;
  readonly centered: boolean;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Settings of `adagradStep`: s += g²; p -= learningRate · g / (√s + eps). */
export interface AdagradStep {
  readonly learningRate: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Settings of `adamaxStep`: m = β₁ m + (1 - β₁) g; u = max(β₂ u, |g| + eps); p -= stepSize · m / u. */
export interface AdamaxStep {
  readonly stepSize: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Settings of `lionStep`: p -= lr · (sign(β₁ m + (1 - β₁) g) + weightDecay · p); m = β₂ m + (1 - β₂) g. */
export interface LionStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

/** Optional fused optimizer steps; states that the settings don't use are empty lists. */
export interface OptimizerKernels {
  rmspropStep(
    arrays: OptimizerArrays<'squareAverage' | 'gradAverage' | 'momentum'>,
    settings: RMSpropStep,
  ): void;
  adagradStep(arrays: OptimizerArrays<'sum'>, settings: AdagradStep): void;
  adamaxStep(arrays: OptimizerArrays<'m' | 'u'>, settings: AdamaxStep): void;
  lionStep(arrays: OptimizerArrays<'m'>, settings: LionStep): void;
}
