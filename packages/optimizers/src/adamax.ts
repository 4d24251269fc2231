import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Adamax}. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Step size, default 0.002. */
  readonly learningRate?: number;
  /** Decay of the average of the gradient and of the largest gradient, default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the gradient's size, default 1e-8. */
  readonly eps?: number;
}

type Settings = Required<AdamaxOptions>;
type State = 'm' | 'u';

const defaults: Settings = {
  learningRate: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Adamax: Adam with a decaying maximum of the gradient's size in place of the root of the average square.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     m = β₁ m + (1 - β₁) g
 *     u = max(β₂ u, |g| + eps)
 *     p = p - learningRate / (1 - β₁ᵗ) · m / u
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Adamax([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Kingma, Ba, "Adam: A Method for Stochastic Optimization", 2014, arXiv:1412.6980, section 7
 */
export class Adamax extends Optimizer<State, Settings> {
  constructor(params: Params<AdamaxOptions>, options: AdamaxOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Adamax';
  }

  protected override stateNames(): readonly State[] {
    return ['m', 'u'];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, betas, eps, weightDecay, step } = info;
    const [beta1, beta2] = betas;
    const g = this.decayed(grad, param, weightDecay);
    const m = state.m.mul(beta1).add(g.mul(1 - beta1));
    const u = state.u.mul(beta2).maximum(g.abs().add(eps));
    return { delta: m.div(u).mul(learningRate / (1 - beta1 ** step)), state: { m, u } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adamaxStep) return false;
    const [beta1, beta2] = info.betas;
    const stepSize = info.learningRate / (1 - beta1 ** info.step);
    kernels.adamaxStep(arrays, { ...info, beta1, beta2, stepSize });
    return true;
  }
}
