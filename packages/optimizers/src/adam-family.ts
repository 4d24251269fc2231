// internal: what Adam, AdamW, NAdam and RAdam share
import type { AdamForm, KernelTable, OptimizerArrays } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { Optimizer, type OptimizerOptions, type StateOf, type StepInfo, type Update } from './optimizer.js';

/** Settings of the whole family. */
export interface AdamFamilyOptions extends OptimizerOptions {
  /** Decay of the averages of the gradient and of its square, default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Added to the denominator, default 1e-8. */
  readonly eps?: number;
  /**
   * Whether weight decay is decoupled and applied to the parameter directly, as in AdamW, default false: it is added to the
   * gradient.
   */
  readonly decoupled?: boolean;
}

export const adamFamilyDefaults: Required<AdamFamilyOptions> = {
  learningRate: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  decoupled: false,
  maximize: false,
  fused: true,
};

type State = 'm' | 'v' | 'vMax';
type FamilySettings = Required<AdamFamilyOptions> & { readonly amsgrad?: boolean };

/**
 * Optimizers that differ in three factors, which a subclass takes from its paper.
 *
 *     g = ∂L/∂p + weightDecay · p                  (decoupled: p shrinks instead)
 *     m = β₁ m + (1 - β₁) g
 *     v = β₂ v + (1 - β₂) g²                       (amsgrad: the largest v so far)
 *     p = p - (momentFactor · m + gradFactor · g) / (rootFactor · √v + eps)
 */
export abstract class AdamFamily<Settings extends FamilySettings> extends Optimizer<State, Settings> {
  /** The factors of m, g and √v at a step; without one of √v nothing is divided. */
  protected abstract form(info: StepInfo<Settings>): AdamForm;

  protected override stateNames({ amsgrad }: Settings): readonly State[] {
    return amsgrad ? ['m', 'v', 'vMax'] : ['m', 'v'];
  }

  protected override update(
    grad: Tensor,
    state: StateOf<State>,
    info: StepInfo<Settings>,
    param: Parameter,
  ): Update<State> {
    const { learningRate, betas, eps, amsgrad, weightDecay, decoupled } = info;
    const [beta1, beta2] = betas;
    const { momentFactor, gradFactor, rootFactor } = this.form(info);
    const g = decoupled ? grad : this.decayed(grad, param, weightDecay);
    const m = state.m.mul(beta1).add(g.mul(1 - beta1));
    const v = state.v.mul(beta2).add(g.square().mul(1 - beta2));
    const vMax = amsgrad ? state.vMax.maximum(v) : v;
    const moments = gradFactor === 0 ? m.mul(momentFactor) : m.mul(momentFactor).add(g.mul(gradFactor));
    const direction = rootFactor === undefined ? moments : moments.div(vMax.sqrt().mul(rootFactor).add(eps));
    const delta = decoupled ? direction.add(param.mul(learningRate * weightDecay)) : direction;
    return { delta, state: (amsgrad ? { m, v, vMax } : { m, v }) as StateOf<State> };
  }

  protected override fused(
    kernels: KernelTable,
    arrays: OptimizerArrays<State>,
    info: StepInfo<Settings>,
  ): boolean {
    if (!kernels.adamStep) return false;
    const { amsgrad = false, betas } = info;
    const settings = { ...info, amsgrad, beta1: betas[0], beta2: betas[1], form: this.form(info) };
    kernels.adamStep({ ...arrays, state: { ...arrays.state, vMax: arrays.state.vMax ?? [] } }, settings);
    return true;
  }
}
