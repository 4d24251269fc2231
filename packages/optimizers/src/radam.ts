import type { AdamForm, KernelTable, OptimizerArrays } from '@neurona/backend';
import { type Parameter, type Tensor, zerosLike } from '@neurona/tensor';
import {
  Optimizer,
  type OptimizerOptions,
  type Params,
  type StateOf,
  type StepInfo,
  type Update,
} from './optimizer.js';

/** Settings of {@link RAdam}. */
export interface RAdamOptions extends OptimizerOptions {
  /** Step size, default 0.001. */
  readonly learningRate?: number;
  /** Decay of the averages of the gradient and of its square, default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator, default 1e-8. */
  readonly eps?: number;
  /** Whether weight decay shrinks the parameter by itself, as in AdamW, default false: it joins the gradient. */
  readonly decoupled?: boolean;
}

type Settings = Required<RAdamOptions>;
type State = 'm' | 'v';

const defaults: Settings = {
  learningRate: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  decoupled: false,
  maximize: false,
  fused: true,
};

/**
 * Rectified Adam: steps without the second average until it is known well enough, then scaled by how well.
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
export class RAdam extends Optimizer<State, Settings> {
  constructor(params: Params<RAdamOptions>, options: RAdamOptions = {}) {
    super(params as Params<Settings>, { ...defaults, ...options });
  }

  protected override get algorithm(): string {
    return 'RAdam';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.requireBetas(settings.betas);
    this.require('eps ≥ 0', settings.eps >= 0, settings.eps);
  }

  protected override init(param: Parameter): StateOf<State> {
    return { m: zerosLike(param), v: zerosLike(param) };
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, betas, eps, weightDecay, decoupled } = info;
    const [beta1, beta2] = betas;
    const { momentFactor, rootFactor } = formOf(info);
    const g = weightDecay === 0 || decoupled ? grad : grad.add(param.mul(weightDecay));
    const m = state.m.mul(beta1).add(g.mul(1 - beta1));
    const v = state.v.mul(beta2).add(g.square().mul(1 - beta2));
    const mHat = m.mul(momentFactor);
    const direction = rootFactor === undefined ? mHat : mHat.div(v.sqrt().mul(rootFactor).add(eps));
    const delta = decoupled ? direction.add(param.mul(learningRate * weightDecay)) : direction;
    return { delta, state: { m, v } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adamStep) return false;
    const [beta1, beta2] = info.betas;
    const state = { ...arrays.state, vMax: [] };
    kernels.adamStep({ ...arrays, state }, { ...info, beta1, beta2, amsgrad: false, form: formOf(info) });
    return true;
  }
}

/** The factors of m and √v at a step; none of √v while too few gradients were seen. */
function formOf({ learningRate, betas: [beta1, beta2], step }: StepInfo<Settings>): AdamForm {
  const momentFactor = learningRate / (1 - beta1 ** step);
  const factor = rectification(step, beta2);
  if (factor === undefined) return { momentFactor, gradFactor: 0 };
  return { momentFactor: momentFactor * factor * Math.sqrt(1 - beta2 ** step), gradFactor: 0, rootFactor: 1 };
}

/** r of a step; undefined while too few gradients were seen. */
function rectification(step: number, beta2: number): number | undefined {
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (length <= 5) return undefined;
  return Math.sqrt(((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length));
}
