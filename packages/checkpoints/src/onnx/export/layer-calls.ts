// internal: layers that ONNX has as one operation
import type { RecurrentKind } from '@neurona/backend';
import {
  type AnyModule,
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  Dropout,
  GRU,
  LayerNorm,
  LSTM,
  type RecurrentOutput,
  RNN,
} from '@neurona/layers';
import { full, isTensor, type LSTMState, type Tensor } from '@neurona/tensor';
import { NodeLayer } from '../node-layer.js';
import type { TracedCall } from './trace.js';

/** What a layer was called with, and what it returned. */
interface LayerCall<Inputs, Output> {
  readonly inputs: Inputs;
  readonly output: Output;
}

type Norm = BatchNorm1d | BatchNorm2d | BatchNorm3d;

function batchNorm(
  layer: Norm,
  { inputs: [x], output: result }: LayerCall<readonly [Tensor], Tensor>,
): TracedCall | undefined {
  const { runningMean, runningVar, weight, bias, eps, momentum } = layer;
  if (!runningMean || !runningVar || !weight || !bias) return undefined;
  const settings = { eps, momentum: momentum ?? 0.1 };
  return { kernel: 'batchNorm', args: [x, weight, bias, runningMean, runningVar, settings], result };
}

function layerNorm(
  { weight, bias, eps, features }: LayerNorm,
  { inputs: [x], output: result }: LayerCall<readonly [Tensor], Tensor>,
): TracedCall | undefined {
  if (!weight) return undefined;
  return { kernel: 'layerNorm', args: [x, weight, bias, { eps, axis: -features.length }], result };
}

const dropout = (
  { probability }: Dropout,
  { inputs: [x], output: result }: LayerCall<readonly [Tensor], Tensor>,
): TracedCall => ({ kernel: 'dropout', args: [x, probability], result });

type Recurrent = RNN | GRU | LSTM;
type State = Tensor | LSTMState;
type RecurrentInputs = readonly [
  Tensor,
  { readonly state?: State; readonly lengths?: Tensor | readonly number[] }?,
];

function recurrent(
  layer: Recurrent,
  { inputs: [x, call = {}], output: result }: LayerCall<RecurrentInputs, RecurrentOutput<State>>,
): TracedCall | undefined {
  const { layers, reverseLayers } = layer;
  const isProjected = layers.some(({ weightHr }) => weightHr);
  const areLengthsValues = call.lengths !== undefined && !isTensor(call.lengths);
  if (x.ndim !== 3 || isProjected || areLengthsValues) return undefined;
  const weights = layers.map((one, k) => [one, ...reverseLayers.slice(k, k + 1)].map(weightsOf));
  return {
    kernel: 'recurrent',
    args: [kindOf(layer), x, weights, statesOf(call.state), call.lengths],
    result: { output: result.output, ...statesOf(result.state) },
  };
}

/** An operation that an imported model has, and the inputs that it has there. */
function node(
  layer: NodeLayer,
  { inputs, output }: LayerCall<readonly (Tensor | undefined)[], readonly Tensor[]>,
): TracedCall {
  const { op, attributes, floats } = layer.node;
  const written = [...attributes]
    .filter(([name]) => !['ratio', 'seed', 'training_mode'].includes(name))
    .map(([name, value]) => [name, floats.has(name) ? { float: value } : value]);
  const given = layer.inputsFor(inputs).slice(0, op === 'Dropout' ? 2 : inputs.length);
  if (op === 'Dropout' && !given[1]) given[1] = full([], Number(attributes.get('ratio') ?? 0.5));
  return {
    kernel: 'node',
    args: [op, Object.fromEntries(written), given, output.length],
    result: { ...output },
  };
}

const weightsOf = ({ weightIh, weightHh, biasIh, biasHh }: Recurrent['layers'][number]) => ({
  weightIh,
  weightHh,
  biasIh,
  biasHh,
});

const statesOf = (state: State | undefined): { readonly hidden?: Tensor; readonly cell?: Tensor } =>
  isTensor(state) ? { hidden: state } : { ...state };

const kindOf = (layer: Recurrent): RecurrentKind =>
  layer instanceof LSTM ? 'lstm' : layer instanceof GRU ? 'gru' : layer.activation;

type Kind = abstract new (...args: never) => AnyModule;

/** Which layers are written as one operation. */
const rows: readonly (readonly [
  kinds: readonly Kind[],
  row: (layer: never, call: never) => TracedCall | undefined,
])[] = [
  [[BatchNorm1d, BatchNorm2d, BatchNorm3d], batchNorm],
  [[LayerNorm], layerNorm],
  [[Dropout], dropout],
  [[LSTM, GRU, RNN], recurrent],
  [[NodeLayer], node],
];

/**
 * Watches layers that ONNX has as one operation: what they call is replaced by one call of them, where ONNX has what they do.
 * @param calls - Those of the trace so far.
 * @param snapshot - Keeps a call as it is now.
 * @param onDropped - Is called with the calls that are replaced.
 * @returns What ends that.
 */
export function watchLayers(
  model: AnyModule,
  calls: TracedCall[],
  snapshot: (call: TracedCall) => TracedCall,
  onDropped: (call: TracedCall) => void,
): () => void {
  const undo: (() => void)[] = [];
  for (const [, layer] of model.namedModules()) {
    const row = rows.find(([kinds]) => kinds.some((kind) => layer instanceof kind))?.[1];
    if (!row) continue;
    const before = Object.getOwnPropertyDescriptor(layer, 'forward');
    const { forward } = layer;
    const value = (...inputs: [Tensor, ...unknown[]]): unknown => {
      const from = calls.length;
      const made: unknown = forward.apply(layer, inputs);
      const isUntouched = made === inputs[0];
      if (isUntouched && !(layer instanceof Dropout)) return made;
      const apart = (x: unknown): unknown => (x === inputs[0] ? inputs[0].clone() : x); // an array of its own
      const output = Array.isArray(made) ? made.map(apart) : apart(made);
      const call = row(layer as never, { inputs, output } as never);
      if (call) for (const dropped of calls.splice(from, calls.length, snapshot(call))) onDropped(dropped);
      return output;
    };
    Object.defineProperty(layer, 'forward', { value, configurable: true, enumerable: false });
    undo.push(() => {
      if (before) Object.defineProperty(layer, 'forward', before);
      else delete (layer as { forward?: unknown }).forward;
    });
  }
  return () => {
    for (const end of undo) end();
  };
}
