// internal: an optimizer's state as a file
import { ArgumentError } from '@neurona/backend';
import { encodeSafetensors, type TorchOptions, toTorchStateDict } from '@neurona/checkpoints';
import { type HostArray, hostArray } from '@neurona/datasets';
import { type AnyModule, withTensors } from '@neurona/layers';
import type { AnyOptimizer, OptimizerState } from '@neurona/optimizers';
import type { Parameter, Tensor } from '@neurona/tensor';
import type { Call } from '../python/expression.js';
import { optimizerCall, stateOf, torchOptimizerState } from './optimizers.js';

/** An optimizer as a program: the call that makes it, and its state. */
export interface OptimizerProgram {
  readonly call: Call;
  readonly state: Uint8Array;
  /** Names of parameters that it doesn't change, and so aren't learned. */
  readonly frozen: readonly string[];
}

/** A state with the rates that a schedule began with. */
const withRates = (state: OptimizerState, rates: readonly number[] | undefined): OptimizerState => ({
  ...state,
  groups: state.groups.map(({ settings, params }, i) => ({
    settings: { ...settings, learningRate: rates?.[i] ?? settings.learningRate },
    params,
  })),
});

/**
 * Writes an optimizer, as it was made and as it is.
 * @param torchNames - PyTorch's names of the model's state.
 * @param baseRates - Learning rates of its groups before any schedule.
 * @throws {@link ArgumentError} if it has no equal, or is another model's.
 */
export async function optimizerProgram(
  model: AnyModule,
  optimizer: AnyOptimizer,
  torchNames: readonly string[],
  layout: TorchOptions,
  baseRates: readonly number[] | undefined,
): Promise<OptimizerProgram> {
  const state = withRates(stateOf(optimizer), baseRates);
  const keys = Object.keys(model.stateDict());
  const named = new Map(
    Array.from(model.namedParameters(), ([name, parameter]) => [parameter, torchNames[keys.indexOf(name)]!]),
  );
  const parameters = optimizer.groups.flatMap(({ params }) => [...params]) as Parameter[];
  const names = parameters.map((parameter) => {
    const name = named.get(parameter);
    if (name !== undefined) return name;
    throw new ArgumentError('exportPyTorch', {
      expected: 'an optimizer of the parameters of this model',
      received: 'one of others',
      hint: 'Make it from model.parameters().',
    });
  });
  const all = [...named.values()];
  const isWhole = String(names) === String(all);
  const { numbers, theirs } = torchOptimizerState(state);
  const arrays: Record<string, HostArray> = {};
  for (const [i, values] of numbers)
    for (const [key, value] of Object.entries(values))
      arrays[`${names[i]}/${key}`] = hostArray(Float32Array.of(value), []);
  for (const [kind, key] of Object.entries(theirs)) {
    const standIns = new Map<Tensor, Tensor>();
    for (const [i, parameter] of parameters.entries()) {
      const tensor = state.tensors[`${i}.${kind}`];
      if (tensor) standIns.set(parameter, tensor);
    }
    if (standIns.size === 0) continue;
    // a state is laid out as its parameter is
    const converted = await withTensors(model, standIns, () => toTorchStateDict(model, layout));
    for (const [i, parameter] of parameters.entries())
      if (standIns.has(parameter)) arrays[`${names[i]}/${key}`] = converted[names[i]!]!;
  }
  return {
    call: optimizerCall(state, names, isWhole),
    state: encodeSafetensors(arrays, { optimizer: state.name }),
    frozen: all.filter((name) => !names.includes(name)),
  };
}
