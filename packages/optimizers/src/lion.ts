import type { KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';
import type { Params } from './param-groups.js';

/** Settings of {@link Lion}. */
export interface LionOptions extends OptimizerOptions {
  /** Step size, default 0.0001: about a tenth of Adam's. */
  readonly learningRate?: number;
  /** Weights of the running average in the step and in the updated average, default [0.9, 0.99]. */
  readonly betas?: readonly [number, number];
  /** Decoupled weight decay, multiplied by the learning rate, default 0. */
  readonly weightDecay?: number;
}

type Settings = Required<LionOptions>;

const defaults: Settings = {
  learningRate: 1e-4,
  betas: [0.9, 0.99],
  weightDecay: 0,
  maximize: false,
  fused: true,
};

/**
 * Lion: steps of constant size, along the sign of an average of gradients.
 *
 *     p = p - learningRate · (sign(β₁ m + (1 - β₁) g) + weightDecay · p)        g = ∂L/∂p
 *     m = β₂ m + (1 - β₂) g
 *
 * @param params - Parameters, or groups of them with custom settings.
 * @throws {@link ArgumentError} if a beta is not in [0, 1), or another setting is negative.
 * @example
 * const p = new Parameter(tensor(1));
 * const optimizer = new Lion([p], { learningRate: 0.1 });
 * p.square().backward();
 * optimizer.step();
 * await p.item(); // => 0.9
 * @see Chen et al., "Symbolic Discovery of Optimization Algorithms", 2023, arXiv:2302.06675
 */
export class Lion extends Optimizer<'m', Settings> {
  constructor(params: Params<LionOptions>, options: LionOptions = {}) {
    super(params, options, defaults);
  }

  protected override get algorithm(): string {
    return 'Lion';
  }

  protected override stateNames(): readonly 'm'[] {
    return ['m'];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<'m'>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<'m'> {
    const { learningRate, betas, weightDecay } = info;
    const [beta1, beta2] = betas;
    const direction = state.m
      .mul(beta1)
      .add(grad.mul(1 - beta1))
      .sign();
    const decayed = weightDecay === 0 ? direction : direction.add(param.mul(weightDecay));
    const m = state.m.mul(beta2).add(grad.mul(1 - beta2));
    return { delta: decayed.mul(learningRate), state: { m } };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<'m'>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.lionStep) return false;
    const [beta1, beta2] = info.betas;
    kernels.lionStep(arrays, { ...info, beta1, beta2 });
    return true;
  }
}
