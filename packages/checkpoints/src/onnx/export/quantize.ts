// internal: weights of 8 bits
import type { TypedArray } from '@neurona/backend';
import type { OnnxGraph, OnnxNode, OnnxTensor } from './graph.js';

/** Weights of operations: which input, and along which axis its channels lie; -1 is the last. */
const weightsOf: Readonly<Record<string, readonly (readonly [input: number, axis: number])[]>> = {
  Conv: [[1, 0]],
  ConvTranspose: [[1, 1]],
  MatMul: [[1, -1]],
  Gather: [[0, 0]],
  LSTM: [[1, 1], [2, 1]],
  GRU: [[1, 1], [2, 1]],
  RNN: [[1, 1], [2, 1]],
}; // biome-ignore format: a table

/** Weights that are quantised, by name, and the axis of their channels. */
export function quantizedWeights({ nodes, initializers }: OnnxGraph): Map<string, number> {
  const found = new Map<string, number>();
  const shapes = new Map(
    initializers.filter(({ type }) => type === 'float32').map(({ name, shape }) => [name, shape]),
  );
  for (const { op, inputs } of nodes) {
    for (const [input, axis] of weightsOf[op] ?? []) {
      const name = inputs[input] ?? '';
      const ndim = shapes.get(name)?.length ?? 0;
      if (ndim >= 2 && !found.has(name)) found.set(name, axis < 0 ? ndim + axis : axis);
    }
  }
  return found;
}

/** Calls a function with the places of each channel's values. */
export function eachChannel(
  { shape }: OnnxTensor,
  axis: number,
  visit: (places: readonly number[], channel: number) => void,
): void {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = shape.slice(0, axis).reduce((product, size) => product * size, 1);
  const channels = shape[axis]!;
  for (let channel = 0; channel < channels; channel++) {
    const places: number[] = [];
    for (let i = 0; i < outer; i++)
      for (let j = 0; j < inner; j++) places.push((i * channels + channel) * inner + j);
    visit(places, channel);
  }
}

/**
 * The step between two values of a channel, so that its largest is 127 of them.
 *
 *     scale = max |w| / 127        w ≈ q · scale, q an integer from -127 to 127
 */
export const scaleOf = (values: TypedArray, places: readonly number[]): number =>
  Math.fround(places.reduce((most, place) => Math.max(most, Math.abs(values[place]!)), 0) / 127) || 1;

/** A graph whose weights are 8 bits each, and a number for each channel: `DequantizeLinear` makes floats of them again. */
export function quantizeGraph(graph: OnnxGraph): OnnxGraph {
  const chosen = quantizedWeights(graph);
  const nodes: OnnxNode[] = [];
  const initializers = graph.initializers.flatMap((tensor): OnnxTensor[] => {
    const axis = chosen.get(tensor.name);
    if (axis === undefined) return [tensor];
    const { name, shape } = tensor;
    const values = tensor.values as TypedArray;
    const quantized = new Int8Array(values.length);
    const scales = new Float32Array(shape[axis]!);
    eachChannel(tensor, axis, (places, channel) => {
      const scale = scaleOf(values, places);
      scales[channel] = scale;
      for (const place of places) quantized[place] = Math.round(values[place]! / scale);
    });
    const [integers, steps] = [`${name}_int8`, `${name}_scale`];
    nodes.push({ op: 'DequantizeLinear', inputs: [integers, steps], outputs: [name], attributes: { axis } });
    return [
      { name: integers, type: 'int8', shape, values: quantized },
      { name: steps, type: 'float32', shape: [scales.length], values: scales },
    ];
  });
  return { ...graph, nodes: [...nodes, ...graph.nodes], initializers };
}
