import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import { fullLike, type Parameter, type Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** Step size, default 0.01. */
  readonly learningRate?: number;
  /** Decay of the learning rate, default 0. */
  readonly learningRateDecay?: number;
  /** Initial value of the sum of squares, default 0. */
  readonly initialSum?: number;
  /** Added to the denominator, default 1e-10. */
  readonly eps?: number;
}

type Settings = Required<AdagradOptions>;
type State = 'sum';

const defaults: Settings = {
  learningRate: 0.01,
  learningRateDecay: 0,
  initialSum: 0,
  eps: 1e-10,
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Adagrad: steps divided by the root of the sum of all squared gradients so far, so that rare features learn faster.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     s = s + g²
 *     p = p - learningRate / (1 + (t - 1) learningRateDecay) · g / (√s + eps)
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Adagrad([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Duchi, Hazan, Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011
 */
export class Adagrad extends Optimizer<State, Settings> {
  constructor(params: Params<AdagradOptions>, options: AdagradOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Adagrad';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    const { learningRateDecay, initialSum } = settings;
    this.require('learningRateDecay ≥ 0', learningRateDecay >= 0, learningRateDecay);
    this.require('initialSum ≥ 0', initialSum >= 0, initialSum);
  }

  protected override stateNames(): readonly State[] {
    return ['sum'];
  }

  protected override init(_name: State, param: Parameter, { initialSum }: Settings): Tensor {
    return fullLike(param, initialSum);
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { eps, weightDecay } = info;
    const g = this.decayed(grad, param, weightDecay);
    const sum = state.sum.add(g.square());
    return { delta: g.div(sum.sqrt().add(eps)).mul(rateAt(info)), state: { sum } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adagradStep) return false;
    kernels.adagradStep(arrays, { ...info, learningRate: rateAt(info) });
    return true;
  }
}

const rateAt = ({ learningRate, learningRateDecay, step }: StepInfo<Settings>): number =>
  learningRate / (1 + (step - 1) * learningRateDecay);
