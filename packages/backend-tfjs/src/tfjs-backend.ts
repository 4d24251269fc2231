import { Backend, type DeviceArray, type DType, type DTypeArrays, type KernelTable, type MemoryInfo, type Shape, type TypedArray } from '@neurona/backend';
import type { DataId, KernelBackend } from '@tensorflow/tfjs-core';
import type { TfjsRuntime } from './runtime.js';

/** The backend contract on a TensorFlow.js backend. Adapters give their kernel table and override what they do better. */
export abstract class TfjsBackend<B extends KernelBackend = KernelBackend> extends Backend {
  constructor(
    readonly runtime: TfjsRuntime<B>,
    table: KernelTable,
  ) {
    super(table);
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    return this.runtime.write(values, shape, dtype);
  }

  override async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    // tfjs may hand out its own memory: the caller gets a copy.
    const values = await this.runtime.tfjs.read(array.buffer as DataId);
    return (values as DTypeArrays[D]).slice() as DTypeArrays[D];
  }

  override free(array: DeviceArray): void {
    this.runtime.free(array);
  }

  override memory(): MemoryInfo {
    return this.runtime.memory();
  }
}
