// internal
import { concat, gru, lstm, type RecurrentWeights, rnn, split, stack, type Tensor } from '@neurona/tensor';
import type { NodeCall, Operation } from '../node-call.js';

/** Our gates in the order in which ONNX has them: ours are i, f, g, o and r, z, n. */
const gatesOf: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 2, 3, 1], GRU: [1, 0, 2], RNN: [0] };

/** Weights of one direction: ONNX's `[G · H, E]` as `[E, G · H]`, gates in our order. */
function weightsOf(call: NodeCall, direction: number): RecurrentWeights {
  const gates = gatesOf[call.node.op]!;
  const ordered = (x: Tensor): Tensor => {
    const parts = split(x, x.shape[0]! / gates.length);
    return concat(gates.map((gate) => parts[gate]!));
  };
  const bias = call.optional(3)?.select(0, direction); // [2 · G · H]
  const half = bias && bias.shape[0]! / 2;
  return {
    weightIh: ordered(call.tensor(1).select(0, direction)).t(),
    weightHh: ordered(call.tensor(2).select(0, direction)).t(),
    ...(bias && { biasIh: ordered(bias.narrow(0, 0, half!)), biasHh: ordered(bias.narrow(0, half!, half!)) }),
  };
}

function checkSettings(call: NodeCall): void {
  const { op, attributes } = call.node;
  for (const name of ['clip', 'activation_alpha', 'activation_beta'])
    if (attributes.has(name)) throw call.failure(`no ${name}`, 'one');
  if (call.attribute('layout', 0) !== 0) throw call.failure('layout 0', call.attribute('layout', 0));
  if (call.has(7)) throw call.failure('no peepholes', 'some');
  if (op === 'GRU' && call.attribute('linear_before_reset', 0) !== 1)
    throw call.failure('linear_before_reset 1, as PyTorch writes it', 0);
  const given = attributes.get('activations');
  const isUsual = (name: unknown): boolean =>
    op === 'RNN' ? name === 'Tanh' || name === 'Relu' : name === 'Sigmoid' || name === 'Tanh';
  if (given !== undefined && !(Array.isArray(given) && given.every(isUsual)))
    throw call.failure('the usual activations', given);
}

const recurrent: Operation = (call) => {
  checkSettings(call);
  const { op, attributes } = call.node;
  const x = call.tensor(0).permute([1, 0, 2]); // [N, L, E]
  const direction = call.text('direction', 'forward');
  const backwards = { forward: [false], reverse: [true], bidirectional: [false, true] }[direction];
  if (!backwards) throw call.failure('forward, reverse or bidirectional', direction);
  const results = backwards.map((reverse, i) => {
    const weights = weightsOf(call, i);
    const hidden = call.optional(5)?.select(0, i);
    const settings = { reverse, lengths: call.optional(4) };
    if (op === 'GRU') return gru(x, weights, { ...settings, state: hidden });
    if (op === 'RNN') {
      const names = attributes.get('activations') as readonly string[] | undefined;
      return rnn(x, weights, {
        ...settings,
        state: hidden,
        activation: names?.[i] === 'Relu' ? 'relu' : 'tanh',
      });
    }
    const cell = call.optional(6)?.select(0, i);
    const zeros = (hidden ?? cell)?.mul(0);
    const state = zeros && { hidden: hidden ?? zeros, cell: cell ?? zeros };
    const { output, state: after } = lstm(x, weights, { ...settings, state });
    return { output, state: after.hidden, cell: after.cell };
  });
  const outputs = stack(
    results.map(({ output }) => output),
    { axis: 1 },
  ); // [N, D, L, H]
  const hidden = stack(results.map(({ state }) => state)); // [D, N, H]
  const cells = results.flatMap((result) => ('cell' in result ? [result.cell] : []));
  return [outputs.permute([2, 1, 0, 3]), hidden, ...(cells.length > 0 ? [stack(cells)] : [])];
};

/** Recurrent layers. */
export const recurrentLayers: Readonly<Record<string, Operation>> = {
  LSTM: recurrent,
  GRU: recurrent,
  RNN: recurrent,
};
