import { BackendError } from '@neurona/backend';
import type { Heap } from './heap.js';
import type { WasmBuffer } from './runtime.js';

/** A block is kept from this call on: a training step calls a kernel twice at most before its elements change. */
const KEPT_FROM = 3;
/** All blocks together take up so many bytes at most. */
const MOST_BYTES = 256 << 20;

/** What a buffer's elements were used for since they last changed. */
export interface Derivation {
  calls: number;
  readonly blocks: Map<string, { readonly address: number; readonly bytes: number }>;
}

/** Blocks of the heap that were computed from the elements of a buffer alone, such as packed kernels of convolutions. */
export class DerivedBlocks {
  readonly #heap: Heap;
  /** Buffers with blocks, in the order of their first. */
  readonly #owners = new Set<WasmBuffer>();
  #bytes = 0;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /**
   * The address of the block of this name, which `compute` fills where it is new. Undefined in the first calls after a change of the
   * elements, or if there is no memory: the caller computes it in scratch memory then.
   */
  find(
    buffer: WasmBuffer,
    name: string,
    bytes: number,
    compute: (address: number) => void,
  ): number | undefined {
    buffer.derivation ??= { calls: 0, blocks: new Map() };
    const { blocks } = buffer.derivation;
    const present = blocks.get(name);
    if (present) return present.address;
    if (++buffer.derivation.calls < KEPT_FROM || this.#bytes + bytes > MOST_BYTES) return undefined;
    const address = this.#allocate(bytes);
    if (address === undefined) return undefined;
    compute(address);
    blocks.set(name, { address, bytes });
    this.#owners.add(buffer);
    this.#bytes += bytes;
    return address;
  }

  /** Frees the blocks of a buffer whose elements change, or that is freed. */
  forget(buffer: WasmBuffer): void {
    if (!buffer.derivation) return;
    for (const { address, bytes } of buffer.derivation.blocks.values()) {
      this.#heap.free(address, bytes);
      this.#bytes -= bytes;
    }
    buffer.derivation = undefined;
    this.#owners.delete(buffer);
  }

  /** Frees all blocks; returns whether there were any. */
  clear(): boolean {
    const found = this.#owners.size > 0;
    for (const buffer of this.#owners) this.forget(buffer);
    return found;
  }

  #allocate(bytes: number): number | undefined {
    try {
      return this.#heap.allocate(bytes);
    } catch (error) {
      if (error instanceof BackendError) return undefined;
      throw error;
    }
  }
}
