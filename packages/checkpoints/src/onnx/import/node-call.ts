// internal: one operation of an imported model, when it runs
import { ArgumentError, type DType } from '@neurona/backend';
import { isTensor, type Tensor, tensor } from '@neurona/tensor';
import { HostValue } from './host-value.js';
import type { ReadNode } from './read-model.js';
import type { StoredTensor } from './read-tensor.js';

/** What goes along an edge of the graph. */
export type Value = Tensor | HostValue;

/** Computes the outputs of a node. */
export type Operation = (call: NodeCall) => Value | readonly Value[];

/** Whether a node is in training mode, and which version of the operators it is of. */
export interface NodeContext {
  readonly training: boolean;
  readonly opset: number;
  readonly backend: Tensor['backend'];
}

/** An operation's inputs and attributes. */
export class NodeCall {
  constructor(
    readonly node: ReadNode,
    readonly inputs: readonly (Value | undefined)[],
    readonly context: NodeContext,
  ) {}

  has(i: number): boolean {
    return this.inputs[i] !== undefined;
  }

  /** An input on the device. */
  tensor(i: number): Tensor {
    const value = this.inputs[i];
    if (value === undefined) throw this.failure(`input ${i}`, 'none');
    return isTensor(value) ? value : onDevice(value, this.context.backend);
  }

  /** Values on the device. */
  onDevice(value: HostValue): Tensor {
    return onDevice(value, this.context.backend);
  }

  optional(i: number): Tensor | undefined {
    return this.has(i) ? this.tensor(i) : undefined;
  }

  /** Numbers of an input that must be known without the device. */
  numbers(i: number): readonly number[] {
    const value = this.inputs[i];
    if (value instanceof HostValue) return value.values;
    throw this.failure(
      `input ${i} to follow from sizes and constants alone`,
      'values that the model computes',
    );
  }

  /** The same as one number. */
  number(i: number): number {
    const [value] = this.numbers(i);
    if (value !== undefined) return value;
    throw this.failure(`a number as input ${i}`, 'none');
  }

  /** Sizes that are an attribute in old versions of the operators, and an input in new ones. */
  sizes(name: string, i: number): readonly number[] | undefined {
    if (this.node.attributes.has(name)) return this.list(name);
    return this.has(i) ? this.numbers(i) : undefined;
  }

  /** A number among the attributes. */
  attribute(name: string, absent: number): number {
    const value = this.node.attributes.get(name) ?? absent;
    if (typeof value === 'number') return value;
    throw this.failure(`a number as ${name}`, typeof value);
  }

  list(name: string): readonly number[] | undefined {
    const value = this.node.attributes.get(name);
    if (value === undefined || (Array.isArray(value) && value.every((item) => typeof item === 'number')))
      return value as readonly number[] | undefined;
    throw this.failure(`a list of numbers as ${name}`, typeof value);
  }

  text(name: string, absent: string): string {
    const value = this.node.attributes.get(name) ?? absent;
    if (typeof value === 'string') return value;
    throw this.failure(`a text as ${name}`, typeof value);
  }

  /** Values among the attributes. */
  stored(name: string): StoredTensor | undefined {
    const value = this.node.attributes.get(name);
    return typeof value === 'object' && 'values' in value && 'shape' in value ? value : undefined;
  }

  /** An axis counted from the front. */
  axis(axis: number, ndim: number): number {
    if (Number.isInteger(axis) && axis >= -ndim && axis < ndim) return axis < 0 ? axis + ndim : axis;
    throw this.failure(`an axis of ${ndim}`, axis);
  }

  failure(expected: string, received: unknown, hint?: string): ArgumentError {
    const { name, op } = this.node;
    return new ArgumentError('ONNXModel', { expected, received, where: `node ${name}, ${op}`, hint });
  }
}

const largest = 2 ** 31 - 1;

/** Values as a tensor: integers as int32, to whose range they are clipped. */
export function onDevice({ shape, values, type }: HostValue, backend: Tensor['backend']): Tensor {
  if (type === 'float32') return tensor(Float32Array.from(values), { shape, backend });
  if (type === 'bool') return tensor(Uint8Array.from(values), { shape, dtype: 'bool', backend });
  const clipped = Int32Array.from(values, (value) => Math.min(Math.max(value, -largest - 1), largest));
  return tensor(clipped, { shape, backend });
}

/** Our type of an element type of onnx.proto. */
export function typeOf(call: NodeCall, number: number): DType | 'int64' {
  const types: Readonly<Record<number, DType | 'int64'>> = {
    1: 'float32', 2: 'int32', 3: 'int32', 5: 'int32', 6: 'int32', 7: 'int64', 9: 'bool', 10: 'float32', 11: 'float32', 16: 'float32',
  }; // biome-ignore format: a table
  const type = types[number];
  if (type) return type;
  throw call.failure('a type of floats, integers or truths', `type ${number}`);
}
