import {
  Backend,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  eachRun,
  type KernelTable,
  type MemoryInfo,
  type Runs,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@neurona/backend';
import type { DeviceFailure } from './device/failure.js';
import { webgpuKernels } from './webgpu-kernels.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** The running WebGPU backend: kernels as shaders, with their own buffers and command queue. */
export class WebGPUBackend extends Backend {
  readonly name = 'webgpu';

  constructor(
    readonly gpu: WebGPURuntime,
    /** The adapter in words. */
    readonly description: string,
  ) {
    super(guarded(webgpuKernels(gpu), gpu.failure));
  }

  /** Number of shaders queued so far: the overhead of a training step on a GPU. */
  get dispatches(): number {
    return this.gpu.queue.dispatches;
  }

  override make(shape: Shape, dtype: DType): DeviceArray {
    this.gpu.failure.enter('make');
    return this.gpu.make(shape, dtype);
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    this.gpu.failure.enter('write');
    return this.gpu.write(values, shape, dtype);
  }

  override read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    return this.gpu.read(array);
  }

  override assign(target: DeviceArray, source: DeviceArray): void {
    this.gpu.failure.enter('assign');
    this.gpu.assign(target, source);
  }

  override writeInto(target: DeviceArray, first: number, values: Float32Array, runs?: Runs): boolean {
    this.gpu.failure.enter('writeInto');
    eachRun(values, runs, sizeOf(target.shape) - first, (run, offset) =>
      this.gpu.writeInto(target, first + offset, run),
    );
    return true;
  }

  override free(array: DeviceArray): void {
    this.gpu.free(array);
  }

  override memory(): MemoryInfo {
    return this.gpu.memory();
  }

  override sync(): Promise<void> {
    return this.gpu.sync();
  }

  override dispose(): void {
    this.isDisposed = true;
    this.gpu.dispose();
  }
}

/** The table with a check for errors before each kernel. */
function guarded(table: KernelTable, failure: DeviceFailure): KernelTable {
  const entries = Object.entries(table) as [string, (...args: unknown[]) => unknown][];
  const guard = ([name, kernel]: (typeof entries)[number]) => {
    const call = (...args: unknown[]) => {
      failure.enter(name);
      return kernel(...args);
    };
    return [name, call] as const;
  };
  return Object.fromEntries(entries.map(guard)) as unknown as KernelTable;
}
