import {
  BackendError,
  bytesPerElement,
  type DeviceArray,
  type DType,
  type MemoryInfo,
  type Shape,
  sizeOf,
  type TypedArray,
  typedArray,
} from '@neurona/backend';
import {
  type DataId,
  getKernel,
  type KernelBackend,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import { isFaulty } from './faults.js';

/** Attributes of a tfjs kernel. */
export type TfjsAttrs = Readonly<Record<string, unknown>>;

/** Inputs of a tfjs kernel: by name, or in order for the few that take a list. */
export type TfjsInputs = Readonly<Record<string, DeviceArray>> | readonly DeviceArray[];

/** What a composition returns: one array or several by name. */
export type Composed = DeviceArray | Readonly<Record<string, DeviceArray>>;

/** What a device array's buffer is here: tfjs's data, which is exchanged for other data where an array is overwritten. */
export interface TfjsBuffer {
  dataId: DataId;
}

/** tfjs's data behind an array. */
export const dataOf = (x: DeviceArray): DataId => (x.buffer as TfjsBuffer).dataId;

/**
 * Calls tfjs kernels directly, without tfjs's engine, tensors or tape, and keeps account of what they allocate.
 */
export class TfjsRuntime {
  readonly #kernels = new Map<string, KernelFunc>();
  readonly #buffers = new Set<TfjsBuffer>();
  #bytes = 0;
  #made: Set<DeviceArray> | undefined;

  constructor(
    /** The name under which tfjs knows the backend. */
    readonly name: string,
    readonly tfjs: KernelBackend,
  ) {}

  /** Runs a tfjs kernel with one output; the result always has a buffer of its own. */
  run(kernel: string, inputs: TfjsInputs, attrs: TfjsAttrs = {}): DeviceArray {
    return this.adopt(this.call(kernel, inputs, attrs) as TensorInfo, inputs);
  }

  /** Runs a tfjs kernel with several outputs. */
  runMany(kernel: string, inputs: TfjsInputs, attrs: TfjsAttrs = {}): DeviceArray[] {
    return (this.call(kernel, inputs, attrs) as TensorInfo[]).map((info) => this.adopt(info, inputs));
  }

  /**
   * Runs kernels one after the other and frees every array that they made but those returned.
   * A {@link view} of an array made inside may be returned.
   */
  compose<R extends Composed>(build: () => R): R {
    const outer = this.#made;
    const made = new Set<DeviceArray>();
    this.#made = made;
    let kept: readonly unknown[] = [];
    try {
      const result = build();
      kept = isArray(result) ? [result.buffer] : Object.values(result).map((array) => array.buffer);
      return result;
    } finally {
      this.#made = outer;
      for (const array of made) {
        if (kept.includes(array.buffer)) outer?.add(array);
        else this.free(array);
      }
    }
  }

  /** Takes a tfjs result into account. Kernels that do nothing hand back their input's data: that is copied. */
  adopt(info: TensorInfo, inputs: TfjsInputs = {}): DeviceArray {
    for (const input of Object.values(inputs) as DeviceArray[]) {
      if (dataOf(input) !== info.dataId) continue;
      const copy = this.duplicate({ buffer: input.buffer, shape: info.shape, dtype: info.dtype as DType });
      this.tfjs.disposeData(info.dataId);
      return this.adopt(copy);
    }
    const buffer: TfjsBuffer = { dataId: info.dataId };
    const array = { buffer, shape: info.shape, dtype: info.dtype as DType };
    this.#buffers.add(buffer);
    this.#bytes += sizeOf(array.shape) * bytesPerElement(array.dtype);
    this.#made?.add(array);
    return array;
  }

  /** Holds data that somebody else holds too: tfjs frees it when the last has let go. */
  share(info: TensorInfo): DeviceArray {
    this.tfjs.incRef(info.dataId);
    return this.adopt(info);
  }

  /** Gives an array other values: a copy of the source's. Who shares its data with tfjs keeps the former ones. */
  assign(target: DeviceArray, source: DeviceArray): void {
    if (sizeOf(target.shape) === 0) return;
    const buffer = target.buffer as TfjsBuffer;
    const { dataId } = this.duplicate(source);
    this.tfjs.disposeData(buffer.dataId);
    buffer.dataId = dataId;
  }

  /** An array with values from JavaScript, which must not be changed afterwards: tfjs may keep them. */
  write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray {
    const dataId = this.tfjs.write(values, shape as number[], dtype);
    return this.adopt({ dataId, shape: shape as number[], dtype });
  }

  /** An array of zeros made in JavaScript: for arrays without elements, which tfjs kernels don't take. */
  zeros(shape: Shape, dtype: DType): DeviceArray {
    return this.write(typedArray(dtype, sizeOf(shape)), shape, dtype);
  }

  /** A scalar of a dtype. */
  scalar(value: number, dtype: DType = 'float32'): DeviceArray {
    const values = typedArray(dtype, 1);
    values[0] = value;
    return this.write(values, [], dtype);
  }

  /** The same array under another shape of the same size, without a copy and out of account. */
  view(x: DeviceArray, shape: Shape): DeviceArray {
    return { buffer: x.buffer, shape, dtype: x.dtype };
  }

  /** The same values in a new buffer. */
  copy(x: DeviceArray): DeviceArray {
    if (sizeOf(x.shape) === 0) return this.zeros(x.shape, x.dtype);
    return this.adopt(this.duplicate(x));
  }

  /** Frees an array. */
  free(x: DeviceArray): void {
    const buffer = x.buffer as TfjsBuffer;
    if (!this.#buffers.delete(buffer)) return;
    this.#bytes -= sizeOf(x.shape) * bytesPerElement(x.dtype);
    this.#made?.delete(x);
    this.tfjs.disposeData(buffer.dataId);
  }

  /** Frees every array; tfjs's backend is somebody else's and stays. */
  dispose(): void {
    for (const { dataId } of this.#buffers) this.tfjs.disposeData(dataId);
    this.#buffers.clear();
    this.#bytes = 0;
  }

  memory(): MemoryInfo {
    return { buffers: this.#buffers.size, bytes: this.#bytes };
  }

  /** Whether tfjs has this kernel for this backend. */
  has(kernel: string): boolean {
    return this.find(kernel) !== undefined;
  }

  /** Whether tfjs has this kernel for this backend and it does what the contract says, in a case that has a name or in all. */
  trusts(kernel: string, named?: DType | 'dilated'): boolean {
    if (named !== undefined && isFaulty(`${kernel}:${named}`, this.name)) return false;
    return this.has(kernel) && !isFaulty(kernel, this.name);
  }

  /** An array as tfjs's kernels take it. */
  infoOf(x: DeviceArray): TensorInfo {
    return { dataId: dataOf(x), shape: x.shape as number[], dtype: x.dtype };
  }

  /** A copy of an array that has elements. */
  private duplicate(x: DeviceArray): TensorInfo {
    const size = sizeOf(x.shape);
    const flat = this.view(x, [size]);
    const { dataId } = this.call('Slice', { x: flat }, { begin: [0], size: [size] }) as TensorInfo;
    return { dataId, shape: x.shape as number[], dtype: x.dtype };
  }

  protected call(kernel: string, inputs: TfjsInputs, attrs: TfjsAttrs): TensorInfo | TensorInfo[] {
    const tensors: Record<string, TensorInfo> = {};
    for (const [key, x] of Object.entries(inputs) as [string, DeviceArray][]) tensors[key] = this.infoOf(x);
    const list = Array.isArray(inputs) ? Object.values(tensors) : tensors;
    const kernelFunc = this.#kernels.get(kernel) ?? this.load(kernel);
    return kernelFunc({ inputs: list as never, attrs: attrs as never, backend: this.tfjs });
  }

  protected find(kernel: string): KernelFunc | undefined {
    return getKernel(kernel, this.name)?.kernelFunc;
  }

  private load(kernel: string): KernelFunc {
    const kernelFunc = this.find(kernel);
    if (!kernelFunc) {
      throw new BackendError(this.name, { expected: `the tfjs kernel ${kernel}`, received: 'none' });
    }
    this.#kernels.set(kernel, kernelFunc);
    return kernelFunc;
  }
}

const isArray = (composed: Composed): composed is DeviceArray => Array.isArray(composed.shape);
