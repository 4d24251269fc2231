import {
  ArgumentError,
  checkArgument,
  checkOptions,
  checkShape,
  type DeviceArray,
  type DType,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
  type TypedArray,
} from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { writeFileAtomically } from '../files/write-file-atomically.js';
import { toHostArrays } from '../safetensors/save-safetensors.js';
import { elementwise } from './elementwise.js';
import { encodeModel, onnxOpset } from './encode.js';
import {
  batchSizes,
  bentSize,
  GraphBuilder,
  type OnnxGraph,
  type OnnxValue,
  type TracedArray,
} from './graph.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { shapes } from './shapes.js';
import { type Lower, Step } from './step.js';
import { type Trace, type TraceInput, trace } from './trace.js';

/** One input of an exported model. */
export interface ONNXInput {
  /** Name in the file, default `input`, or `input0`, `input1`, … where there are several. */
  readonly name?: string;
  /** Shape, batch axis included: `[1, 28, 28, 1]`. */
  readonly shape: Shape;
  /** Default float32. */
  readonly dtype?: DType;
}

/** Settings of {@link exportONNX}. */
export interface ExportONNXOptions {
  /**
   * Whether the batch size, the first axis of inputs and outputs, may vary (`open`, the default) or is that of the given shapes
   * (`fixed`).
   */
  readonly batch?: 'open' | 'fixed';
  /** Metadata of the model: strings by key. */
  readonly metadata?: Readonly<Record<string, string>>;
}

const exportONNXOptions: OptionTable<ExportONNXOptions> = { batch: 'open', metadata: undefined };

const table: Readonly<Record<string, Lower>> = { ...elementwise, ...reductions, ...shapes, ...products };

/**
 * Exports a model as an ONNX file, opset 18, for ONNX Runtime and others. One forward pass is traced in evaluation mode with
 * shapes only, so control flow must not depend on values; loops over layers or time steps are unrolled. Inputs and outputs keep
 * our layout, channels last.
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
  const given = describeInputs(inputs);
  const isOpen = options.batch !== 'fixed';
  const [first, second, third] = isOpen
    ? batchSizes.map((size) => trace(model, withBatch(given, size)))
    : [trace(model, given)];
  const state = await toHostArrays(model.stateDict());
  const { graph, file } = graphOf(first!, second ?? first!, given, state);
  if (
    third &&
    graph.hasOpenSizes &&
    graphOf(first!, third, given, state, batchSizes[2]).graph.plan !== graph.plan
  ) {
    throw bentSize();
  }
  return encodeModel(file, options.metadata ?? {});
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

function describeInputs(inputs: Shape | readonly ONNXInput[]): TraceInput[] {
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
    const { name, shape, dtype } = checkArgument(
      'exportONNX',
      'an input',
      input,
      'record',
      'Write { shape }.',
    );
    return {
      name: name ?? (list.length === 1 ? 'input' : `input${i}`),
      shape: checkShape('exportONNX', shape),
      dtype: dtype ?? 'float32',
    };
  });
}

function withBatch(inputs: readonly TraceInput[], size: number): TraceInput[] {
  return inputs.map((input) => {
    if (input.shape.length > 0) return { ...input, shape: [size, ...input.shape.slice(1)] };
    throw new ShapeError('exportONNX', {
      expected: 'a batch axis in every input',
      received: describeShape(input.shape),
      where: input.name,
      hint: "Pass { batch: 'fixed' } for a model without one.",
    });
  });
}

function graphOf(
  first: Trace,
  second: Trace,
  given: readonly TraceInput[],
  state: Readonly<Record<string, HostArray>>,
  otherBatch?: number,
): { graph: GraphBuilder; file: OnnxGraph } {
  if (first.calls.length !== second.calls.length) {
    throw new ArgumentError('exportONNX', {
      expected: 'the same operations for every size of the batch',
      received: `${first.calls.length} for ${batchSizes[0]} examples and ${second.calls.length} for ${otherBatch ?? batchSizes[1]}`,
      hint: "Pass { batch: 'fixed' } to export for one size.",
    });
  }
  const graph = new GraphBuilder(given[0]!.name, otherBatch);
  for (const [i, array] of first.inputs.entries()) graph.name(array, graph.fresh(given[i]!.name));
  for (const [key, array] of first.state) {
    if (graph.nameOf({ array, otherShape: array.shape }) !== undefined) continue; // shared under another key
    const { values, shape, dtype } = state[key]!;
    graph.name(array, graph.initializer(key, dtype, shape, values));
  }
  const constants = new Map(first.written);
  const others = [...second.written.values()];
  for (const [i, [buffer, values]] of [...first.written].entries())
    if (!sameValues(values, others[i])) constants.delete(buffer);
  const find = (traced: TracedArray): string => {
    const name = graph.nameOf(traced);
    if (name !== undefined) return name;
    const values = constants.get(traced.array.buffer);
    if (values === undefined) throw unexplained(traced);
    graph.name(traced.array, graph.initializer('constant', traced.array.dtype, traced.array.shape, values));
    return graph.nameOf(traced)!;
  };
  for (const [i, { kernel, args, result }] of first.calls.entries()) {
    const lower = table[kernel];
    if (!lower) throw missing(kernel);
    const names = lower(new Step(graph, kernel, args, second.calls[i]!.args, find));
    if (typeof names === 'string') graph.name(result as DeviceArray, names);
    else
      for (const [field, name] of Object.entries(names))
        graph.name((result as Record<string, DeviceArray>)[field]!, name);
  }
  const outputs = Object.entries(first.outputs).map(([name, array]): OnnxValue => {
    const otherShape = second.outputs[name]?.shape ?? [];
    const inner = find({ array, otherShape });
    const outer = graph.fresh(name);
    graph.nodes.push({ op: 'Identity', inputs: [inner], outputs: [outer], attributes: {} });
    return { name: outer, type: array.dtype, shape: openShape(array.shape, otherShape) };
  });
  const inputs = given.map(({ name, shape, dtype }, i): OnnxValue => {
    const [here, other] = [first.inputs[i]!.shape, second.inputs[i]!.shape];
    return { name, type: dtype, shape: sameShape(here, other) ? shape : openShape(here, other) };
  });
  return { graph, file: needed(graph, inputs, outputs) };
}

/** Sizes that are the batch have its name, others that depend on it names of their own. */
const openShape = (shape: Shape, other: Shape): (number | string)[] =>
  shape.map((size, i) => {
    if (size === other[i]) return size;
    const isBatch = size === batchSizes[0] && other[i] === batchSizes[1];
    return isBatch ? 'batch' : `batch_${size}_${other[i]}`;
  });

/** The graph without nodes and values that lead to no output. */
function needed(
  { nodes, initializers }: GraphBuilder,
  inputs: readonly OnnxValue[],
  outputs: readonly OnnxValue[],
): OnnxGraph {
  const used = new Set(outputs.map(({ name }) => name));
  const kept = nodes.toReversed().filter((node) => {
    if (!node.outputs.some((name) => used.has(name))) return false;
    for (const name of node.inputs) used.add(name);
    return true;
  });
  return {
    nodes: kept.reverse(),
    initializers: initializers.filter(({ name }) => used.has(name)),
    inputs,
    outputs,
  };
}

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

const unexplained = ({ array }: TracedArray): ArgumentError =>
  new ArgumentError('exportONNX', {
    expected: 'arrays that follow from inputs, weights and constants',
    received: `an array ${describeShape(array.shape)} that doesn't, or that depends on the batch's size`,
    hint: "Pass { batch: 'fixed' }, or keep tensors that forward uses in fields of the module.",
  });
