import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import { type Parameter, type Tensor, zerosLike } from '@neurona/tensor';
import {
  Optimizer,
  type OptimizerOptions,
  type Params,
  type StateOf,
  type StepInfo,
  type Update,
} from './optimizer.js';

/** Settings of {@link NAdam}. */
export interface NAdamOptions extends OptimizerOptions {
  /** Step size, default 0.002. */
  readonly learningRate?: number;
  /** Decay of the averages of the gradient and of its square, default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator, default 1e-8. */
  readonly eps?: number;
  /** How fast the momentum grows to its full size, default 0.004. */
  readonly momentumDecay?: number;
  /** Whether weight decay shrinks the parameter by itself, as in AdamW, default false: it joins the gradient. */
  readonly decoupled?: boolean;
}

type Settings = Required<NAdamOptions>;
type State = 'm' | 'v';

const defaults: Settings = {
  learningRate: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  momentumDecay: 4e-3,
  weightDecay: 0,
  decoupled: false,
  maximize: false,
  fused: true,
};

/**
 * Adam with Nesterov momentum: the step looks ahead along the average of the gradient.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     μₜ = β₁ (1 - 0.96^(t · momentumDecay) / 2)        Πₜ = μ₁ μ₂ ⋯ μₜ
 *     m = β₁ m + (1 - β₁) g
 *     v = β₂ v + (1 - β₂) g²                            v̂ = v / (1 - β₂ᵗ)
 *     m̂ = μₜ₊₁ m / (1 - μₜ Πₜ₊₁) + (1 - μₜ) g / (1 - Πₜ)
 *     p = p - learningRate · m̂ / (√v̂ + eps)
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new NAdam([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.895
 * @see Dozat, "Incorporating Nesterov Momentum into Adam", 2016. As in PyTorch 1.13, the first denominator has μₜ twice; the paper
 * has it once, and both are 1 after some steps. Π follows from the settings and the step count alone: a change of β₁ between steps
 * acts as though it had always been so.
 */
export class NAdam extends Optimizer<State, Settings> {
  constructor(params: Params<NAdamOptions>, options: NAdamOptions = {}) {
    super(params as Params<Settings>, { ...defaults, ...options });
  }

  protected override get algorithm(): string {
    return 'NAdam';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.requireBetas(settings.betas);
    this.require('eps ≥ 0', settings.eps >= 0, settings.eps);
    this.require('momentumDecay ≥ 0', settings.momentumDecay >= 0, settings.momentumDecay);
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
    const { momentFactor, gradFactor, rootFactor } = formOf(info);
    const g = weightDecay === 0 || decoupled ? grad : grad.add(param.mul(weightDecay));
    const m = state.m.mul(beta1).add(g.mul(1 - beta1));
    const v = state.v.mul(beta2).add(g.square().mul(1 - beta2));
    const direction = m.mul(momentFactor).add(g.mul(gradFactor)).div(v.sqrt().mul(rootFactor).add(eps));
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

/** The factors of m, g and √v at a step. */
function formOf({ learningRate, betas: [beta1, beta2], momentumDecay, step }: StepInfo<Settings>) {
  const mu = momentumAt(step, beta1, momentumDecay);
  const muNext = momentumAt(step + 1, beta1, momentumDecay);
  const product = momentumProduct(step, beta1, momentumDecay);
  return {
    momentFactor: (learningRate * muNext) / (1 - product * mu * muNext),
    gradFactor: (learningRate * (1 - mu)) / (1 - product),
    rootFactor: 1 / Math.sqrt(1 - beta2 ** step),
  };
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
