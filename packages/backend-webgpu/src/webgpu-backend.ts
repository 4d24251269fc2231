import {
  Backend,
  checkRuns,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type KernelTable,
  type MemoryInfo,
  type Runs,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@neurona/backend';
import type { DeviceFailure } from './device/failure.js';
import { place } from './place.js';
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
    const { length, every } = checkRuns('writeInto', values, runs, sizeOf(target.shape) - first);
    if (length >= values.length) this.gpu.writeInto(target, first, values);
    else this.#writeRuns(target, first, values, { length, every });
    return true;
  }

  /** One copy to the device and one dispatch, however many runs there are. */
  #writeRuns(target: DeviceArray, first: number, values: Float32Array, { length, every }: Runs): void {
    const part = this.gpu.write(values, [values.length], 'float32');
    place(this.gpu, [part], { runs: [length], size: values.length, start: first, stride: every }, target);
    this.gpu.free(part);
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
