import { ArgumentError, type DType, NeuronaError } from '@neurona/backend';
import { Module } from '@neurona/layers';
import { isTensor, own, Parameter, scoped, type Tensor, tensor } from '@neurona/tensor';
import { NodeLayer } from '../node-layer.js';
import { withFloats } from './dequantize.js';
import { HostValue } from './host-value.js';
import { NodeCall, onDevice, type Value } from './node-call.js';
import { hostOperations } from './operations/sizes.js';
import { operations } from './operations/table.js';
import type { ReadModel, ReadNode } from './read-model.js';
import type { StoredTensor } from './read-tensor.js';

/** An input of an {@link ONNXModel}. */
export interface ONNXModelInput {
  readonly name: string;
  /** Sizes as the file says them; undefined where one may vary. */
  readonly shape: readonly (number | undefined)[] | undefined;
}

/** Constants of more values are buffers. */
const largestSetting = 64;

/** Inputs that are settings, not weights: by operation, their numbers. */
const settingInputs: Readonly<Record<string, readonly number[]>> = {
  Clip: [1, 2],
  DequantizeLinear: [1, 2],
  Dropout: [1],
  Pad: [2],
  Resize: [1, 2],
  Upsample: [1],
};

/**
 * A network that an ONNX file describes, as a module: its weights are parameters, named as in the file, and running statistics of batch
 * norms are buffers. In training mode batch norms use the batch, and dropout drops; see {@link importONNX}.
 *
 * Shape: the file's inputs, in its layout (PyTorch's images are `[N, C, H, W]`), → its only output, or a record of all by name.
 */
export class ONNXModel extends Module<readonly Tensor[], Tensor | Readonly<Record<string, Tensor>>> {
  static override readonly kind: string = 'ONNXModel';

  /** What the model takes, in order. */
  readonly inputs: readonly ONNXModelInput[];
  /** Names of what it returns. */
  readonly outputs: readonly string[];
  /** What the file says of itself: strings by key. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Parameters and buffers by their names in the file. */
  readonly tensors: Map<string, Tensor> = new Map();
  readonly #nodes: readonly ReadNode[];
  readonly #opset: number;
  readonly #constants = new Map<string, StoredTensor>();
  readonly #layers = new Map<string, NodeLayer>();

  /** @internal */
  constructor(model: ReadModel) {
    super();
    const stored = new Set(model.initializers.map(({ name }) => name));
    this.inputs = model.inputs.filter(({ name }) => !stored.has(name));
    this.outputs = model.outputs.map(({ name }) => name);
    this.metadata = model.metadata;
    this.#opset = model.opset;
    const { nodes, initializers } = withFloats(model);
    const uses = usesOf(nodes);
    for (const one of initializers) this.#keep(one, uses.get(one.name) ?? []);
    this.#nodes = nodes.filter((node) => {
      const value = node.op === 'Constant' ? node.attributes.get('value') : undefined;
      if (typeof value !== 'object' || !('name' in value)) return true;
      const name = node.outputs[0]!;
      const isTable = value.type !== 'int64' && value.values.length > largestSetting;
      if (isTable) this.#hold(name, value, false);
      else this.#constants.set(name, value);
      return false;
    });
    for (const node of this.#nodes) this.#layer(node);
  }

  #layer(node: ReadNode): void {
    if (NodeLayer.isFor(node))
      this.#layers.set(node.outputs[0]!, new NodeLayer(node, this.#opset, operations[node.op]!));
  }

  #keep(stored: StoredTensor, uses: readonly (readonly [op: string, i: number])[]): void {
    const { name, type, shape } = stored;
    const isSetting = uses.length > 0 && uses.every(([op, i]) => settingInputs[op]?.includes(i));
    const isUnnamedNumber = shape.length === 0 && /^(onnx::|constant|\/|\d)/.test(name);
    if (type === 'int64' || isSetting || isUnnamedNumber) {
      this.#constants.set(name, stored);
      return;
    }
    const isStatistic = uses.some(([op, i]) => op === 'BatchNormalization' && i >= 3);
    this.#hold(name, stored, type === 'float32' && !isStatistic);
  }

  #hold(name: string, { type, shape, values }: StoredTensor, isLearned: boolean): void {
    scoped(() => {
      const made = tensor(values as Float32Array, { shape, dtype: type as DType });
      this.tensors.set(name, isLearned ? new Parameter(made) : own(made));
    });
  }

  /** @internal */
  override *entries(): Generator<readonly [string, unknown]> {
    yield* this.tensors;
    yield* this.#layers;
  }

  override forward(...inputs: readonly Tensor[]): Tensor | Readonly<Record<string, Tensor>> {
    const wanted = this.inputs.map(({ name }) => name);
    if (inputs.length !== wanted.length || !inputs.every(isTensor)) {
      throw new ArgumentError('ONNXModel', {
        expected: `${wanted.length} tensors: ${wanted.join(', ')}`,
        received: `${inputs.length}`,
      });
    }
    return scoped(() => {
      const values = new Map<string, Value>(this.tensors);
      const { backend } = inputs[0] ?? [...this.tensors.values()][0]!;
      for (const [i, name] of wanted.entries()) values.set(name, inputs[i]!);
      for (const [name, { type, shape, values: numbers }] of this.#constants)
        values.set(name, new HostValue(shape, Array.from(numbers), type === 'int32' ? 'int64' : type));
      for (const node of this.#nodes) this.#run(node, values, backend);
      const results = this.outputs.map((name) => {
        const value = values.get(name)!;
        return isTensor(value) ? value : onDevice(value, backend);
      });
      return results.length === 1
        ? results[0]!
        : Object.fromEntries(this.outputs.map((name, i) => [name, results[i]!]));
    });
  }

  #run(node: ReadNode, values: Map<string, Value>, backend: Tensor['backend']): void {
    const given = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
    const call = new NodeCall(node, given, { training: this.training, opset: this.#opset, backend });
    const layer = this.#layers.get(node.outputs[0]!);
    const known = given.filter((value) => value instanceof HostValue);
    const onHost = known.length === given.length && given.length > 0 ? hostOperations[node.op] : undefined;
    const run = (): Value | readonly Value[] => {
      if (onHost) return onHost(call, known);
      return layer ? layer.forward(...given) : operations[node.op]!(call);
    };
    const result = named(node, run);
    const results = Array.isArray(result) ? (result as readonly Value[]) : [result as Value];
    for (const [i, name] of node.outputs.entries()) {
      const value = results[i];
      if (name !== '' && value !== undefined) values.set(name, value);
    }
  }

  override describe(): string {
    return `${this.inputs.map(({ name }) => name).join(', ')} → ${this.outputs.join(', ')}`;
  }
}

/** Runs a node; what doesn't fit is said with its name. */
function named<T>(node: ReadNode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NeuronaError) || error.message.startsWith('[ONNXModel]')) throw error;
    throw new ArgumentError('ONNXModel', {
      expected: 'inputs that the node takes',
      received: error.message,
      where: `node ${node.name}, ${node.op}`,
      cause: error,
    });
  }
}

/** Where each value goes in: operations, and which input it is there. */
function usesOf(nodes: readonly ReadNode[]): Map<string, (readonly [op: string, i: number])[]> {
  const uses = new Map<string, (readonly [string, number])[]>();
  for (const { op, inputs } of nodes)
    for (const [i, name] of inputs.entries()) {
      const known = uses.get(name);
      if (known) known.push([op, i]);
      else uses.set(name, [[op, i]]);
    }
  return uses;
}
