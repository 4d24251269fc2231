import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link RMSprop}. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Step size, default 0.01. */
  readonly learningRate?: number;
  /** Decay of the averages, default 0.99. */
  readonly alpha?: number;
  /** Added to the denominator, default 1e-8. */
  readonly eps?: number;
  /** Momentum: the share of the velocity that is kept at each step, default 0. */
  readonly momentum?: number;
  /** Whether to divide by the standard deviation of the gradient instead of its root mean square, default false. */
  readonly centered?: boolean;
}

type Settings = Required<RMSpropOptions>;
type State = 'squareAverage' | 'gradAverage' | 'momentum';

const defaults: Settings = {
  learningRate: 0.01,
  alpha: 0.99,
  eps: 1e-8,
  momentum: 0,
  centered: false,
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * RMSprop: gradients divided by their root mean square.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     s = α s + (1 - α) g²
 *     a = α a + (1 - α) g                         (centered; else a = 0)
 *     d = g / (√(s - a²) + eps)
 *     b = momentum · b + d
 *     p = p - learningRate · b
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if `alpha` is not in [0, 1], or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new RMSprop([p], { learningRate: 0.01 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Tieleman, Hinton, "Neural Networks for Machine Learning", lecture 6.5, 2012. Centred: Graves, "Generating Sequences With
 * Recurrent Neural Networks", 2013, arXiv:1308.0850. Where rounding makes s - a² negative, it counts as 0.
 */
export class RMSprop extends Optimizer<State, Settings> {
  constructor(params: Params<RMSpropOptions>, options: RMSpropOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'RMSprop';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.require('alpha in [0, 1]', settings.alpha >= 0 && settings.alpha <= 1, settings.alpha);
    this.require('momentum ≥ 0', settings.momentum >= 0, settings.momentum);
  }

  protected override stateNames({ momentum, centered }: Settings): readonly State[] {
    return [
      'squareAverage',
      ...(centered ? ['gradAverage' as const] : []),
      ...(momentum > 0 ? ['momentum' as const] : []),
    ];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, alpha, eps, momentum, centered, weightDecay } = info;
    const g = this.decayed(grad, param, weightDecay);
    const squareAverage = state.squareAverage.mul(alpha).add(g.square().mul(1 - alpha));
    const gradAverage = centered ? state.gradAverage.mul(alpha).add(g.mul(1 - alpha)) : undefined;
    const variance = gradAverage ? squareAverage.sub(gradAverage.square()).maximum(0) : squareAverage;
    const direction = g.div(variance.sqrt().add(eps));
    const velocity = momentum > 0 ? state.momentum.mul(momentum).add(direction) : undefined;
    const next = {
      squareAverage,
      ...(gradAverage && { gradAverage }),
      ...(velocity && { momentum: velocity }),
    } as StateOf<State>;
    return { delta: (velocity ?? direction).mul(learningRate), state: next };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.rmspropStep) return false;
    kernels.rmspropStep(arrays, info);
    return true;
  }
}
