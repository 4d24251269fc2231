import {
  BackendError,
  bytesPerElement,
  type DeviceArray,
  type DType,
  type MemoryInfo,
  type Shape,
  sizeOf,
  type TypedArray,
} from '@neurona/backend';
import { type DataId, getKernel, type KernelBackend, type KernelFunc, type TensorInfo } from '@tensorflow/tfjs-core';

/** Attributes of a tfjs kernel. */
export type TfjsAttrs = Readonly<Record<string, unknown>>;

/**
 * Calls tfjs kernels directly, without tfjs's engine, tensors or tape, and keeps account of what they allocate.
 * A device buffer is tfjs's data id.
 */
export class TfjsRuntime<B extends KernelBackend = KernelBackend> {
  readonly #kernels = new Map<string, KernelFunc>();
  #buffers = 0;
  #bytes = 0;

  constructor(
    /** The name under which tfjs knows the backend. */
    readonly name: string,
    readonly tfjs: B,
  ) {}

  /** Runs a tfjs kernel with one output; the result always has a buffer of its own. */
  run(kernel: string, inputs: Readonly<Record<string, DeviceArray>>, attrs: TfjsAttrs = {}): DeviceArray {
    return this.adopt(this.call(kernel, inputs, attrs) as TensorInfo, inputs);
  }

  /** Runs a tfjs kernel with several outputs. */
  runMany(kernel: string, inputs: Readonly<Record<string, DeviceArray>>, attrs: TfjsAttrs = {}): DeviceArray[] {
    return (this.call(kernel, inputs, attrs) as TensorInfo[]).map((info) => this.adopt(info, inputs));
  }

  /** Takes a tfjs result into account. Kernels that do nothing hand back their input's data: that is copied. */
  adopt(info: TensorInfo, inputs: Readonly<Record<string, DeviceArray>> = {}): DeviceArray {
    for (const key in inputs) {
      if (inputs[key]!.buffer === info.dataId) {
        const copy = this.duplicate(info);
        this.tfjs.disposeData(info.dataId);
        return this.adopt(copy);
      }
    }
    const array = { buffer: info.dataId, shape: info.shape, dtype: info.dtype as DType };
    this.#buffers++;
    this.#bytes += sizeOf(array.shape) * bytesPerElement(array.dtype);
    return array;
  }

  /** An array with values from JavaScript. */
  write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const dataId = this.tfjs.write(values, shape as number[], dtype);
    return this.adopt({ dataId, shape: shape as number[], dtype });
  }

  /** The same array under another shape of the same size, without a copy and out of account: for inputs only. */
  view(x: DeviceArray, shape: Shape): DeviceArray {
    return { buffer: x.buffer, shape, dtype: x.dtype };
  }

  /** Frees an array. */
  free(x: DeviceArray): void {
    this.#buffers--;
    this.#bytes -= sizeOf(x.shape) * bytesPerElement(x.dtype);
    this.tfjs.disposeData(x.buffer as DataId);
  }

  memory(): MemoryInfo {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  /** Whether tfjs has this kernel for this backend. */
  has(kernel: string): boolean {
    return getKernel(kernel, this.name) !== undefined;
  }

  /** A copy of a tfjs array with a buffer of its own; adapters with a quicker way override it. */
  protected duplicate(info: TensorInfo): TensorInfo {
    const inputs = { x: { buffer: info.dataId, shape: info.shape, dtype: info.dtype as DType } };
    const multiples = [2, ...info.shape.slice(1).map(() => 1)];
    const source = info.shape.length === 0 ? { ...inputs.x, shape: [1] } : inputs.x;
    const twice = this.call('Tile', { x: source }, { reps: info.shape.length === 0 ? [2] : multiples }) as TensorInfo;
    const begin = info.shape.length === 0 ? [0] : info.shape.map(() => 0);
    const size = info.shape.length === 0 ? [1] : info.shape;
    const tiled = { buffer: twice.dataId, shape: twice.shape, dtype: info.dtype as DType };
    const copy = this.call('Slice', { x: tiled }, { begin, size }) as TensorInfo;
    this.tfjs.disposeData(twice.dataId);
    return { dataId: copy.dataId, shape: info.shape, dtype: info.dtype };
  }

  private call(kernel: string, inputs: Readonly<Record<string, DeviceArray>>, attrs: TfjsAttrs): TensorInfo | TensorInfo[] {
    const tensors: Record<string, TensorInfo> = {};
    for (const key in inputs) {
      const x = inputs[key]!;
      tensors[key] = { dataId: x.buffer as DataId, shape: x.shape as number[], dtype: x.dtype };
    }
    const kernelFunc = this.#kernels.get(kernel) ?? this.load(kernel);
    return kernelFunc({ inputs: tensors, attrs: attrs as never, backend: this.tfjs });
  }

  private load(kernel: string): KernelFunc {
    const config = getKernel(kernel, this.name);
    if (!config) {
      throw new BackendError(this.name, { expected: `the tfjs kernel ${kernel}`, received: 'none' });
    }
    this.#kernels.set(kernel, config.kernelFunc);
    return config.kernelFunc;
  }
}
