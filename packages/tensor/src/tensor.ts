import {
  ArgumentError,
  AutogradError,
  type Backend,
  type DeviceArray,
  type DeviceBuffer,
  DisposedError,
  type DType,
  describeShape,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@neurona/backend';
import { GradNode } from './autograd/grad-node.js';
import { type Collected, collectWith, stopCollecting } from './memory/collector.js';
import { forgetCreation, noteCreation } from './memory/leak-report.js';
import { currentScope, type MemoryScope } from './memory/scope.js';
import type { Storage } from './memory/storage.js';
import type { TensorMethods } from './methods.js';
import { type NestedArray, nest } from './nested-array.js';
import { formatValues } from './print.js';

/** Operations as methods: `x.add(y)` is `add(x, y)`. */
export interface Tensor extends TensorMethods {}

/**
 * An immutable array on a device, with the operations that lead to it recorded when it requires a gradient.
 * Created by `tensor`, `zeros` and the like, and by operations.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: methods.ts puts every method of the interface on the prototype.
export class Tensor implements DeviceArray {
  readonly size: number;
  /** The gradient that `backward` accumulated; for leaves, and after {@link retainGrad}. */
  grad: Tensor | undefined;
  /** @internal The scope that frees this tensor. */
  scope: MemoryScope | undefined;
  #storage: Storage | undefined;
  /** What the garbage collector finds this tensor by, where no scope frees it. */
  #collected: Collected | undefined;
  #requiresGrad: boolean;
  #accumulator: GradNode | undefined;

  /** @internal Takes over one hold on the storage. */
  constructor(
    storage: Storage,
    readonly shape: Shape,
    readonly dtype: DType,
    /** @internal */
    readonly node: GradNode | undefined = undefined,
    /** @internal Which of the node's outputs this is. */
    readonly output = 0,
  ) {
    this.#storage = storage;
    this.#requiresGrad = node !== undefined;
    this.size = sizeOf(shape);
    node?.retain();
    this.scope = currentScope();
    if (this.scope) this.scope.add(this);
    else this.#collected = collectWith(this, storage, node);
    noteCreation(this);
  }

  /** Number of axes. */
  get ndim(): number {
    return this.shape.length;
  }

  /** The backend whose device holds the values. */
  get backend(): Backend {
    return this.storage.backend;
  }

  /** The values' memory, for kernels. */
  get buffer(): DeviceBuffer {
    return this.storage.array.buffer;
  }

  /**
   * @internal
   * @throws {@link DisposedError} if the tensor was freed.
   */
  get storage(): Storage {
    if (this.#storage) return this.#storage;
    throw new DisposedError('Tensor', {
      expected: 'a tensor that is still there',
      received: 'one that was freed',
      where: `shape ${describeShape(this.shape)}, ${this.dtype}`,
      hint: 'Keep it with scope.keep(x), or use it before dispose() or the end of the scope it was made in.',
    });
  }

  /** Whether operations on this tensor are recorded. Can be set on leaves. */
  get requiresGrad(): boolean {
    return this.#requiresGrad;
  }

  set requiresGrad(value: boolean) {
    if (value && this.dtype !== 'float32') {
      throw new AutogradError('requiresGrad', { expected: 'a float32 tensor', received: this.dtype });
    }
    if (!this.isLeaf && !value) {
      throw new AutogradError('requiresGrad', {
        expected: 'a leaf',
        received: `the result of ${this.node!.name}`,
        hint: 'Use x.detach() for a tensor without history.',
      });
    }
    this.#requiresGrad = value;
  }

  /** Whether this tensor was created directly, not by a recorded operation. */
  get isLeaf(): boolean {
    return this.node === undefined;
  }

  /** The recorded operation that made this tensor. */
  get gradFn(): { readonly name: string } | undefined {
    return this.node;
  }

  /** Whether the tensor was freed. */
  get isDisposed(): boolean {
    return this.#storage === undefined;
  }

  /** @internal Where gradients of this tensor go. */
  get gradTarget(): GradNode | undefined {
    if (this.node) return this.node;
    if (!this.#requiresGrad) return undefined;
    if (!this.#accumulator) {
      this.#accumulator = new GradNode('leaf', [], undefined);
      this.#accumulator.leaf = this;
    }
    return this.#accumulator;
  }

  /** Makes `backward` store the gradient of this tensor in `grad` though it is no leaf. Returns the tensor. */
  retainGrad(): this {
    if (this.node) {
      this.node.retained ??= new Map();
      this.node.retained.set(this.output, new WeakRef(this));
    }
    return this;
  }

  /**
   * The same values without history.
   * @example
   * tensor(2, { requiresGrad: true }).square().detach().requiresGrad; // => false
   */
  detach(): Tensor {
    return new Tensor(this.storage.retain(), this.shape, this.dtype);
  }

  /** @internal The same tensor, at the same place in the graph, with a life of its own. */
  alias(): Tensor {
    return new Tensor(this.storage.retain(), this.shape, this.dtype, this.gradTarget, this.output);
  }

  /**
   * Waits for the device and copies the values out, row by row. Bools come as 0 and 1.
   * @example
   * await tensor([[1, 2], [3, 4]]).data(); // => [1, 2, 3, 4]
   */
  async data(): Promise<TypedArray> {
    const { backend } = this.storage;
    return backend.read(this);
  }

  /**
   * Waits for the device and returns the values as nested arrays; a scalar as a number. Bools come as true and false.
   * @example
   * await tensor([[1, 2], [3, 4]]).array(); // => [[1, 2], [3, 4]]
   */
  async array(): Promise<NestedArray> {
    return nest(await this.data(), this.shape, this.dtype);
  }

  /**
   * Waits for the device and returns the single value.
   * @throws {@link ArgumentError} if there is not exactly one.
   * @example
   * await tensor(3).item(); // => 3
   */
  async item(): Promise<number> {
    if (this.size !== 1) {
      throw new ArgumentError('item', {
        expected: 'a tensor with one value',
        received: `${this.size} values`,
        where: `shape ${describeShape(this.shape)}`,
        hint: 'Use data() or array(), or reduce it first, as with mean().',
      });
    }
    return (await this.data())[0]!;
  }

  /** Frees the values now. Using the tensor afterwards is an error; calling this again is not. */
  dispose(): void {
    const storage = this.#storage;
    if (!storage) return;
    this.#storage = undefined;
    this.scope = undefined;
    this.#stopCollecting();
    forgetCreation(this);
    storage.release();
    this.node?.release();
    this.grad?.dispose();
    this.grad = undefined;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @internal Hands the tensor to another scope; to nobody but the garbage collector without one. */
  moveTo(scope: MemoryScope | undefined): this {
    if (this.scope === scope) return this;
    this.#stopCollecting();
    this.scope = scope;
    if (scope) scope.add(this);
    else this.#collected = collectWith(this, this.storage, this.node);
    return this;
  }

  #stopCollecting(): void {
    if (this.#collected) stopCollecting(this.#collected);
    this.#collected = undefined;
  }

  /** @internal Takes over the values of a tensor, which is freed. Graphs keep the old values. */
  takeOver(source: Tensor): void {
    const before = this.storage;
    this.#stopCollecting();
    this.#storage = source.storage.retain();
    source.dispose();
    before.release();
    if (!this.scope) this.#collected = collectWith(this, this.#storage, this.node);
  }

  /** @internal Overwrites the values in place; graphs that saved the old ones will say so. */
  assign(source: Tensor): void {
    this.storage.backend.assign(this, source);
    this.storage.version++;
  }

  /** @internal Says that a kernel changed the values in place. */
  touch(): void {
    this.storage.version++;
  }

  toString(): string {
    const state = this.#storage ? `backend=${this.#storage.backend.name}` : 'disposed';
    const history = this.node ? `, gradFn=${this.node.name}` : this.#requiresGrad ? ', requiresGrad' : '';
    return `Tensor(shape=${describeShape(this.shape)}, dtype=${this.dtype}, ${state}${history})`;
  }

  /** What `console.log` shows in Node.js: the values, if they can be read without waiting. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    const backend = this.#storage?.backend;
    const values = backend && !backend.isDisposed ? backend.peek(this) : undefined;
    if (!values) return this.toString();
    const notes = this.node ? [`gradFn=${this.node.name}`] : this.#requiresGrad ? ['requiresGrad'] : [];
    return formatValues(values, this.shape, this.dtype, notes);
  }

  /** Waits for the device and prints the values as NumPy does. */
  async print(): Promise<void> {
    console.log(formatValues(await this.data(), this.shape, this.dtype));
  }
}

/**
 * Takes a tensor out of all scopes: it belongs to the object that holds it, which frees it.
 * @example
 * const kept = scoped(() => own(tensor(1)));
 * kept.isDisposed; // => false
 */
export const own = <T extends Tensor>(tensor: T): T => tensor.moveTo(undefined);
