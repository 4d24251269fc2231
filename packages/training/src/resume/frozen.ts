// internal: checkpoints without the parameters that are frozen
import { ArgumentError } from '@neurona/backend';
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

/**
 * Weights of a checkpoint, with the model's own in the place of those that it leaves out.
 * @param subject - Who loads them, for the error.
 * @param names - What the checkpoint says it leaves out: a list of names, or nothing.
 * @throws {@link ArgumentError} if the model has no such parameters.
 */
export function withFrozen(
  subject: string,
  weights: StateDict,
  names: unknown,
  model: { stateDict?(): StateDict },
): StateDict {
  if (!Array.isArray(names) || names.length === 0) return weights;
  const own = model.stateDict?.() ?? {};
  const missing = names.find((name) => typeof name !== 'string' || !Object.hasOwn(own, name));
  if (missing === undefined)
    return { ...Object.fromEntries(names.map((name: string) => [name, own[name]!])), ...weights };
  throw new ArgumentError(subject, {
    expected: `a model with the ${names.length} frozen parameters that the checkpoint leaves out`,
    received: `one without ${String(missing)}`,
    hint: 'Load the pretrained model, and freeze what was frozen, before.',
  });
}
