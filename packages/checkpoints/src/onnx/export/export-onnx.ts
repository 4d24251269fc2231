import {
  ArgumentError,
  checkArgument,
  checkOptions,
  checkShape,
  type DeviceArray,
  describeShape,
  type OptionTable,
  type Shape,
  type TypedArray,
} from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { writeFileAtomically } from '../../files/write-file-atomically.js';
import { toHostArrays } from '../../safetensors/save-safetensors.js';
import { elementwise } from './elementwise.js';
import { encodeModel, onnxOpset } from './encode.js';
import {
  GraphBuilder,
  type OnnxGraph,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
  type TracedArray,
} from './graph.js';
import { layerSteps } from './layer-steps.js';
import {
  axesOf,
  coefficientsOf,
  type DescribedInput,
  type InputType,
  type OpenAxis,
  openAxesOf,
  probesOf,
  shapeAt,
  sizeText,
} from './open-axes.js';
import { products } from './products.js';
import { quantizeGraph } from './quantize.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';
import { type Lower, Step } from './step.js';
import { type Trace, trace } from './trace.js';

/** One input of an exported model. */
export interface ONNXInput {
  /** Name in the file, default `input`, or `input0`, `input1`, … where there are several. */
  readonly name?: string;
  /** Shape, batch axis included: `[1, 28, 28, 1]`. */
  readonly shape: Shape;
  /** Default float32. `int64` is what files of Hugging Face take tokens as; the model gets int32. */
  readonly dtype?: InputType;
  /**
   * Axes whose size may vary, besides the batch, by their names: `{ 1: 'length' }`. Axes of one name have one size; a sum of names is the
   * size of others, `{ 1: 'past + length' }`. The batch is axis 0, unless another is called `batch`.
   */
  readonly axes?: Readonly<Record<number, string>>;
}

