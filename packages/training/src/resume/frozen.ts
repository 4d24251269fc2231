// internal: checkpoints without the parameters that are frozen
import { ArgumentError } from '@neurona/backend';
import { weightsFingerprint } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { parametersOf } from '../loop/optimizer-names.js';
import type { Steps } from '../loop/steps.js';

/** Weights by their names. */
export type StateDict = Readonly<Record<string, Tensor>>;

/**
 * The names of a model's frozen parameters that a training never changes. What an optimizer has may have been trained before it was
 * frozen; none are named where one doesn't say what it has.
 */
export function untrainedKeys(model: AnyModule, optimizers: Readonly<Record<string, Steps>>): string[] {
  const known = Object.values(optimizers).map(parametersOf);
  if (known.some(({ length }) => length === 0)) return [];
  const trained = new Set(known.flat());
  return [...model.namedParameters()].flatMap(([name, parameter]) =>
    parameter.requiresGrad || trained.has(parameter) ? [] : [name],
  );
}

/** Weights without those of some names. */
export function without(weights: StateDict, names: readonly string[]): StateDict {
  const left = new Set(names);
  return Object.fromEntries(Object.entries(weights).filter(([name]) => !left.has(name)));
}

/** Those of some names. */
const only = (weights: StateDict, names: readonly string[]): StateDict =>
  Object.fromEntries(names.map((name) => [name, weights[name]!]));

/** What a checkpoint says of the parameters that it leaves out. */
export interface LeftOut {
  readonly frozen: readonly string[];
  /** Fingerprint of their values. */
  readonly frozenValues: string;
}

/** What is said of a model's parameters of these names. */
export const leftOut = async (model: AnyModule, frozen: readonly string[]): Promise<LeftOut> => ({
  frozen,
  frozenValues: await weightsFingerprint(only(model.stateDict(), frozen)),
});

/**
 * Weights of a checkpoint, with the model's own in the place of those that it leaves out.
 * @param subject - Who loads them, for the error.
 * @param said - What the checkpoint says of those that it leaves out, if it leaves out any.
 * @throws {@link ArgumentError} if the model has no such parameters, or they have other values.
 */
export async function withFrozen(
  subject: string,
  weights: StateDict,
  { frozen: names, frozenValues }: { readonly [Part in keyof LeftOut]?: unknown },
  model: { stateDict?(): StateDict },
): Promise<StateDict> {
  if (!Array.isArray(names) || names.length === 0) return weights;
  const own = model.stateDict?.() ?? {};
  const expected = `a model with the ${names.length} frozen parameters that the checkpoint leaves out`;
  const hint = 'Load the pretrained model that it was trained with, and freeze what was frozen, before.';
  const missing = names.find((name) => typeof name !== 'string' || !Object.hasOwn(own, name));
  if (missing !== undefined)
    throw new ArgumentError(subject, { expected, received: `one without ${String(missing)}`, hint });
  const frozen = only(own, names as string[]);
  if (frozenValues !== undefined && (await weightsFingerprint(frozen)) !== frozenValues) {
    const received = 'one in which they have other values: another pretrained model';
    throw new ArgumentError(subject, { expected, received, hint });
  }
  return { ...frozen, ...weights };
}
