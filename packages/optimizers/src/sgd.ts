import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link SGD}. */
export interface SGDOptions extends OptimizerOptions {
  /** Step size, default 0.01. */
  readonly learningRate?: number;
  /** Momentum: the share of the velocity that is kept at each step, default 0. */
  readonly momentum?: number;
  /** Dampening of the momentum: the share of the gradient that is not added to the velocity, default 0. */
  readonly dampening?: number;
  /** Whether to use Nesterov momentum, default false. Requires momentum and no dampening. */
  readonly nesterov?: boolean;
}

type Settings = Required<SGDOptions>;

const defaults: Settings = {
  learningRate: 0.01,
  momentum: 0,
  dampening: 0,
  nesterov: false,
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Stochastic gradient descent, optionally with momentum.
 *
 *     g = ∂L/∂p + weightDecay · p
 *     v = momentum · v + (1 - dampening) · g        (v = g at its first step)
 *     p = p - learningRate · v                      (nesterov: g + momentum · v; without momentum: g)
 *
 * @throws {@link ArgumentError} if a setting is negative, or `nesterov` lacks momentum or has dampening.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new SGD([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.8
 * @see Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013. The velocity holds the
 * gradient, not the step, as in PyTorch: a change of the learning rate acts at once.
 */
export class SGD extends Optimizer<'momentum', Settings> {
  constructor(params: Params<SGDOptions>, options: SGDOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'SGD';
  }

  protected override check(settings: Settings): void {
    super.check(settings);
    const { momentum, dampening, nesterov } = settings;
    this.require('momentum ≥ 0', momentum >= 0, momentum);
    this.require(
      'momentum and no dampening for nesterov',
      !nesterov || (momentum > 0 && dampening === 0),
      `momentum ${momentum}, dampening ${dampening}`,
    );
  }

  protected override stateNames({ momentum }: Settings): readonly 'momentum'[] {
    return momentum === 0 ? [] : ['momentum'];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<'momentum'>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<'momentum'> {
    const { learningRate, momentum, dampening, nesterov, weightDecay, begun } = info;
    const g = this.decayed(grad, param, weightDecay);
    if (momentum === 0) return { delta: g.mul(learningRate), state };
    const v = begun.includes('momentum') ? g.clone() : state.momentum.mul(momentum).add(g.mul(1 - dampening));
    const direction = nesterov ? g.add(v.mul(momentum)) : v;
    return { delta: direction.mul(learningRate), state: { momentum: v } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<'momentum'>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.sgdStep) return false;
    kernels.sgdStep(arrays, { ...info, first: info.begun.includes('momentum') });
    return true;
  }
}