/** Settings of {@link exportONNX}. */
export interface ExportONNXOptions {
  /**
   * Whether the batch size, the first axis of inputs and outputs, may vary (`open`, the default) or is that of the given shapes
   * (`fixed`).
   */
  readonly batch?: 'open' | 'fixed';
  /** What is traced, given a tensor for each input: a call of the model. Default its `forward`. */
  readonly forward?: (...inputs: Tensor[]) => unknown;
  /** Number of positions that tables of sines and rotations have, where an axis is open besides the batch. Default 1024. */
  readonly maxLength?: number;
  /**
   * Stores weights of convolutions, matrix products, recurrent layers and embeddings in 8 bits, with a scale for each channel; see
   * {@link roundToInt8}. ONNX Runtime may then round activations of matrix products too, above its optimisation level `basic`.
   */
  readonly quantize?: 'int8';
  /** Metadata of the model: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const exportONNXOptions: OptionTable<ExportONNXOptions> = {
  batch: 'open',
  forward: undefined,
  maxLength: 1024,
  quantize: undefined,
  metadata: undefined,
};

const table: Readonly<Record<string, Lower>> = {
  ...elementwise,
  ...reductions,
  ...shapes,
  ...products,
  ...layerSteps,
};

/**
 * Exports a model as an ONNX file, opset 18, for ONNX Runtime and others. One forward pass is traced in evaluation mode with
 * shapes only, so control flow must not depend on values; loops over layers are unrolled. Recurrent layers, norms and dropout are one
 * operation each. Inputs and outputs keep our layout, channels last.
 *
 * Outputs are named `output`, or by their path where `forward` returns several: `output.0`, `state.hidden`.
 * @param inputs - The shape of the only input, or one description for each input.
 * @returns The file's bytes.
 * @throws {@link ArgumentError} if the model does something that ONNX lacks, or that depends on the batch in a way that isn't
 * linear, or has more than 2 GB of weights; {@link ShapeError} if a shape doesn't fit the model.
 * @example
 * const bytes = await exportONNX(new Sequential(new Flatten(), new Linear(64, 10)), [1, 8, 8, 1]);
 * bytes.length > 2640; // => true
 * @see ONNX operators, opset 18, https://onnx.ai/onnx/operators/
 */
export async function exportONNX(
  model: AnyModule,
  inputs: Shape | readonly ONNXInput[],
  options: ExportONNXOptions = {},
): Promise<Uint8Array> {
  checkOptions('exportONNX', options, exportONNXOptions);
  checkQuantize(options.quantize);
  const state = await toHostArrays(checkModule('exportONNX', model).stateDict());
  const graph = graphFor('exportONNX', model, inputs, options, state);
  return encodeModel(options.quantize ? quantizeGraph(graph) : graph, options.metadata ?? {});
}

function checkQuantize(quantize: unknown): void {
  if (quantize === undefined || quantize === 'int8') return;
  throw new ArgumentError('exportONNX', { expected: "quantize to be 'int8'", received: quantize });
}

/** @internal The graph of a model with these values of its state. */
export function graphFor(
  subject: string,
  model: AnyModule,
  inputs: Shape | readonly ONNXInput[],
  options: ExportONNXOptions,
  state: Readonly<Record<string, HostArray>>,
): OnnxGraph {
  checkOptions(subject, options, exportONNXOptions);
  const given = describeInputs(inputs, options.batch !== 'fixed');
  const axes = openAxesOf(given);
  const maxLength = axes.some(({ name }) => name !== 'batch') ? (options.maxLength ?? 1024) : undefined;
  const traces = probesOf(axes).map((sizes) =>
    trace(
      model,
      given.map((input) => ({
        name: input.name,
        shape: shapeAt(input, sizes),
        dtype: input.type === 'int64' ? 'int32' : input.type,
      })),
      { maxLength, forward: options.forward },
    ),
  ) as [Trace, ...Trace[]];
  return graphOf(traces, given, axes, state);
}

/**
 * Writes a model to an ONNX file, see {@link exportONNX}. The file is replaced atomically.
 * @throws {@link ArgumentError}, {@link ShapeError} as `exportONNX` does.
 * @example
 * import { rm } from 'node:fs/promises';
 * const path = `linear-${process.pid}.onnx`;
 * await saveONNX(new Linear(3, 2), path, [1, 3]);
 * await rm(path);
 */
export async function saveONNX(
  model: AnyModule,
  path: string,
  inputs: Shape | readonly ONNXInput[],
  options: ExportONNXOptions = {},
): Promise<void> {
  checkOptions('saveONNX', options, exportONNXOptions);
  await writeFileAtomically(path, await exportONNX(model, inputs, options));
}

/** Version of ONNX's operators that {@link exportONNX} writes. */
export const exportedOpset: number = onnxOpset;

function describeInputs(inputs: Shape | readonly ONNXInput[], hasBatch: boolean): DescribedInput[] {
  const isShape = (value: typeof inputs): value is Shape => value.every((item) => typeof item === 'number');
  checkArgument(
    'exportONNX',
    'inputs',
    inputs,
    'list',
    'Pass the shape of an input with its batch axis: [1, 28, 28, 1].',
  );
  const list: readonly ONNXInput[] = isShape(inputs) ? [{ shape: inputs }] : inputs;
  return list.map((input, i) => {
    const given = checkArgument('exportONNX', 'an input', input, 'record', 'Write { shape }.');
    const name = given.name ?? (list.length === 1 ? 'input' : `input${i}`);
    const shape = checkShape('exportONNX', given.shape);
    const axes = axesOf(name, shape, given.axes, hasBatch);
    return { name, shape, axes, type: given.dtype ?? 'float32' };
  });
}

function graphOf(
  traces: readonly [Trace, ...Trace[]],
  given: readonly DescribedInput[],
  axes: readonly OpenAxis[],
  state: Readonly<Record<string, HostArray>>,
): OnnxGraph {
  const [first] = traces;
  const other = traces.find(({ calls }) => calls.length !== first.calls.length);
  if (other) {
    throw new ArgumentError('exportONNX', {
      expected: `the same operations for every size of ${axes.map(({ name }) => name).join(' and ')}`,
      received: `${first.calls.length} and ${other.calls.length}`,
      hint: "Pass { batch: 'fixed' } and no open axes to export for one size.",
    });
  }
  const graph = new GraphBuilder(axes);
  for (const [i, { name, type }] of given.entries()) {
    const outer = graph.fresh(name);
    const inner = type === 'int64' ? graph.add('Cast', [outer], { to: 6 })[0] : outer;
    graph.name(first.inputs[i]!, inner);
  }
  for (const [key, array] of first.state) {
    if (graph.nameOf([array]) !== undefined) continue; // shared under another key
    const { values, shape, dtype } = state[key]!;
    graph.name(array, graph.initializer(key, dtype, shape, values));
  }
  const constants = constantsOf(traces);
  const find = (traced: TracedArray): string => {
    const name = graph.nameOf(traced) ?? scalarOf(graph, traced, traces);
    if (name !== undefined) return name;
    const [{ buffer, shape, dtype }] = traced;
    const values = constants.get(buffer);
    if (values === undefined) throw unexplained(shape);
    graph.name(traced[0], graph.initializer('constant', dtype, shape, values));
    return graph.nameOf(traced)!;
  };
  for (const [i, { kernel, result }] of first.calls.entries()) {
    const lower = table[kernel];
    if (!lower) throw missing(kernel);
    const names = lower(
      new Step(
        graph,
        kernel,
        traces.map(({ calls }) => calls[i]!.args),
        find,
      ),
    );
    if (typeof names === 'string') graph.name(result as DeviceArray, names);
    else
      for (const [field, name] of Object.entries(names))
        graph.name((result as Record<string, DeviceArray>)[field]!, name);
  }
  const outputs = Object.entries(first.outputs).map(([name, array]): OnnxValue => {
    const arrays = traces.map((one) => one.outputs[name]!);
    const inner = find(arrays as unknown as TracedArray);
    const shapes = arrays.map(({ shape }) => shape);
    const outer = graph.fresh(name);
    graph.nodes.push({ op: 'Identity', inputs: [inner], outputs: [outer], attributes: {} });
    return { name: outer, type: array.dtype, shape: openShape(name, shapes, axes) };
  });
  const inputs = given.map(
    ({ name, type, shape, axes: own }): OnnxValue => ({
      name,
      type,
      shape: shape.map((size, i) => own[i]!.join(' + ') || size),
    }),
  );
  return needed(graph, inputs, outputs, state);
}

/** A scalar that a layer of one operation was the first to use, where it is the same at every probe. */
function scalarOf(graph: GraphBuilder, traced: TracedArray, traces: readonly Trace[]): string | undefined {
  const values = traced.map(({ buffer }, i) => traces[i]!.scalars.get(buffer));
  const [value] = values;
  return value !== undefined && values.every((one) => one === value)
    ? graph.scalar(value, traced[0].dtype)
    : undefined;
}

/** Values that were written, the same at every probe, by buffer. */
function constantsOf([first, ...others]: readonly [Trace, ...Trace[]]): Map<unknown, TypedArray> {
  const constants = new Map(first.written);
  for (const { written } of others) {
    const values = [...written.values()];
    for (const [i, [buffer, value]] of [...first.written].entries())
      if (!sameValues(value, values[i])) constants.delete(buffer);
  }
  return constants;
}

/** Sizes that vary, as texts: what they are of open axes, else names of their own. */
const openShape = (
  name: string,
  [first, ...others]: readonly Shape[],
  axes: readonly OpenAxis[],
): (number | string)[] =>
  first!.map((size, i) => {
    if (others.every((shape) => shape[i] === size)) return size;
    const coefficients = coefficientsOf([size, ...others.map((shape) => shape[i]!)], axes);
    return coefficients ? sizeText(coefficients, axes) : `${name}.size${i}`;
  });

/** The graph without nodes and values that lead to no output; values have the keys of the state that they were made of. */
function needed(
  graph: GraphBuilder,
  inputs: readonly OnnxValue[],
  outputs: readonly OnnxValue[],
  state: Readonly<Record<string, HostArray>>,
): OnnxGraph {
  const used = new Set(outputs.map(({ name }) => name));
  const kept = graph.nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => used.has(name))) return false;
    for (const name of node.inputs) used.add(name);
    return true;
  });
  const initializers = graph.initializers.filter(({ name }) => used.has(name));
  const names = new Map<string, string>();
  for (const { name } of initializers) {
    const origin = graph.originOf(name);
    if (used.has(origin)) continue;
    used.add(origin);
    names.set(name, origin);
  }
  const renamed = (name: string): string => names.get(name) ?? name;
  const isWeight = ({ name, type }: OnnxTensor): boolean => type === 'int64' || graph.originOf(name) in state;
  const constants = initializers.filter((tensor) => !isWeight(tensor));
  return {
    nodes: [
      ...constants.map((tensor) => constantNode({ ...tensor, name: renamed(tensor.name) })),
      ...kept.reverse().map((node) => ({ ...node, inputs: node.inputs.map(renamed) })),
    ],
    initializers: initializers.filter(isWeight).map((tensor) => ({ ...tensor, name: renamed(tensor.name) })),
    inputs,
    outputs,
  };
}

/** What is no part of the state isn't learned, which readers tell by its being an operation. */
const constantNode = (tensor: OnnxTensor): OnnxNode => ({
  op: 'Constant',
  inputs: [],
  outputs: [tensor.name],
  attributes: { value: { tensor } },
});

const sameValues = (a: TypedArray, b: TypedArray | undefined): boolean =>
  b !== undefined && a.length === b.length && a.every((value, i) => Object.is(value, b[i]));

function missing(kernel: string): ArgumentError {
  const isRandom = kernel === 'random';
  return new ArgumentError('exportONNX', {
    expected: isRandom
      ? 'a forward pass without random numbers'
      : 'a forward pass of operations that ONNX has',
    received: isRandom ? 'random numbers' : kernel,
    hint: isRandom ? 'Layers as Dropout draw none in evaluation mode.' : undefined,
  });
}

const unexplained = (shape: Shape): ArgumentError =>
  new ArgumentError('exportONNX', {
    expected: 'arrays that follow from inputs, weights and constants',
    received: `an array ${describeShape(shape)} that doesn't, or that depends on the batch's size`,
    hint: "Pass { batch: 'fixed' }, or keep tensors that forward uses in fields of the module.",
  });
