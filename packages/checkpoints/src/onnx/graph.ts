// internal
import {
  ArgumentError,
  type DeviceArray,
  type DType,
  type Shape,
  sameShape,
  type TypedArray,
} from '@neurona/backend';

/** Element types of ONNX tensors that are written. */
export type OnnxType = DType | 'int64';

/** Values that are part of the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: Shape;
  readonly values: TypedArray | BigInt64Array;
}

/** An attribute's value; numbers are whole. */
export type OnnxAttribute = number | string | readonly number[];

/** One operation. */
export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** What goes into the graph or comes out of it. */
export interface OnnxValue {
  readonly name: string;
  readonly type: OnnxType;
  /** A string is a size that may vary. */
  readonly shape: readonly (number | string)[];
}

/** A graph as the file holds it. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/**
 * One array of the trace: its shape at both batch sizes. The two are equal where the size doesn't depend on the batch.
 */
export interface TracedArray {
  readonly array: DeviceArray;
  readonly otherShape: Shape;
}

/** The batch sizes that a model is traced at: two say how sizes follow from the batch, the third whether they do. */
export const batchSizes = [2, 3, 5] as const;

/** Nodes in the order of the trace, and the names of their outputs. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly #named = new Map<unknown, { name: string; shape: Shape }>();
  readonly #transposed = new Map<string, { source: string; permutation: readonly number[] }>();
  readonly #constants = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #values = new Map<string, OnnxTensor>();
  #batch: string | undefined;

  /**
   * @param batchInput - Name of an input whose first axis is the batch.
   * @param otherBatch - The batch size that other shapes belong to.
   */
  constructor(
    readonly batchInput: string,
    readonly otherBatch: number = batchSizes[1],
  ) {}

  /** Whether sizes are calculated in the graph. */
  get hasOpenSizes(): boolean {
    return this.#batch !== undefined;
  }

  /** Operations and sizes as text: the same for every `otherBatch`, if sizes follow from the batch in a straight line. */
  get plan(): string {
    const sizes = this.initializers.filter(({ type }) => type === 'int64');
    return JSON.stringify([this.nodes, sizes.map(({ name, values }) => [name, Array.from(values, String)])]);
  }

  /** A name that nothing has yet. */
  fresh(hint: string): string {
    let name = hint;
    for (let i = 1; this.#taken.has(name); i++) name = `${hint}_${i}`;
    this.#taken.add(name);
    return name;
  }

  /** Adds an operation; returns the names of its outputs. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    outputs = 1,
  ): [string, ...string[]] {
    const names = Array.from({ length: outputs }, () => this.fresh(op.toLowerCase()));
    this.nodes.push({ op, inputs, outputs: names, attributes });
    return names as [string, ...string[]];
  }

  /** Puts values into the file under a name of their own. */
  initializer(hint: string, type: OnnxType, shape: Shape, values: OnnxTensor['values']): string {
    const name = this.fresh(hint);
    const tensor = { name, type, shape, values };
    this.initializers.push(tensor);
    this.#values.set(name, tensor);
    return name;
  }

  /** Integers `[n]` of 64 bits, as ONNX wants for sizes and axes. */
  int64(values: readonly number[]): string {
    const key = values.join(',');
    const known = this.#constants.get(key);
    if (known) return known;
    const name = this.initializer('sizes', 'int64', [values.length], BigInt64Array.from(values, BigInt));
    this.#constants.set(key, name);
    return name;
  }

  /** A scalar. */
  scalar(value: number, type: DType = 'float32'): string {
    const key = `${type} ${value}`;
    const known = this.#constants.get(key);
    if (known) return known;
    const values =
      type === 'float32'
        ? Float32Array.of(value)
        : type === 'int32'
          ? Int32Array.of(value)
          : Uint8Array.of(value);
    const name = this.initializer('constant', type, [], values);
    this.#constants.set(key, name);
    return name;
  }

  /** Values of an initializer, if the name is one. */
  valuesOf(name: string): OnnxTensor | undefined {
    return this.#values.get(name);
  }

  /**
   * Sizes `[n]`, some of which may depend on the batch: those are calculated in the graph.
   *
   *     size = slope · batch + rest
   */
  sizes(sizes: readonly number[], others: readonly number[]): string {
    if (sizes.every((size, i) => size === others[i])) return this.int64(sizes);
    const parts = sizes.map((size, i) => {
      const slope = (others[i]! - size) / (this.otherBatch - batchSizes[0]);
      if (!Number.isInteger(slope)) throw bentSize();
      if (slope === 0) return this.int64([size]);
      const rest = size - batchSizes[0] * slope;
      const [scaled] =
        slope === 1 ? [this.#batchSize()] : this.add('Mul', [this.#batchSize(), this.int64([slope])]);
      return rest === 0 ? scaled! : this.add('Add', [scaled!, this.int64([rest])])[0];
    });
    return parts.length === 1 ? parts[0]! : this.add('Concat', parts, { axis: 0 })[0];
  }

  #batchSize(): string {
    if (this.#batch === undefined) {
      const [shape] = this.add('Shape', [this.batchInput]);
      this.#batch = this.add('Gather', [shape, this.int64([0])], { axis: 0 })[0];
    }
    return this.#batch;
  }

  /** Gives an array of the trace a name; other shapes of the same buffer are made by reshaping. */
  name(array: DeviceArray, name: string): void {
    this.#named.set(array.buffer, { name, shape: array.shape });
    this.#taken.add(name);
  }

  /** The name of an array, if it has one. */
  nameOf({ array, otherShape }: TracedArray): string | undefined {
    const known = this.#named.get(array.buffer);
    if (!known || sameShape(known.shape, array.shape)) return known?.name;
    const values = this.#values.get(known.name);
    if (values && sameShape(array.shape, otherShape))
      return this.initializer(known.name, values.type, array.shape, values.values);
    return this.add('Reshape', [known.name, this.#reshapeTo(array.shape, otherShape)])[0];
  }

  /** One size that depends on the batch needs no calculation: it is what is left. */
  #reshapeTo(shape: Shape, otherShape: Shape): string {
    const open = shape.filter((size, i) => size !== otherShape[i]).length;
    if (open === 1 && !shape.includes(0))
      return this.int64(shape.map((size, i) => (size === otherShape[i] ? size : -1)));
    return this.sizes(shape, otherShape);
  }

  /** Moves axes; undoes an earlier move instead of adding to it, and moves values of the file right away. */
  transpose(name: string, permutation: readonly number[]): string {
    const before = this.#transposed.get(name);
    const [source, total] = before
      ? [before.source, permutation.map((axis) => before.permutation[axis]!)]
      : [name, permutation];
    if (total.every((axis, i) => axis === i)) return source;
    const values = this.#values.get(source);
    if (values && values.type !== 'int64') {
      const moved = permute(values.values as TypedArray, values.shape, total);
      const shape = total.map((axis) => values.shape[axis]!);
      return this.initializer(source, values.type, shape, moved);
    }
    const [result] = this.add('Transpose', [source], { perm: total });
    this.#transposed.set(result, { source, permutation: total });
    return result;
  }
}

/** Refuses sizes that are no multiple of the batch and a rest. */
export const bentSize = (): ArgumentError =>
  new ArgumentError('exportONNX', {
    expected: 'sizes that follow from the batch in a straight line',
    received: 'others',
    hint: "Pass { batch: 'fixed' } to export for one size.",
  });

function permute(values: TypedArray, shape: Shape, permutation: readonly number[]): TypedArray {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const target = permutation.map((axis) => shape[axis]!);
  const steps = permutation.map((axis) => strides[axis]!);
  const result = values.slice();
  const index = target.map(() => 0);
  let from = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = values[from]!;
    for (let axis = index.length - 1; axis >= 0; axis--) {
      from += steps[axis]!;
      if (++index[axis]! < target[axis]!) break;
      from -= steps[axis]! * target[axis]!;
      index[axis] = 0;
    }
  }
  return result;
}
