// internal
import { BackendError } from '@neurona/backend';
import type { Memory } from './buffer-pool.js';
import type { CommandQueue } from './command-queue.js';
import type { DeviceFailure } from './failure.js';

/** Spare buffers are kept up to so many bytes. */
const keptBytes = 16 * 2 ** 20;

const usage = 1 | 8; // MAP_READ | COPY_DST
const mapRead = 1;

/** Copies memory from the device, through mappable buffers. */
export class ReadBack {
  readonly #spares = new Map<number, GPUBuffer[]>();
  #spareBytes = 0;

  constructor(
    readonly device: GPUDevice,
    readonly queue: CommandQueue,
    readonly failure: DeviceFailure,
  ) {}

  /**
   * The first bytes of some memory as they are after everything queued so far.
   * @throws {@link BackendError} if there was an error on the device.
   */
  async read(memory: Memory, bytes: number): Promise<ArrayBuffer> {
    const staging = this.#take(bytes);
    this.queue.copy(memory, staging, bytes);
    await undefined; // reads at the same time are submitted together
    try {
      this.failure.check();
      this.queue.submit();
      await Promise.all([staging.mapAsync(mapRead, 0, bytes), this.failure.settle(this.device)]);
      const values = staging.getMappedRange(0, bytes).slice(0);
      staging.unmap();
      this.#keep(staging);
      return values;
    } catch (cause) {
      staging.destroy();
      throw await this.#reason(cause);
    }
  }

  /** The error: a lost device reports itself, if a little later. */
  async #reason(cause: unknown): Promise<BackendError> {
    if (cause instanceof BackendError) return cause;
    await Promise.race([this.device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
    this.failure.record(
      new BackendError('webgpu', { expected: 'an array that can be read', received: cause, cause }),
    );
    return this.failure.error!;
  }

  #take(bytes: number): GPUBuffer {
    const size = stagingBytes(bytes);
    const spare = this.#spares.get(size)?.pop();
    if (!spare) return this.device.createBuffer({ label: 'read', size, usage });
    this.#spareBytes -= size;
    return spare;
  }

  #keep(staging: GPUBuffer): void {
    const { size } = staging;
    if (this.#spareBytes + size > keptBytes) {
      staging.destroy();
      return;
    }
    const spares = this.#spares.get(size);
    if (spares) spares.push(staging);
    else this.#spares.set(size, [staging]);
    this.#spareBytes += size;
  }
}

/** A power of two, so that few sizes serve all. */
const stagingBytes = (bytes: number): number => Math.max(256, 2 ** Math.ceil(Math.log2(bytes)));
