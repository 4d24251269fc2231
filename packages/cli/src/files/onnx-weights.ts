// internal: weights of a model from an ONNX file
import { readFile } from 'node:fs/promises';
import { type Shape, sameShape } from '@neurona/backend';
import { exportONNX, importONNX, type ONNXInput } from '@neurona/checkpoints';
import { type HostArray, hostArray } from '@neurona/datasets';
import { type AnyModule, withTensors } from '@neurona/layers';
import { importPyTorch } from '@neurona/pytorch';
import { type Tensor, tensor } from '@neurona/tensor';
import { onnxContents } from './onnx-contents.js';

/** float32 counts so far. */
const exact = 2 ** 24;

/** The weights and statistics that are in an ONNX file, by their names and in its layout. */
export async function onnxWeights(file: string | Uint8Array): Promise<Record<string, HostArray>> {
  const { tensors } = await importONNX(file);
  const arrays: Record<string, HostArray> = {};
  for (const [name, one] of tensors) {
    arrays[name] = hostArray(await one.data(), one.shape);
    one.dispose();
  }
  return arrays;
}

/**
 * Loads the weights of an ONNX file into a model: of one that this model was written as, or that PyTorch wrote of its program.
 * @returns How many tensors are from the file; those that its outputs don't depend on stay as they are.
 * @throws {@link WeightsError} if they are another model's, or PyTorch has merged or renamed them.
 */
export async function loadONNX(
  model: AnyModule,
  file: string,
  inputs: readonly ONNXInput[],
): Promise<number> {
  const given = await onnxWeights(file);
  const state = Object.entries(model.stateDict()).filter(([, { dtype }]) => dtype === 'float32');
  const places = await placesIn(model, inputs, state);
  const isOurs =
    !(await isOfPyTorch(file)) &&
    Object.entries(places).every(([name, { shape }]) => given[name] && sameShape(given[name].shape, shape));
  if (!isOurs) return (await importPyTorch(model, given, { inputs })).loaded.length;
  const flat = new Float32Array(state.reduce((sum, [, { size }]) => sum + size, 0));
  let [start, count] = [0, 0];
  for (const [, one] of state) {
    flat.set((await one.data()) as Float32Array, start);
    start += one.size;
  }
  const isGiven = new Uint8Array(flat.length);
  for (const [name, { values }] of Object.entries(places))
    for (const [i, place] of values.entries()) {
      flat[place] = Number(given[name]!.values[i]);
      isGiven[place] = 1;
    }
  start = 0;
  for (const [key, { shape, size, backend }] of state) {
    using loaded = tensor(flat.slice(start, start + size), { shape, backend });
    model.loadStateDict({ [key]: loaded }, { strict: false });
    count += isGiven[start] ?? 0;
    start += size;
  }
  return count;
}

/** Whether PyTorch wrote the file, whose names may be ours, and axes are not. */
async function isOfPyTorch(file: string): Promise<boolean> {
  const { facts } = onnxContents(await readFile(file), file);
  return facts.some(([name, value]) => name === 'written by' && value === 'pytorch');
}

interface Places {
  readonly shape: Shape;
  readonly values: Float64Array;
}

/**
 * For each tensor of the model's own ONNX file the places of its values among all values of the model's state, in order. Files of models
 * whose values are their places show them.
 */
async function placesIn(
  model: AnyModule,
  inputs: readonly ONNXInput[],
  state: readonly (readonly [key: string, tensor: Tensor])[],
): Promise<Record<string, Places>> {
  const keys = new Set(state.map(([key]) => key));
  const fileOf = async (mark: (place: number) => number): Promise<Record<string, HostArray>> => {
    let start = 0;
    const marks = new Map<Tensor, Tensor>();
    for (const [, one] of state) {
      const values = Float32Array.from({ length: one.size }, (_, i) => mark(start + i));
      marks.set(one, tensor(values, { shape: one.shape, backend: one.backend }));
      start += one.size;
    }
    try {
      const all = await onnxWeights(await withTensors(model, marks, () => exportONNX(model, inputs)));
      return Object.fromEntries(Object.entries(all).filter(([name]) => keys.has(name))); // no constants
    } finally {
      for (const one of marks.values()) one.dispose();
    }
  };
  const low = await fileOf((place) => place % exact);
  const high = await fileOf((place) => Math.floor(place / exact));
  return Object.fromEntries(
    Object.entries(low).map(([name, { shape, values }]) => {
      const places = Float64Array.from(
        values,
        (value, i) => Number(value) + exact * Number(high[name]!.values[i]),
      );
      return [name, { shape, values: places }];
    }),
  );
}
