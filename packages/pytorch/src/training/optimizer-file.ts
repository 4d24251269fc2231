// internal: an optimizer's state as a file
import { ArgumentError } from '@neurona/backend';
import { encodeSafetensors, type TorchOptions, toTorchStateDict } from '@neurona/checkpoints';
import { type HostArray, hostArray } from '@neurona/datasets';
import { type AnyModule, withTensors } from '@neurona/layers';
import type { AnyOptimizer, OptimizerState } from '@neurona/optimizers';
import type { Parameter, Tensor } from '@neurona/tensor';
import type { Call } from '../python/expression.js';
import { optimizerCall, stateOf, torchOptimizerState } from './optimizers.js';
import type { PyTorchTraining } from './training.js';

/** Optimizers as a program: the calls that make them, and their state. */
export interface OptimizerProgram {
  /** The call of the only one, or of each by its name. */
  readonly calls: Call | ReadonlyMap<string, Call>;
  readonly state: Uint8Array;
  /** Names of parameters that none changes, and so aren't learned. */
  readonly frozen: readonly string[];
  /** How many steps were made. */
  readonly steps: number;
}

/** One optimizer of a program. */
interface OneOptimizer {
  readonly name: string;
  readonly call: Call;
  readonly arrays: Readonly<Record<string, HostArray>>;
  readonly changed: readonly string[];
  readonly steps: number;
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
 * Writes a model's optimizer, or those of its networks by name, as they were made and as they are.
 * @param torchNames - PyTorch's names of the model's state.
 * @param baseRates - Learning rates of its groups before any schedule.
 * @throws {@link ArgumentError} if one has no equal, or is another model's.
 */
export async function optimizerProgram(
  model: AnyModule,
  optimizer: PyTorchTraining['optimizer'],
  torchNames: readonly string[],
  layout: TorchOptions,
  baseRates: readonly number[] | undefined,
): Promise<OptimizerProgram> {
  const keys = Object.keys(model.stateDict());
  const named = new Map(
    Array.from(model.namedParameters(), ([name, parameter]) => [parameter, torchNames[keys.indexOf(name)]!]),
  );
  const write = (one: AnyOptimizer, network = ''): Promise<OneOptimizer> =>
    oneProgram(model, one, named, layout, baseRates, network);
  const ones =
    'generator' in optimizer
      ? [await write(optimizer.generator, 'generator'), await write(optimizer.discriminator, 'discriminator')]
      : [await write(optimizer)];
  const changed = new Set(ones.flatMap((one) => one.changed));
  const [{ call }] = ones as [OneOptimizer];
  return {
    calls: ones.length === 1 ? call : new Map(ones.map((one) => [one.name, one.call])),
    state: encodeSafetensors(Object.assign({}, ...ones.map(({ arrays }) => arrays))),
    frozen: [...named.values()].filter((name) => !changed.has(name)),
    steps: Math.max(...ones.map(({ steps }) => steps)),
  };
}

async function oneProgram(
  model: AnyModule,
  optimizer: AnyOptimizer,
  named: ReadonlyMap<Parameter, string>,
  layout: TorchOptions,
  baseRates: readonly number[] | undefined,
  network: string,
): Promise<OneOptimizer> {
  const state = withRates(stateOf(optimizer), baseRates);
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
  const prefix = network === '' ? '' : `${network}.`;
  const all = [...named.values()].filter((name) => name.startsWith(prefix));
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
    name: network,
    call: optimizerCall(state, names, isWhole ? `model${prefix && `.${network}`}` : undefined),
    arrays,
    changed: names,
    steps: Math.max(0, ...state.steps),
  };
}
