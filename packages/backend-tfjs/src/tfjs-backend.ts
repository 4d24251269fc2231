import {
  Backend,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type KernelTable,
  type MemoryInfo,
  type Shape,
  type TypedArray,
} from '@neurona/backend';
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
    return this.runtime.write(values.slice(), shape, dtype); // tfjs may keep what it is given
  }

  override async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    const values = await this.runtime.tfjs.read(array.buffer as DataId);
    return copyAs(array.dtype, values as TypedArray); // tfjs may hand out its own memory
  }

  override free(array: DeviceArray): void {
    this.runtime.free(array);
  }

  override memory(): MemoryInfo {
    return this.runtime.memory();
  }

  override dispose(): void {
    this.isDisposed = true;
    this.runtime.tfjs.dispose();
  }
}

/** tfjs keeps some int32 and bool results in arrays of another type. */
function copyAs<D extends DType>(dtype: D, values: TypedArray): DTypeArrays[D];
function copyAs(dtype: DType, values: TypedArray): TypedArray {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}
