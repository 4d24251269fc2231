import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Adadelta}. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Factor of the step, default 1. */
  readonly learningRate?: number;
  /** Decay of both averages, default 0.9. */
  readonly rho?: number;
  /** Added under the roots, default 1e-6. */
  readonly eps?: number;
}

type Settings = Required<AdadeltaOptions>;
type State = 'squareAverage' | 'deltaAverage';

const defaults: Settings = {
  learningRate: 1,
  rho: 0.9,
  eps: 1e-6,
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Adadelta: steps in the parameter's own units, so that no learning rate needs tuning.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     s = ρ s + (1 - ρ) g²
 *     δ = √(d + eps) / √(s + eps) · g
 *     d = ρ d + (1 - ρ) δ²
 *     p = p - learningRate · δ
 *
 * @throws {@link ArgumentError} if `rho` is not in [0, 1], or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Adadelta([p]);
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9968
 * @see Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, arXiv:1212.5701
 */
export class Adadelta extends Optimizer<State, Settings> {
  constructor(params: Params<AdadeltaOptions>, options: AdadeltaOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Adadelta';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    this.require('rho in [0, 1]', settings.rho >= 0 && settings.rho <= 1, settings.rho);
  }

  protected override stateNames(): readonly State[] {
    return ['squareAverage', 'deltaAverage'];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, rho, eps, weightDecay } = info;
    const g = this.decayed(grad, param, weightDecay);
    const squareAverage = state.squareAverage.mul(rho).add(g.square().mul(1 - rho));
    const delta = state.deltaAverage.add(eps).sqrt().div(squareAverage.add(eps).sqrt()).mul(g);
    const deltaAverage = state.deltaAverage.mul(rho).add(delta.square().mul(1 - rho));
    return { delta: delta.mul(learningRate), state: { squareAverage, deltaAverage } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adadeltaStep) return false;
    kernels.adadeltaStep(arrays, info);
    return true;
  }
}
