import { BackendError } from '@neurona/backend';
import { FreeBlocks } from './free-blocks.js';

const PAGE = 65536;
/** WebAssembly's addresses end at 4 GiB. */
const MAX_PAGES = 65536;
/** Blocks are whole units, and a power of two. */
const UNIT = 64;
/** Kernels may read and write whole vectors: so far beyond an array's end. */
const SLACK = 16;
/** The last bytes of memory stay unused: kernels may read so far beyond a block's end. */
const GUARD = 64;
/** Blocks up to this size come from lists by size; greater ones from free stretches that are split and merged. */
const SMALL = 32768;
/** Small blocks are cut from chunks of this size. */
const CHUNK = 262144;

/** Memory that the kernels work in, as a heap of blocks. */
export class Heap {
  readonly memory: WebAssembly.Memory;
  /** Views of the whole memory. Growing replaces them: read them from here each time. */
  f32: Float32Array;
  i32: Int32Array;
  u8: Uint8Array;

  readonly #small: number[][] = [];
  readonly #large = new FreeBlocks();
  #chunk = 0;
  #chunkEnd = 0;

  constructor(memory: WebAssembly.Memory, base: number) {
    this.memory = memory;
    this.f32 = new Float32Array(memory.buffer);
    this.i32 = new Int32Array(memory.buffer);
    this.u8 = new Uint8Array(memory.buffer);
    const start = roundUp(base, UNIT);
    if (memory.buffer.byteLength - GUARD > start) {
      this.#large.give(start, memory.buffer.byteLength - GUARD - start);
    }
    for (let size = 0; size <= SMALL; size += UNIT) this.#small.push([]);
  }

  /**
   * The address of a new block, a multiple of 64.
   * @throws {@link BackendError} if memory can't grow any more.
   */
  allocate(bytes: number): number {
    const size = blockSize(bytes);
    if (size > SMALL) return this.#allocateLarge(size);
    const address = this.#small[size / UNIT]!.pop();
    if (address !== undefined) return address;
    if (this.#chunk + size > this.#chunkEnd) {
      // What is left of the old chunk serves later blocks of its size.
      const rest = this.#chunkEnd - this.#chunk;
      if (rest > 0) this.#small[rest / UNIT]!.push(this.#chunk);
      this.#chunk = this.#allocateLarge(CHUNK);
      this.#chunkEnd = this.#chunk + CHUNK;
    }
    const start = this.#chunk;
    this.#chunk += size;
    return start;
  }

  /** Frees a block; `bytes` is what it was allocated with. */
  free(address: number, bytes: number): void {
    const size = blockSize(bytes);
    if (size > SMALL) this.#large.give(address, size);
    else this.#small[size / UNIT]!.push(address);
  }

  #allocateLarge(size: number): number {
    const address = this.#large.take(size);
    if (address >= 0) return address;
    this.#grow(size);
    return this.#large.take(size);
  }

  #grow(size: number): void {
    const before = this.memory.buffer.byteLength;
    const needed = Math.ceil(size / PAGE) + 1;
    const generous = Math.max(needed, Math.ceil(before / PAGE / 8), 256);
    if (!this.#tryGrow(generous) && !this.#tryGrow(needed)) {
      throw new BackendError('wasm', {
        expected: `${size} bytes of free memory`,
        received: `none, with ${before} bytes in use or in pieces`,
        hint: 'Free tensors that are no longer needed (memoryScope, dispose), or make the batch smaller.',
      });
    }
    this.#large.give(before - GUARD, this.memory.buffer.byteLength - before);
    this.f32 = new Float32Array(this.memory.buffer);
    this.i32 = new Int32Array(this.memory.buffer);
    this.u8 = new Uint8Array(this.memory.buffer);
  }

  #tryGrow(pages: number): boolean {
    if (this.memory.buffer.byteLength / PAGE + pages > MAX_PAGES) return false;
    try {
      this.memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }
}

const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

const blockSize = (bytes: number): number => roundUp(bytes + SLACK, UNIT);
