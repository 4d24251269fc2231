import type { Plan } from './parse.js';
import type { AutogradSnapshot } from './train.js';

/** The operations of a plan in the order in which they are computed. */
export const operationsOf = ({ nodes }: Plan): readonly number[] =>
  nodes.flatMap((node, i) => (node.kind === 'operation' ? [i] : []));

/** Phases of a plan: before all, each operation forward, the output's gradient, each operation backward. */
export const phaseCount = (plan: Plan): number => 2 * operationsOf(plan).length + 2;

/** Where a phase is: which operation is computed, or hands its gradient back. */
export interface PhasePlace {
  readonly direction: 'forward' | 'start' | 'backward';
  /** The operation, undefined before the first. */
  readonly node: number | undefined;
}

/** The place of a phase, from 0. */
export function phasePlace(plan: Plan, phase: number): PhasePlace {
  const order = operationsOf(plan);
  if (phase <= order.length) return { direction: 'forward', node: order[phase - 1] };
  if (phase === order.length + 1) return { direction: 'start', node: order.at(-1) };
  return { direction: 'backward', node: order[2 * order.length + 1 - phase] };
}

/**
 * The chain rule by hand, as far as a phase: each operation hands its gradient, times its own derivative, to its inputs, where
 * what arrives is added up.
 *
 *     gᵢ = Σ over the operations n that use i:  gₙ · ∂n/∂i
 *
 * @returns The gradient of each node so far, NaN where none has arrived.
 */
export function gradientsUntil(plan: Plan, { locals }: AutogradSnapshot, phase: number): readonly number[] {
  const order = operationsOf(plan);
  const gradients = plan.nodes.map(() => Number.NaN);
  if (phase <= order.length) return gradients;
  gradients[plan.nodes.length - 1] = 1;
  for (const at of order
    .slice()
    .reverse()
    .slice(0, phase - order.length - 1)) {
    const node = plan.nodes[at]!;
    if (node.kind !== 'operation' || node.name === 'detach' || Number.isNaN(gradients[at]!)) continue;
    for (const [k, input] of node.inputs.entries()) {
      if (plan.nodes[input]!.kind === 'number') continue;
      const share = gradients[at]! * locals[at]![k]!;
      gradients[input] = Number.isNaN(gradients[input]!) ? share : gradients[input]! + share;
    }
  }
  return gradients;
}

/** Whether the chain rule by hand and autograd agree, at every node that autograd has a gradient of. */
export function agrees(byHand: readonly number[], { gradients }: AutogradSnapshot): boolean {
  return gradients.every(
    (gradient, i) =>
      Number.isNaN(gradient) || Math.abs(gradient - byHand[i]!) <= 1e-4 * Math.max(Math.abs(gradient), 1),
  );
}
