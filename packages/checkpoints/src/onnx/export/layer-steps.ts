// internal
import { type DeviceArray, type RecurrentKind, type Shape, sizeOf, type TypedArray } from '@neurona/backend';
import type { OnnxAttribute } from './graph.js';
import type { Lower, Step } from './step.js';

/** Arrays of one direction of a recurrent layer. */
interface DirectionWeights {
  readonly weightIh: DeviceArray;
  readonly weightHh: DeviceArray;
  readonly biasIh?: DeviceArray;
  readonly biasHh?: DeviceArray;
}

interface States {
  readonly hidden?: DeviceArray;
  readonly cell?: DeviceArray;
}

/** The operation of each kind of cell, and our gates in its order: ours are i, f, g, o and r, z, n. */
const cells: Readonly<
  Record<
    RecurrentKind,
    { readonly op: string; readonly gates: readonly number[]; readonly activation?: string }
  >
> = {
  lstm: { op: 'LSTM', gates: [0, 3, 1, 2] },
  gru: { op: 'GRU', gates: [1, 0, 2] },
  tanh: { op: 'RNN', gates: [0] },
  relu: { op: 'RNN', gates: [0], activation: 'Relu' },
};

const recurrent: Lower = (step) => {
  const { graph } = step;
  const { op, gates, activation } = cells[step.arg<RecurrentKind>(0)];
  const layers = step.arg<readonly (readonly DirectionWeights[])[]>(2);
  const directions = layers[0]!.length;
  const state = (name: 'hidden' | 'cell', k: number): string => {
    if (!step.arg<States>(3)[name]) return '';
    const all = step.named(step.all<States>(3).map((states) => states[name]));
    if (layers.length === 1) return all;
    const [from, to] = [k * directions, (k + 1) * directions];
    return graph.add('Slice', [all, graph.int64([from]), graph.int64([to]), graph.int64([0])])[0];
  };
  const lengths = step.arg(4) ? step.input(4) : '';
  let x = graph.transpose(step.input(1), [1, 0, 2]); // [L, N, E]
  const ends: string[][] = [];
  for (const [k, pair] of layers.entries()) {
    const hiddenSize = pair[0]!.weightHh.shape[0]!;
    const w = joined(
      step,
      pair.map(({ weightIh }) => [weightIh]),
      gates,
    );
    const r = joined(
      step,
      pair.map(({ weightHh }) => [weightHh]),
      gates,
    );
    const hasBias = pair[0]!.biasIh !== undefined;
    const b = hasBias
      ? joined(
          step,
          pair.map(({ biasIh, biasHh }) => [biasIh!, biasHh!]),
          gates,
        )
      : '';
    const inputs = [x, w, r, b, lengths, state('hidden', k), ...(op === 'LSTM' ? [state('cell', k)] : [])];
    const attributes: Record<string, OnnxAttribute> = { hidden_size: hiddenSize };
    if (directions === 2) attributes.direction = 'bidirectional';
    if (op === 'GRU') attributes.linear_before_reset = 1;
    if (activation) attributes.activations = pair.map(() => activation);
    const [y, ...states] = graph.add(op, withoutEnd(inputs), attributes, op === 'LSTM' ? 3 : 2); // [L, D, N, H]
    ends.push(states);
    x =
      directions === 1
        ? graph.add('Squeeze', [y, graph.int64([1])])[0]
        : graph.add('Reshape', [graph.transpose(y, [0, 2, 1, 3]), graph.int64([0, 0, 2 * hiddenSize])])[0];
  }
  const [hidden, cell] = ends[0]!.map((_, i) => {
    const all = ends.map((states) => states[i]!);
    return all.length === 1 ? all[0]! : graph.add('Concat', all, { axis: 0 })[0];
  });
  return { output: graph.transpose(x, [1, 0, 2]), hidden: hidden!, ...(cell && { cell }) };
};

/** Inputs without those at the end that are left out. */
const withoutEnd = (inputs: readonly string[]): string[] =>
  inputs.slice(0, inputs.findLastIndex((name) => name !== '') + 1);

/**
 * Weights `[E, G · H]` or biases `[G · H]` of each direction as ONNX has them, `[D, G · H, E]` or `[D, 2 · G · H]`, gates in its order.
 */
function joined(
  step: Step,
  directions: readonly (readonly DeviceArray[])[],
  gates: readonly number[],
): string {
  const { graph } = step;
  const tensors = directions.map((arrays) =>
    arrays.map((array) => graph.valuesOf(step.named(step.probes.map(() => array)))!),
  );
  const { name, shape } = tensors[0]![0]!;
  const [rows, width] = shape.length === 2 ? (shape as [number, number]) : [1, shape[0]!];
  const size = width / gates.length;
  const Values = tensors[0]![0]!.values.constructor as Float32ArrayConstructor;
  const values = new Values(tensors.flat().length * sizeOf(shape));
  let at = 0;
  for (const tensor of tensors.flat()) {
    const from = tensor.values as TypedArray;
    for (const gate of gates)
      for (let i = gate * size; i < (gate + 1) * size; i++)
        for (let row = 0; row < rows; row++) values[at++] = from[row * width + i]!;
  }
  const each: Shape = shape.length === 2 ? [width, rows] : [2 * width];
  return graph.initializer(name, 'float32', [directions.length, ...each], values);
}

/** Layers that are written as one operation. */
export const layerSteps: Readonly<Record<string, Lower>> = {
  recurrent,
  node: (step) => {
    const lists = step.all<readonly unknown[]>(2);
    const inputs = lists[0]!.map((array, i) => (array ? step.named(lists.map((list) => list[i])) : ''));
    const attributes = step.arg<Readonly<Record<string, OnnxAttribute>>>(1);
    const outputs = step.graph.add(step.arg<string>(0), withoutEnd(inputs), attributes, step.arg<number>(3));
    return Object.fromEntries(outputs.entries());
  },
  batchNorm: (step) => {
    const { graph } = step;
    const { length } = step.shape(0);
    const spatial = Array.from({ length: length - 2 }, (_, i) => i + 1);
    const { eps, momentum } = step.arg<{ readonly eps: number; readonly momentum: number }>(5);
    const x = graph.transpose(step.input(0), [0, length - 1, ...spatial]);
    const [y] = graph.add('BatchNormalization', [x, ...[1, 2, 3, 4].map((i) => step.input(i))], {
      epsilon: { float: eps },
      momentum: { float: 1 - momentum },
    });
    return graph.transpose(y, [0, ...spatial.map((axis) => axis + 1), 1]);
  },
  layerNorm: (step) => {
    const { eps, axis } = step.arg<{ readonly eps: number; readonly axis: number }>(3);
    const bias = step.arg(2) ? [step.input(2)] : [];
    const inputs = [step.input(0), step.input(1), ...bias];
    return step.graph.add('LayerNormalization', inputs, { axis, epsilon: { float: eps } })[0];
  },
  dropout: (step) => step.graph.add('Dropout', [step.input(0), step.graph.scalar(step.arg<number>(1))])[0],
};
