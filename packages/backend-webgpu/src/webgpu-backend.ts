import type { DeviceArray, DType, DTypeArrays, KernelTable, Shape, TypedArray } from '@neurona/backend';
import { TfjsBackend, tfjsKernels } from '@neurona/backend-tfjs';
import type { WebGPUBackend as TfjsWebGPU } from '@tensorflow/tfjs-backend-webgpu';
import type { DeviceFailure } from './failure.js';
import { ownKernels } from './own-kernels.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** The running WebGPU backend: tfjs's WebGPU backend, with own shaders in place of most of its kernels. */
export class WebGPUBackend extends TfjsBackend<TfjsWebGPU> {
  override readonly name = 'webgpu';
  readonly gpu: WebGPURuntime;

  constructor(
    runtime: WebGPURuntime,
    /** The adapter in words. */
    override readonly description: string,
  ) {
    super(runtime, guarded({ ...tfjsKernels(runtime), ...ownKernels(runtime) }, runtime.failure));
    this.gpu = runtime;
  }

  /** Shaders queued so far: what a training step costs on a GPU, besides its arithmetic. */
  get dispatches(): number {
    return this.gpu.commands.dispatches;
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

  override sync(): Promise<void> {
    return this.gpu.sync();
  }

  override dispose(): void {
    this.isDisposed = true;
    this.gpu.dispose();
  }
}

/** The table with a check before each kernel that nothing has failed so far. */
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
