import {
  BackendError,
  bytesPerElement,
  type DeviceArray,
  type DType,
  type MemoryInfo,
  type Shape,
  sizeOf,
} from '@neurona/backend';
import { type Derivation, DerivedBlocks } from './derived-blocks.js';
import type { KernelExports } from './generated/exports.js';
import type { Heap } from './heap.js';
import { shareKernels } from './threads/share-kernels.js';
import type { ThreadPool } from './threads/thread-pool.js';
import { wholeLines } from './whole-lines.js';

/** A block of the heap that holds an array's elements: 4 bytes each, bools 1. */
export class WasmBuffer {
  constructor(
    readonly runtime: WasmRuntime,
    /** Its address; 0 after it was freed. */
    public address: number,
    readonly bytes: number,
  ) {}

  /** What was computed from its elements, for kernels that use them again. */
  derivation: Derivation | undefined;
}

/** The compiled kernels, their heap, and the memory accounting. */
export class WasmRuntime {
  #buffers = 0;
  #bytes = 0;
  #scratch = 0;
  #scratchBytes = 0;
  #words = 0;
  #wordsBytes = 0;

  /** What kernels computed from arrays and keep until those change. */
  readonly derived: DerivedBlocks;

  /** The module's functions; large calls are shared by the threads of the pool, if there is one. */
  readonly call: KernelExports;

  constructor(
    readonly heap: Heap,
    exports: KernelExports,
    readonly pool?: ThreadPool | undefined,
  ) {
    this.derived = new DerivedBlocks(heap);
    this.call = pool ? shareKernels(exports, pool, heap) : exports;
  }

  /** How many threads work on large kernels. */
  get threads(): number {
    return this.pool?.threads ?? 1;
  }

  /** A new array, its elements not set. */
  make(shape: Shape, dtype: DType): DeviceArray {
    const bytes = sizeOf(shape) * bytesPerElement(dtype);
    const buffer = new WasmBuffer(this, this.#allocate(bytes), bytes);
    this.#buffers++;
    this.#bytes += bytes;
    return { buffer, shape, dtype };
  }

  /**
   * The address of an array's elements.
   * @throws {@link BackendError} if it was freed, or belongs to another backend.
   */
  at(x: DeviceArray): number {
    const buffer = x.buffer as WasmBuffer;
    if (buffer.runtime === this && buffer.address !== 0) return buffer.address;
    throw new BackendError('wasm', {
      expected: 'an array that lives on this backend',
      received: buffer.runtime === this ? 'one that was freed' : "another backend's",
    });
  }

  /** Like `at`, for a kernel that changes elements of the array in place. */
  atForChange(x: DeviceArray): number {
    const address = this.at(x);
    this.derived.forget(x.buffer as WasmBuffer);
    return address;
  }

  /** The block that `compute` derives from an array's elements alone, as `DerivedBlocks.find` has it. */
  derivedBlock(
    x: DeviceArray,
    name: string,
    bytes: number,
    compute: (to: number) => void,
  ): number | undefined {
    return this.derived.find(x.buffer as WasmBuffer, name, bytes, compute);
  }

  free(x: DeviceArray): void {
    const address = this.at(x);
    const buffer = x.buffer as WasmBuffer;
    this.derived.forget(buffer);
    this.heap.free(address, buffer.bytes);
    buffer.address = 0;
    this.#buffers--;
    this.#bytes -= buffer.bytes;
  }

  /**
   * Memory for one kernel call: `shared` bytes, then `local` bytes for each thread. Ask before addresses are used: growing
   * keeps them, but the old contents go.
   */
  scratch(shared: number, local = 0): number {
    const bytes = shared + wholeLines(local) * (this.pool?.size ?? 1);
    if (bytes > this.#scratchBytes) {
      if (this.#scratchBytes > 0) this.heap.free(this.#scratch, this.#scratchBytes);
      this.#scratchBytes = 0; // nothing is held if allocating fails
      this.#scratch = this.#allocate(bytes);
      this.#scratchBytes = bytes;
    }
    return this.#scratch;
  }

  /** Passes integers to a kernel: writes them to memory and returns their address, valid for one call. */
  words(values: ArrayLike<number>): number {
    const bytes = 4 * values.length;
    if (bytes > this.#wordsBytes) {
      if (this.#wordsBytes > 0) this.heap.free(this.#words, this.#wordsBytes);
      this.#wordsBytes = 0;
      this.#words = this.#allocate(Math.max(bytes, 1024));
      this.#wordsBytes = Math.max(bytes, 1024);
    }
    const words = this.heap.i32;
    const start = this.#words / 4;
    for (let i = 0; i < values.length; i++) words[start + i] = values[i]!;
    return this.#words;
  }

  /** A block of the heap, if need be in the place of what was kept. */
  #allocate(bytes: number): number {
    try {
      return this.heap.allocate(bytes);
    } catch (error) {
      if (!this.derived.clear()) throw error;
      return this.heap.allocate(bytes);
    }
  }

  memory(): MemoryInfo {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }
}
