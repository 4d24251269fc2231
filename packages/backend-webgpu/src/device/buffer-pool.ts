// internal
import { BackendError } from '@neurona/backend';
import type { DeviceFailure } from './failure.js';

/** A piece of the device's memory. */
export class Memory {
  /** The last batch of commands that uses it. */
  batch = 0;

  constructor(
    /** Different for each: what bind groups are found by. */
    readonly id: number,
    readonly gpu: GPUBuffer,
    /** Its size class. */
    readonly bytes: number,
  ) {}
}

/** Spare memory of one size. */
interface Spares {
  /** By id, the lowest last. */
  readonly list: Memory[];
  /** When one was last allocated or freed. */
  used: number;
}

const usage = 128 | 4 | 8; // STORAGE | COPY_SRC | COPY_DST

/**
 * Memory for arrays, which is reused by arrays of the same size class. The oldest piece is always taken first, so that a
 * training step gets the same memory for its arrays as the last step, and with it the same bind groups. When sizes change,
 * spare memory is released.
 */
export class BufferPool {
  /** Spare memory up to this size is always kept. */
  keptBytes = 256 * 2 ** 20;
  /** Bytes on the device, those of spare memory included. */
  allocatedBytes = 0;
  #spareBytes = 0;
  /** Peak bytes in use since memory was last released. */
  #peak = 0;
  #clock = 0;
  #nextId = 1;
  readonly #spares = new Map<number, Spares>();
  readonly #maxBytes: number;

  constructor(
    readonly device: GPUDevice,
    readonly failure: DeviceFailure,
    /** Called before memory is released: queued commands may use it, and bind groups keep it alive. */
    readonly letGo: () => void,
  ) {
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.#maxBytes = Math.floor(Math.min(maxBufferSize, maxStorageBufferBindingSize) / 4) * 4;
  }

  /**
   * Memory for `bytes` bytes, its contents not set. Spare memory for which `isTaken` returns true is left for later.
   * @throws {@link BackendError} if the device holds no array so large.
   */
  acquire(bytes: number, isTaken?: (memory: Memory) => boolean): Memory {
    if (bytes > this.#maxBytes) throw this.#tooLarge(bytes);
    const size = Math.min(sizeClass(bytes), this.#maxBytes);
    const memory = this.#takeSpare(size, isTaken) ?? this.#create(size);
    this.#peak = Math.max(this.#peak, this.allocatedBytes - this.#spareBytes);
    return memory;
  }

  /** Takes memory back from a freed array. */
  release(memory: Memory): void {
    let spares = this.#spares.get(memory.bytes);
    if (!spares) {
      spares = { list: [], used: 0 };
      this.#spares.set(memory.bytes, spares);
    }
    spares.used = ++this.#clock;
    this.#spareBytes += memory.bytes;
    const { list } = spares;
    let at = list.length;
    while (at > 0 && list[at - 1]!.id < memory.id) at--;
    list.splice(at, 0, memory);
  }

  #takeSpare(size: number, isTaken?: (memory: Memory) => boolean): Memory | undefined {
    const spares = this.#spares.get(size);
    if (!spares) return undefined;
    const at = isTaken ? spares.list.findLastIndex((memory) => !isTaken(memory)) : spares.list.length - 1;
    if (at < 0) return undefined;
    spares.used = ++this.#clock;
    this.#spareBytes -= size;
    return spares.list.splice(at, 1)[0];
  }

  #create(size: number): Memory {
    const limit = Math.max(this.keptBytes, 1.5 * this.#peak);
    if (this.#spareBytes > 0 && this.allocatedBytes + size > limit) this.#giveBack(limit - size);
    const gpu = this.failure.scoped(this.device, () => this.device.createBuffer({ size, usage }));
    this.allocatedBytes += size;
    return new Memory(this.#nextId++, gpu, size);
  }

  /** Releases the least recently used sizes: half of the spare memory, or more until `limit` holds. */
  #giveBack(limit: number): void {
    this.letGo();
    const half = this.#spareBytes / 2;
    const oldestFirst = [...this.#spares].sort(([, a], [, b]) => a.used - b.used);
    for (const [size, { list }] of oldestFirst) {
      if (this.#spareBytes <= half && this.allocatedBytes <= limit) break;
      for (const memory of list) memory.gpu.destroy();
      this.allocatedBytes -= size * list.length;
      this.#spareBytes -= size * list.length;
      this.#spares.delete(size);
    }
    this.#peak = this.allocatedBytes - this.#spareBytes;
  }

  #tooLarge(bytes: number): BackendError {
    const { kernel } = this.failure;
    return new BackendError('webgpu', {
      expected: `an array of at most ${this.#maxBytes} bytes, this device's limit`,
      received: `${bytes} bytes`,
      where: kernel ? `for the result of ${kernel}` : undefined,
      hint: 'Use a smaller batch or split the array.',
    });
  }
}

/** The size that is allocated for `bytes`: a multiple of an eighth of the power of two below, 256 at least. */
export function sizeClass(bytes: number): number {
  if (bytes <= 256) return 256;
  const step = 2 ** (Math.floor(Math.log2(bytes)) - 3);
  return Math.ceil(bytes / step) * step;
}
