import {
  Backend,
  BackendError,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  eachRun,
  type MemoryInfo,
  type Runs,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@neurona/backend';
import { kernelTable } from './kernel-table.js';
import type { WasmRuntime } from './runtime.js';
import { describeThreads } from './threads/thread-host.js';

/** The backend contract on WebAssembly kernels and their heap. */
export class WasmBackend extends Backend {
  readonly name = 'wasm';
  #runtime: WasmRuntime | undefined;

  readonly #engine: string;

  /** `engine` says what the kernels run on, for the description. */
  constructor(runtime: WasmRuntime, engine: string) {
    super(kernelTable(runtime));
    this.#runtime = runtime;
    this.#engine = engine;
  }

  override get description(): string {
    return `${this.#engine}, ${describeThreads(this.#runtime?.threads ?? 1)}`;
  }

  override make(shape: Shape, dtype: DType): DeviceArray {
    return this.#running().make(shape, dtype);
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const runtime = this.#running();
    const array = runtime.make(shape, dtype);
    const at = runtime.at(array);
    if (dtype === 'float32') runtime.heap.f32.set(values, at / 4);
    else if (dtype === 'int32') runtime.heap.i32.set(values, at / 4);
    else runtime.heap.u8.set(values, at);
    return array;
  }

  override async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    return this.peek(array).slice() as DTypeArrays[D];
  }

  override peek(array: DeviceArray): TypedArray {
    const { heap, at, bytes } = this.#place(array);
    if (array.dtype === 'float32') return heap.f32.subarray(at / 4, (at + bytes) / 4);
    if (array.dtype === 'int32') return heap.i32.subarray(at / 4, (at + bytes) / 4);
    return heap.u8.subarray(at, at + bytes);
  }

  override writeInto(target: DeviceArray, first: number, values: Float32Array, runs?: Runs): boolean {
    const runtime = this.#running();
    const at = runtime.atForChange(target) / 4 + first;
    eachRun(values, runs, sizeOf(target.shape) - first, (run, offset) =>
      runtime.heap.f32.set(run, at + offset),
    );
    return true;
  }

  override assign(target: DeviceArray, source: DeviceArray): void {
    const { heap, at, bytes } = this.#place(source);
    heap.u8.copyWithin(this.#running().atForChange(target), at, at + bytes);
  }

  override free(array: DeviceArray): void {
    this.#runtime?.free(array); // tensors may be collected after their backend was disposed
  }

  override memory(): MemoryInfo {
    return this.#runtime?.memory() ?? { buffers: 0, bytes: 0 };
  }

  override async sync(): Promise<void> {} // every kernel has run when its call returns

  override dispose(): void {
    this.isDisposed = true;
    this.#runtime?.pool?.stop();
    this.#runtime = undefined; // the memory goes with the last tensor that points to it
  }

  #place(array: DeviceArray) {
    const runtime = this.#running();
    const at = runtime.at(array);
    return { heap: runtime.heap, at, bytes: (array.buffer as { bytes: number }).bytes };
  }

  #running(): WasmRuntime {
    if (this.#runtime) return this.#runtime;
    throw new BackendError('wasm', { expected: 'a running backend', received: 'one that was disposed' });
  }
}
