// internal
import {
  BackendError,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type Shape,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import { TfjsRuntime } from '@neurona/backend-tfjs';
import type { WebGPUBackend as TfjsWebGPU } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { BufferPool } from './buffer-pool.js';
import { Commands } from './commands.js';
import { DeviceFailure, describeLoss } from './failure.js';
import type { ShaderSource } from './shader.js';
import { internalsOf, type TfjsInternals } from './tfjs-internals.js';

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

const storageUsage = 128 | 4 | 8; // STORAGE | COPY_SRC | COPY_DST
const stagingUsage = 1 | 8; // MAP_READ | COPY_DST

/** tfjs's WebGPU backend with own shaders beside its kernels: arrays, buffers, dispatches. */
export class WebGPURuntime extends TfjsRuntime<TfjsWebGPU> {
  readonly internals: TfjsInternals;
  readonly commands: Commands;
  readonly pool: BufferPool;
  /**
   * Whether the threads of a workgroup share work through its memory. Adapters in software are about a hundred times slower at a
   * barrier than at arithmetic, so that there each thread works by itself.
   */
  cooperative = true;
  /** Bound where an input has no elements, as WebGPU has no empty bindings. */
  readonly #nothing: GPUBuffer;

  constructor(
    tfjs: TfjsWebGPU,
    readonly failure: DeviceFailure = new DeviceFailure(),
  ) {
    super('webgpu', tfjs);
    this.internals = internalsOf(tfjs);
    const { device } = this.internals;
    failure.watch(device);
    this.commands = new Commands(this.internals, failure);
    this.#nothing = device.createBuffer({ label: 'no elements', size: 16, usage: storageUsage });
    this.pool = new BufferPool(this.commands);
  }

  get device(): GPUDevice {
    return this.internals.device;
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
    if (size === 0) return super.write(typedArray(dtype, 0), shape, dtype);
    const buffer = this.internals.bufferManager.acquireBuffer(size * 4, storageUsage);
    const info = this.tfjs.makeTensorInfo(shape as number[], dtype);
    this.internals.tensorMap.get(info.dataId).resource = buffer;
    return this.adopt(info);
  }

  /** Queues a shader of our own; `source` is asked once for each key. */
  dispatch(
    key: string,
    source: () => ShaderSource,
    { inputs = [], outputs, params = [], groups }: Dispatch,
  ): void {
    const buffers: GPUBuffer[] = [];
    for (const array of inputs) buffers.push(this.bufferOf(array));
    for (const array of outputs) buffers.push(this.bufferOf(array));
    this.commands.dispatch(this.commands.pipelines.get(key, source), buffers, params, groups);
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const array = this.make(shape, dtype);
    if (values.length === 0) return array;
    const buffer = this.bufferOf(array);
    const data = dtype === 'float32' ? asFloat32(values) : asInt32(values);
    if (this.commands.isQueued(buffer)) this.commands.submit();
    this.internals.queue.writeBuffer(buffer, 0, data as Float32Array<ArrayBuffer>);
    return array;
  }

  /** Values of an array, copied from the device. */
  async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    const size = sizeOf(array.shape);
    if (size === 0) {
      await this.settle();
      return typedArray(array.dtype, 0);
    }
    const { bufferManager } = this.internals;
    const staging = bufferManager.acquireBuffer(stagingBytes(size * 4), stagingUsage);
    this.commands.copy(this.bufferOf(array), staging, size * 4);
    this.commands.submit();
    try {
      const mapped = staging.mapAsync(GPUMapMode.READ, 0, size * 4);
      await Promise.all([mapped, this.settle()]);
      const bytes = staging.getMappedRange(0, size * 4);
      const values =
        array.dtype === 'float32' ? new Float32Array(bytes.slice(0)) : new Int32Array(bytes.slice(0));
      staging.unmap();
      bufferManager.releaseBuffer(staging);
      return (array.dtype === 'bool' ? Uint8Array.from(values) : values) as DTypeArrays[D];
    } catch (error) {
      this.failure.check();
      throw new BackendError('webgpu', {
        expected: 'an array that can be read',
        received: error,
        cause: error,
      });
    }
  }

  /** Overwrites an array's values. */
  assign(target: DeviceArray, source: DeviceArray): void {
    const bytes = sizeOf(target.shape) * 4;
    if (bytes > 0 && target.buffer !== source.buffer) {
      this.commands.copy(this.bufferOf(source), this.bufferOf(target), bytes);
    }
  }

  /** Waits until the device has run everything; rejects if it refused something. */
  async sync(): Promise<void> {
    this.commands.submit();
    await Promise.all([this.internals.queue.onSubmittedWorkDone(), this.settle()]);
    this.failure.check();
  }

  /** Waits until the device has told of every error so far, and throws the first. */
  private async settle(): Promise<void> {
    const { device } = this.internals;
    device.pushErrorScope('validation');
    const barrier = device.popErrorScope(); // answered in order, after the errors before it
    await barrier.catch(() => {});
    await this.failure.settled();
    this.failure.check();
  }

  /** Gives up everything on the device. */
  dispose(): void {
    this.failure.record(describeLoss({ reason: 'destroyed', message: '' }, ''));
    this.commands.dispose();
    this.tfjs.dispose();
    this.internals.device.destroy();
  }

  protected override duplicate(x: DeviceArray): TensorInfo {
    const target = this.tfjs.makeTensorInfo(x.shape as number[], x.dtype);
    this.internals.uploadToGPU(target.dataId);
    this.commands.copy(
      this.bufferOf(x),
      this.internals.tensorMap.get(target.dataId).resource!,
      sizeOf(x.shape) * 4,
    );
    return target;
  }

  private bufferOf(array: DeviceArray): GPUBuffer {
    const data = this.internals.tensorMap.get(array.buffer);
    if (data.resource) return data.resource;
    if (sizeOf(array.shape) === 0) return this.#nothing;
    this.internals.uploadToGPU(array.buffer);
    return data.resource!;
  }
}

/** Sizes of buffers to read into: few different small ones, so that they are used again. */
const stagingBytes = (bytes: number): number => (bytes > 2 ** 20 ? bytes : 2 ** Math.ceil(Math.log2(bytes)));

const asFloat32 = (values: TypedArray): Float32Array =>
  values instanceof Float32Array ? values : Float32Array.from(values);
const asInt32 = (values: TypedArray): Int32Array =>
  values instanceof Int32Array ? values : Int32Array.from(values);
