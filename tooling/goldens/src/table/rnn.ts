import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell } from '@neurona/layers';
import type { LSTMState, RNNActivation, Tensor } from '@neurona/tensor';
import { type Arg, type Call, given } from '../call.js';
import type { ModuleOfRow, ModuleRow, Result } from '../kinds/kind.js';
import { camelCase } from '../kinds/load-module.js';

/** `weight_ih_l1_reverse` → `reverseLayers.1.weightIh`. */
export function nameOf(name: string): string {
  const [, parameter, layer, reverse] = /^(\w+)_l(\d+)(_reverse)?$/.exec(name)!;
  return `${reverse ? 'reverseLayers' : 'layers'}.${layer}.${camelCase(parameter!)}`;
}

const isTurned = (name: string): boolean => name.startsWith('weight');

const sizes = (ctor: Call): [inputSize: number, hiddenSize: number] => [
  ctor.number(0, 'input_size')!,
  ctor.number(1, 'hidden_size')!,
];

const options = (ctor: Call) =>
  given({
    numLayers: ctor.number(2, 'num_layers'),
    bias: ctor.flag(4, 'bias', true),
    dropout: ctor.number(6, 'dropout'),
    bidirectional: ctor.flag(7, 'bidirectional'),
  });

/** A layer that is called with PyTorch's sequences `[L, N, E]`, or ours where it was made `batch_first`. */
function layer(
  ctor: Call,
  module: ModuleOfRow['module'],
  run: (x: Tensor, state: Arg | undefined) => readonly [output: Tensor, state: Result],
): ModuleOfRow {
  const batchFirst = ctor.flag(5, 'batch_first');
  const swap = (x: Tensor): Tensor => (batchFirst || x.ndim === 2 ? x : x.permute([1, 0, 2]));
  const forward = (call: Call): Result => {
    const [output, state] = run(swap(call.tensor(0)), call.get(1, 'hx'));
    return [swap(output), state];
  };
  return { module, forward, nameOf, isTurned };
}

const stateOf = (states: Arg | undefined): LSTMState | undefined => {
  if (states === undefined) return undefined;
  const [hidden, cell] = states as readonly Tensor[];
  return { hidden: hidden!, cell: cell! };
};

const activation = (ctor: Call): { activation?: RNNActivation } =>
  given({ activation: ctor.text(3, 'nonlinearity') as RNNActivation | undefined });

/** Modules of group `rnn`. */
export const rnnModules: Readonly<Record<string, ModuleRow>> = {
  'torch.nn.RNN': (ctor) => {
    const module = new RNN(...sizes(ctor), { ...options(ctor), ...activation(ctor) });
    return layer(ctor, module, (x, hidden) => {
      const { output, state } = module.forward(x, { state: hidden as Tensor | undefined });
      return [output, state];
    });
  },
  'torch.nn.GRU': (ctor) => {
    const module = new GRU(...sizes(ctor), options(ctor));
    return layer(ctor, module, (x, hidden) => {
      const { output, state } = module.forward(x, { state: hidden as Tensor | undefined });
      return [output, state];
    });
  },
  'torch.nn.LSTM': (ctor) => {
    const projected = given({ projectedSize: ctor.number(8, 'proj_size') });
    const module = new LSTM(...sizes(ctor), { ...options(ctor), ...projected });
    return layer(ctor, module, (x, states) => {
      const { output, state } = module.forward(x, { state: stateOf(states) });
      return [output, [state.hidden, state.cell]];
    });
  },
  'torch.nn.RNNCell': (ctor) => {
    const bias = ctor.flag(2, 'bias', true);
    const module = new RNNCell(...sizes(ctor), { bias, ...activation(ctor) });
    return {
      module,
      isTurned,
      forward: (call) => module.forward(call.tensor(0), call.optionalTensor(1, 'hx')),
    };
  },
  'torch.nn.GRUCell': (ctor) => {
    const module = new GRUCell(...sizes(ctor), { bias: ctor.flag(2, 'bias', true) });
    return {
      module,
      isTurned,
      forward: (call) => module.forward(call.tensor(0), call.optionalTensor(1, 'hx')),
    };
  },
  'torch.nn.LSTMCell': (ctor) => {
    const module = new LSTMCell(...sizes(ctor), { bias: ctor.flag(2, 'bias', true) });
    const forward = (call: Call): Result => {
      const { hidden, cell } = module.forward(call.tensor(0), stateOf(call.get(1, 'hx')));
      return [hidden, cell];
    };
    return { module, isTurned, forward };
  },
};
