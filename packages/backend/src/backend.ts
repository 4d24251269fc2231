import type { DeviceArray } from './device-array.js';
import type { DType, DTypeArrays, TypedArray } from './dtype.js';
import type { KernelName, KernelTable } from './kernels.js';
import type { Runs } from './runs.js';
import type { Shape } from './shape.js';

/** Buffers that are allocated on a device. */
export interface MemoryInfo {
  /** Number of buffers. */
  readonly buffers: number;
  /** Bytes that they hold. */
  readonly bytes: number;
}

/** One kernel call, as passed to a listener. */
export interface KernelCall {
  readonly kernel: KernelName;
  readonly args: readonly unknown[];
  readonly result: unknown;
}

/** Called after every kernel call (on a GPU: once it is queued). */
export type KernelListener = (call: KernelCall) => void;

/**
 * A device that runs kernels and holds arrays. Adapters extend it. Every kernel call goes through `kernels`, which is the plain
 * table unless there are listeners.
 */
export abstract class Backend {
  /** Short name: `cpu`, `wasm`, `webgpu`. */
  abstract readonly name: string;
  /** Human-readable description of the device: `WebAssembly SIMD, one thread`. */
  abstract readonly description: string;

  /** Whether the device was freed with everything on it, so that arrays need not be freed any more. */
  isDisposed = false;

  /** Every kernel that this backend has; call them here. */
  kernels: KernelTable;

  readonly #table: KernelTable;
  readonly #listeners = new Set<KernelListener>();

  constructor(table: KernelTable) {
    this.#table = table;
    this.kernels = table;
  }

  /**
   * Calls `listener` after each kernel call, until the returned function is called.
   * @example
   * const calls = [];
   * const stop = currentBackend().listen((call) => calls.push(call.kernel));
   * currentBackend().kernels.fill([2], 1, 'float32');
   * stop();
   * calls; // => ['fill']
   */
  listen(listener: KernelListener): () => void {
    this.#listeners.add(listener);
    this.kernels = observed(this.#table, this.#listeners);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.kernels = this.#table;
    };
  }

  /** An array whose values aren't set, for kernels that write them all. */
  make(shape: Shape, dtype: DType): DeviceArray {
    return this.kernels.fill(shape, 0, dtype);
  }
  /** Copies values to the device. */
  abstract write(values: TypedArray, shape: Shape, dtype: DType): DeviceArray;
  /** Waits for an array and copies its values from the device. Bools come as 0 and 1. */
  abstract read<D extends DType>(array: DeviceArray & { readonly dtype: D }): Promise<DTypeArrays[D]>;
  /**
   * The values of an array if they can be read without waiting, else undefined. Not a copy: they are valid until the next kernel
   * call. Bools come as 0 and 1.
   */
  peek(_array: DeviceArray): TypedArray | undefined {
    return undefined;
  }
  /** Overwrites an array in place. */
  abstract assign(target: DeviceArray, source: DeviceArray): void;
  /**
   * Overwrites elements of a float32 array in place, from number `first` on, so that large values can come in parts: one after the
   * other, or in runs, as the columns of a matrix that a part has lie. False where a device takes whole arrays only: nothing was
   * written then.
   */
  writeInto(_target: DeviceArray, _first: number, _values: Float32Array, _runs?: Runs): boolean {
    return false;
  }
  /** Frees an array's buffer; the array may not be used any more. */
  abstract free(array: DeviceArray): void;
  /** Buffers that are allocated now. */
  abstract memory(): MemoryInfo;
  /** Waits until everything that was queued has run; rejects if some of it failed. */
  abstract sync(): Promise<void>;
  /** Frees the device and everything on it, and sets `isDisposed`. */
  abstract dispose(): void;
}

function observed(table: KernelTable, listeners: ReadonlySet<KernelListener>): KernelTable {
  const wrap = (name: string, kernel: (...args: unknown[]) => unknown) => {
    return (...args: unknown[]) => {
      const result = kernel(...args);
      for (const listener of listeners) listener({ kernel: name as KernelName, args, result });
      return result;
    };
  };
  const entries = Object.entries(table) as [string, (...args: unknown[]) => unknown][];
  return Object.fromEntries(
    entries.map(([name, kernel]) => [name, wrap(name, kernel)]),
  ) as unknown as KernelTable;
}
