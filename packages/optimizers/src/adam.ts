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

/** Settings of {@link Adam}. */
export interface AdamOptions extends OptimizerOptions {
  /** Step size, default 0.001. */
  readonly learningRate?: number;
  /** Decay of the averages of the gradient and of its square, default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator, default 1e-8. */
  readonly eps?: number;
  /** Divides by the largest average so far, default false. */
  readonly amsgrad?: boolean;
  /** Whether weight decay shrinks the parameter by itself, as in AdamW, default false: it joins the gradient. */
  readonly decoupled?: boolean;
}

type Settings = Required<AdamOptions>;
type State = 'm' | 'v' | 'vMax';

const defaults: Settings = {
  learningRate: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  amsgrad: false,
  weightDecay: 0,
  decoupled: false,
  maximize: false,
  fused: true,
};

/**
 * Adam: steps scaled by running averages of the gradient and of its square.
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
export class Adam extends Optimizer<State, Settings> {
  constructor(params: Params<AdamOptions>, options: AdamOptions = {}) {
    super(params as Params<Settings>, { ...defaults, ...options });
  }

  protected override get algorithm(): string {
    return 'Adam';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.requireBetas(settings.betas);
    this.require('eps ≥ 0', settings.eps >= 0, settings.eps);
  }

  protected override init(param: Parameter, { amsgrad }: Settings): StateOf<State> {
    const state = { m: zerosLike(param), v: zerosLike(param) };
    return (amsgrad ? { ...state, vMax: zerosLike(param) } : state) as StateOf<State>;
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, betas, eps, amsgrad, weightDecay, decoupled, step } = info;
    const [beta1, beta2] = betas;
    const g = weightDecay === 0 || decoupled ? grad : grad.add(param.mul(weightDecay));
    const m = state.m.mul(beta1).add(g.mul(1 - beta1));
    const v = state.v.mul(beta2).add(g.square().mul(1 - beta2));
    const vMax = amsgrad ? state.vMax.maximum(v) : v;
    const denominator = vMax
      .sqrt()
      .mul(1 / Math.sqrt(1 - beta2 ** step))
      .add(eps);
    const step1 = m.div(denominator).mul(learningRate / (1 - beta1 ** step));
    const delta = decoupled ? step1.add(param.mul(learningRate * weightDecay)) : step1;
    return { delta, state: (amsgrad ? { m, v, vMax } : { m, v }) as StateOf<State> };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adamStep) return false;
    kernels.adamStep(arrays, { ...info, beta1: info.betas[0], beta2: info.betas[1] });
    return true;
  }
}
