// internal
import {
  BackendError,
  bytesPerElement,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type MemoryInfo,
  type Shape,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import { BufferPool, type Memory } from './device/buffer-pool.js';
import { CommandQueue } from './device/command-queue.js';
import { DeviceFailure, describeLoss } from './device/failure.js';
import { ReadBack } from './device/read-back.js';
import type { ShaderSource } from './shader.js';

/** One shader with its data. */
export interface Dispatch {
  /** Read-only arrays, as in the shader's `inputs`. */
  readonly inputs?: readonly DeviceArray[];
  /** Arrays that are written, as in its `outputs`. */
  readonly outputs: readonly DeviceArray[];
  /** Values of its params. */
  readonly params?: readonly number[];
  readonly groups: readonly [number, number, number];
}

/** Uploads of at least so many bytes use memory that no queued command uses, instead of submitting the commands early. */
const smallBytes = 2 ** 20;

/** An array's elements on the device, 4 bytes each. */
class WebGPUBuffer {
  constructor(
    readonly runtime: WebGPURuntime,
    /** Its memory; undefined after it was freed. */
    public memory: Memory | undefined,
    /** Bytes in accounts of memory. */
    readonly bytes: number,
  ) {}
}

/** Arrays on a device, and the shaders that work on them. */
export class WebGPURuntime {
  readonly failure = new DeviceFailure();
  readonly queue: CommandQueue;
  readonly pool: BufferPool;
  /**
   * Whether the threads of a workgroup share work through its memory. Software adapters are about a hundred times slower at a
   * barrier than at arithmetic, so there each thread works alone.
   */
  cooperative = true;
  readonly #readBack: ReadBack;
  /** Bound where an array has no elements, as WebGPU has no empty bindings. */
  readonly #nothing: Memory;
  #buffers = 0;
  #bytes = 0;
  #isDisposed = false;

  constructor(readonly device: GPUDevice) {
    this.failure.watch(device);
    this.queue = new CommandQueue(device, this.failure);
    this.pool = new BufferPool(device, this.failure, () => this.queue.letGo());
    this.#readBack = new ReadBack(device, this.queue, this.failure);
    this.#nothing = this.pool.acquire(4);
  }

  /** How many threads share one result: a power of two, at most `wanted` and `limit`. */
  lanes(wanted: number, limit: number): number {
    let lanes = 1;
    while (this.cooperative && lanes * 2 <= wanted && lanes * 2 <= limit) lanes *= 2;
    return lanes;
  }

  /** A new array whose values are not set yet. */
  make(shape: Shape, dtype: DType): DeviceArray {
    const size = sizeOf(shape);
    return this.#adopt(size === 0 ? this.#nothing : this.pool.acquire(size * 4), shape, dtype);
  }

  /** Queues a shader; `source` is asked once for each key. */
  dispatch(
    key: string,
    source: () => ShaderSource,
    { inputs = [], outputs, params = [], groups }: Dispatch,
  ): void {
    const memories: Memory[] = [];
    for (const array of inputs) memories.push(this.memoryOf(array));
    for (const array of outputs) memories.push(this.memoryOf(array));
    this.queue.dispatch(this.queue.pipelines.get(key, source), memories, params, groups);
  }

  /** The same values in a new array. */
  copy(x: DeviceArray): DeviceArray {
    const y = this.make(x.shape, x.dtype);
    this.assign(y, x);
    return y;
  }

  /** A new array with values from JavaScript. */
  write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    if (values.length === 0) return this.make(shape, dtype);
    const bytes = values.length * 4;
    const isQueued = (spare: Memory) => this.queue.isQueued(spare);
    const memory = this.pool.acquire(bytes, bytes <= smallBytes ? isQueued : undefined);
    this.queue.write(memory, dtype === 'float32' ? asFloat32(values) : asInt32(values));
    return this.#adopt(memory, shape, dtype);
  }

  /** Values of an array, copied from the device. */
  async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    this.failure.check();
    const memory = this.memoryOf(array);
    if (memory === this.#nothing) {
      await this.failure.settle(this.device);
      return typedArray(array.dtype, 0);
    }
    const bytes = await this.#readBack.read(memory, sizeOf(array.shape) * 4);
    const values = array.dtype === 'float32' ? new Float32Array(bytes) : new Int32Array(bytes);
    return (array.dtype === 'bool' ? Uint8Array.from(values) : values) as DTypeArrays[D];
  }

  /** Overwrites elements from number `first` on. */
  writeInto(target: DeviceArray, first: number, values: Float32Array): void {
    if (values.length > 0) this.queue.write(this.memoryOf(target), values, 4 * first);
  }

  /** Overwrites an array's values. */
  assign(target: DeviceArray, source: DeviceArray): void {
    const [to, from] = [this.memoryOf(target), this.memoryOf(source)];
    if (to !== from) this.queue.move(from, to, sizeOf(target.shape) * 4);
  }

  /** Waits until the device has run everything; rejects if there was an error. */
  async sync(): Promise<void> {
    this.failure.check();
    this.queue.submit();
    await Promise.all([this.device.queue.onSubmittedWorkDone(), this.failure.settle(this.device)]);
    this.failure.check();
  }

  /** Gives an array's memory back. */
  free(array: DeviceArray): void {
    if (this.#isDisposed) return; // tensors may be collected after their backend was disposed
    const memory = this.memoryOf(array);
    const buffer = array.buffer as WebGPUBuffer;
    buffer.memory = undefined;
    this.#buffers--;
    this.#bytes -= buffer.bytes;
    if (memory !== this.#nothing) this.pool.release(memory);
  }

  memory(): MemoryInfo {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  /** Frees everything on the device. */
  dispose(): void {
    this.#isDisposed = true;
    this.failure.record(describeLoss({ reason: 'destroyed', message: '' }, ''));
    this.#buffers = 0;
    this.#bytes = 0;
    this.device.destroy(); // and with it all its memory
  }

  /**
   * The memory of an array's elements.
   * @throws {@link BackendError} if it was freed, or belongs to another backend.
   */
  memoryOf(array: DeviceArray): Memory {
    const buffer = array.buffer as WebGPUBuffer;
    if (buffer.runtime === this && buffer.memory) return buffer.memory;
    throw new BackendError('webgpu', {
      expected: 'an array that lives on this backend',
      received: buffer.runtime === this ? 'one that was freed' : "another backend's",
    });
  }

  #adopt(memory: Memory, shape: Shape, dtype: DType): DeviceArray {
    const bytes = sizeOf(shape) * bytesPerElement(dtype);
    this.#buffers++;
    this.#bytes += bytes;
    return { buffer: new WebGPUBuffer(this, memory, bytes), shape, dtype };
  }
}

const asFloat32 = (values: TypedArray): Float32Array =>
  values instanceof Float32Array ? values : Float32Array.from(values);
const asInt32 = (values: TypedArray): Int32Array =>
  values instanceof Int32Array ? values : Int32Array.from(values);
