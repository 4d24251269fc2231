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

/** An array's elements, which are let go when it is freed. */
class CpuBuffer {
  constructor(
    readonly runtime: CpuRuntime,
    public values: TypedArray | undefined,
  ) {}
}

/** Arrays as typed arrays within reach, and the accounts of what lives. */
export class CpuRuntime {
  #buffers = 0;
  #bytes = 0;
  #isDisposed = false;

  /**
   * A new array and its values, all zero, to be filled in.
   * @throws {@link BackendError} if there is no memory for it.
   */
  make<D extends DType>(shape: Shape, dtype: D): { array: DeviceArray; values: DTypeArrays[D] } {
    const values = allocate(shape, dtype);
    return { array: this.adopt(values, shape, dtype), values };
  }

  /** An array that takes over values that nobody else changes. */
  adopt(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    if (this.#isDisposed) throw notHere('an array of a running backend', 'one that was disposed');
    this.#buffers++;
    this.#bytes += values.byteLength;
    return { buffer: new CpuBuffer(this, values), shape, dtype };
  }

  /**
   * The values of an array, not a copy.
   * @throws {@link BackendError} if it was freed, or belongs to another backend.
   */
  values<D extends DType>(x: DeviceArray & { readonly dtype: D }): DTypeArrays[D];
  values(x: DeviceArray): DTypeArrays[DType];
  values(x: DeviceArray): DTypeArrays[DType] {
    return this.#own(x).values as DTypeArrays[DType];
  }

  free(x: DeviceArray): void {
    if (this.#isDisposed) return; // tensors may be collected after their backend was disposed
    const buffer = this.#own(x);
    this.#buffers--;
    this.#bytes -= buffer.values!.byteLength;
    buffer.values = undefined;
  }

  memory(): MemoryInfo {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  dispose(): void {
    this.#isDisposed = true; // the memory goes with the last tensor that points to it
    this.#buffers = 0;
    this.#bytes = 0;
  }

  #own(x: DeviceArray): CpuBuffer {
    const buffer = x.buffer as CpuBuffer;
    const expected = 'an array that lives on this backend';
    if (buffer.runtime !== this) throw notHere(expected, "another backend's");
    if (this.#isDisposed) throw notHere(expected, 'one of a backend that was disposed');
    if (!buffer.values) throw notHere(expected, 'one that was freed');
    return buffer;
  }
}

function allocate<D extends DType>(shape: Shape, dtype: D): DTypeArrays[D] {
  try {
    return typedArray(dtype, sizeOf(shape));
  } catch (error) {
    throw new BackendError('cpu', {
      expected: 'an array that fits into memory',
      received: `${sizeOf(shape) * bytesPerElement(dtype)} bytes`,
      where: `shape [${shape.join(', ')}]`,
      hint: 'Use a smaller batch or split the array.',
      cause: error,
    });
  }
}

const notHere = (expected: string, received: string): BackendError =>
  new BackendError('cpu', { expected, received });
