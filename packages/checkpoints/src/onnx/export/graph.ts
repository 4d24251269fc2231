// internal
import { type DeviceArray, type DType, type Shape, sameShape, type TypedArray } from '@neurona/backend';
import { bentSize, coefficientsOf, type OpenAxis } from './open-axes.js';

/** Element types of ONNX tensors that are written. */
export type OnnxType = DType | 'int8' | 'int64';

/** Values that are part of the file. */
export interface OnnxTensor {
  readonly name: string;
  readonly type: OnnxType;
  readonly shape: Shape;
  readonly values: TypedArray | Int8Array | BigInt64Array;
}

/** An attribute's value; numbers are whole, but for a float. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | { readonly tensor: OnnxTensor };

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

/** One array of the trace, at each probe. */
export type TracedArray = readonly [DeviceArray, ...DeviceArray[]];

/** Nodes in the order of the trace, and the names of their outputs. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];
  readonly #named = new Map<unknown, { name: string; shape: Shape }>();
  readonly #transposed = new Map<string, { source: string; permutation: readonly number[] }>();
  readonly #constants = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #values = new Map<string, OnnxTensor>();
  readonly #origins = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly #products = new Map<number, string>();

  constructor(readonly axes: readonly OpenAxis[]) {}

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
    for (const input of inputs) this.#used.add(input);
    return names as [string, ...string[]];
  }

  /** Puts values into the file under a name of their own; `hint` may be the name of those that they were made of. */
  initializer(hint: string, type: OnnxType, shape: Shape, values: OnnxTensor['values']): string {
    const name = this.fresh(hint);
    if (this.#values.has(hint)) this.#origins.set(name, this.originOf(hint));
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

  /** The name of the values that an initializer was made of. */
  originOf(name: string): string {
    return this.#origins.get(name) ?? name;
  }

  /** Values of an initializer, if the name is one. */
  valuesOf(name: string): OnnxTensor | undefined {
    return this.#values.get(name);
  }

  /**
   * Sizes `[n]`, some of which may follow from open axes: those are calculated in the graph.
   * @param probes - The sizes at each probe.
   */
  sizes(probes: readonly (readonly number[])[]): string {
    const [first] = probes as [readonly number[]];
    const isFixed = (i: number): boolean => probes.every((sizes) => sizes[i] === first[i]);
    if (first.every((_, i) => isFixed(i))) return this.int64(first);
    const parts = first.map((size, i) =>
      isFixed(i) ? this.int64([size]) : this.#calculated(probes.map((sizes) => sizes[i]!)),
    );
    return parts.length === 1 ? parts[0]! : this.add('Concat', parts, { axis: 0 })[0];
  }

  /** A size as a scalar of a type that is calculated with. */
  number(probes: readonly number[], type: DType): string {
    if (probes.every((value) => value === probes[0])) return this.scalar(probes[0]!, type);
    const [cast] = this.add('Cast', [this.#calculated(probes)], { to: type === 'int32' ? 6 : 1 });
    return this.add('Squeeze', [cast, this.int64([0])])[0];
  }

  #calculated(probes: readonly number[]): string {
    const coefficients = coefficientsOf(probes, this.axes);
    if (!coefficients) throw bentSize(probes, this.axes);
    const terms = coefficients.flatMap((coefficient, mask) => {
      if (coefficient === 0) return [];
      if (mask === 0) return [this.int64([coefficient])];
      const product = this.#product(mask);
      return [coefficient === 1 ? product : this.add('Mul', [product, this.int64([coefficient])])[0]];
    });
    return terms.reduceRight((sum, term) => this.add('Add', [sum, term])[0]);
  }

  /** The product of open axes, by bits. */
  #product(mask: number): string {
    const known = this.#products.get(mask);
    if (known) return known;
    const j = 31 - Math.clz32(mask);
    const rest = mask ^ (1 << j);
    const name =
      rest === 0 ? this.#sizeOf(j) : this.add('Mul', [this.#product(rest), this.#product(1 << j)])[0];
    this.#products.set(mask, name);
    return name;
  }

  #sizeOf(j: number): string {
    const { input, axis } = this.axes[j]!;
    return this.add('Gather', [this.add('Shape', [input])[0], this.int64([axis])], { axis: 0 })[0];
  }

  /** Gives an array of the trace a name; other shapes of the same buffer are made by reshaping. */
  name(array: DeviceArray, name: string): void {
    this.#named.set(array.buffer, { name, shape: array.shape });
    this.#taken.add(name);
  }

  /** The name of an array, if it has one. */
  nameOf(traced: TracedArray): string | undefined {
    const [array] = traced;
    const shapes = traced.map(({ shape }) => shape);
    const known = this.#named.get(array.buffer);
    if (!known || sameShape(known.shape, array.shape)) return known?.name;
    const values = this.#values.get(known.name);
    if (values && shapes.every((shape) => sameShape(shape, array.shape)))
      return this.initializer(known.name, values.type, array.shape, values.values);
    return this.add('Reshape', [known.name, this.#reshapeTo(shapes)])[0];
  }

  /** One size that varies needs no calculation: it is what is left. */
  #reshapeTo(shapes: readonly Shape[]): string {
    const [first] = shapes as [Shape];
    const isFixed = (i: number): boolean => shapes.every((shape) => shape[i] === first[i]);
    const open = first.filter((_, i) => !isFixed(i)).length;
    if (open === 1 && !first.includes(0)) return this.int64(first.map((size, i) => (isFixed(i) ? size : -1)));
    return this.sizes(shapes);
  }

  /**
   * Moves axes; undoes an earlier move instead of adding to it, and moves values of the file right away, unless they are used as they
   * are, too.
   */
  transpose(name: string, permutation: readonly number[]): string {
    const before = this.#transposed.get(name);
    const [source, total] = before
      ? [before.source, permutation.map((axis) => before.permutation[axis]!)]
      : [name, permutation];
    if (total.every((axis, i) => axis === i)) return source;
    const values = this.#values.get(source);
    if (values && values.type !== 'int64' && !this.#used.has(source)) {
      const moved = permute(values.values as TypedArray, values.shape, total);
      const shape = total.map((axis) => values.shape[axis]!);
      return this.initializer(source, values.type, shape, moved);
    }
    const [result] = this.add('Transpose', [source], { perm: total });
    this.#transposed.set(result, { source, permutation: total });
    return result;
  }
}

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
