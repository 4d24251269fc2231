import {
  Backend,
  type DeviceArray,
  type DType,
  type DTypeArrays,
  type MemoryInfo,
  type Shape,
  type TypedArray,
} from '@neurona/backend';
import { dataOf, type TfjsRuntime } from './runtime.js';
import { tfjsKernels } from './tfjs-kernels.js';

/** The backend contract on a TensorFlow.js backend that somebody else has started. */
export class TfjsBackend extends Backend {
  constructor(
    readonly runtime: TfjsRuntime,
    readonly description: string,
    readonly name = `tfjs-${runtime.name}`,
  ) {
    super(tfjsKernels(runtime));
  }

  override write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    return this.runtime.write(values.slice(), shape, dtype); // tfjs may keep what it is given
  }

  override async read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]> {
    const values = await this.runtime.tfjs.read(dataOf(array));
    return copyAs(array.dtype, values as TypedArray); // tfjs may hand out its own memory
  }

  override assign(target: DeviceArray, source: DeviceArray): void {
    this.runtime.assign(target, source);
  }

  override free(array: DeviceArray): void {
    this.runtime.free(array);
  }

  override memory(): MemoryInfo {
    return this.runtime.memory();
  }

  /** Waits for a small result: tfjs runs kernels in the order in which they were called. */
  override async sync(): Promise<void> {
    const last = this.runtime.compose(() =>
      this.runtime.run('Add', { a: this.runtime.scalar(1), b: this.runtime.scalar(1) }),
    );
    await this.runtime.tfjs.read(dataOf(last));
    this.runtime.free(last);
  }

  override dispose(): void {
    this.isDisposed = true;
    this.runtime.dispose();
  }
}

/** tfjs keeps some int32 and bool results in arrays of another type. */
function copyAs<D extends DType>(dtype: D, values: TypedArray): DTypeArrays[D];
function copyAs(dtype: DType, values: TypedArray): TypedArray {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}
