// internal
import {
  Backend,
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
import { cpuKernels } from './cpu-kernels.js';
import type { CpuRuntime } from './cpu-runtime.js';

/** The contract in plain JavaScript. */
export class CpuBackend extends Backend {
  readonly name = 'cpu';
  readonly description = 'plain JavaScript, one thread';

  constructor(readonly runtime: CpuRuntime) {
    super(cpuKernels(runtime));
  }

  override make(shape: Shape, dtype: DType): DeviceArray {
    return this.runtime.make(shape, dtype).array;
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const made = this.runtime.make(shape, dtype);
    made.values.set(values);
    return made.array;
  }

  override async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    return this.runtime.values(array).slice() as DTypeArrays[D];
  }

  override peek(array: DeviceArray): TypedArray {
    return this.runtime.values(array);
  }

  override assign(target: DeviceArray, source: DeviceArray): void {
    this.runtime.values(target).set(this.runtime.values(source));
  }

  override writeInto(target: DeviceArray, first: number, values: Float32Array, runs?: Runs): boolean {
    const to = this.runtime.values(target);
    eachRun(values, runs, sizeOf(target.shape) - first, (run, offset) => to.set(run, first + offset));
    return true;
  }

  override free(array: DeviceArray): void {
    this.runtime.free(array);
  }

  override memory(): MemoryInfo {
    return this.runtime.memory();
  }

  override async sync(): Promise<void> {} // every kernel has run when its call returns

  override dispose(): void {
    this.isDisposed = true;
    this.runtime.dispose();
  }
}
