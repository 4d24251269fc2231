// internal
import { BackendError } from '@neurona/backend';
import type { Commands } from './commands.js';

/**
 * Watches over tfjs's pool of buffers: refuses what the device can't hold, and gives spare buffers back. A buffer is used again when
 * another of its size is asked for, so that a training step finds all its buffers where the last one left them; where sizes
 * change, spare ones would pile up.
 */
export class BufferPool {
  /** Spare buffers are kept in any case while the pool is not larger than this. */
  keptBytes = 256 * 2 ** 20;

  readonly #maxBytes: number;
  /** The most bytes in use at once since buffers were last given back. */
  #peak = 0;

  constructor(readonly commands: Commands) {
    const { bufferManager, device } = commands.tfjs;
    this.#maxBytes = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
    const acquire = bufferManager.acquireBuffer.bind(bufferManager);
    bufferManager.acquireBuffer = (size, usage, mapped, reuse) => {
      this.check(size);
      this.#peak = Math.max(this.#peak, bufferManager.numBytesUsed + size);
      const isSpare = bufferManager.freeBuffers.get(`${size}_${usage}`)?.length;
      if (!isSpare) this.makeRoom(size);
      return acquire(size, usage, mapped, reuse);
    };
  }

  private check(bytes: number): void {
    if (bytes <= this.#maxBytes) return;
    const { kernel } = this.commands.failure;
    throw new BackendError('webgpu', {
      expected: `an array of at most ${this.#maxBytes} bytes, this device's limit`,
      received: `${bytes} bytes`,
      where: kernel ? `for the result of ${kernel}` : undefined,
      hint: 'Use a smaller batch or split the array.',
    });
  }

  /** Gives spare buffers back before the pool is half as large again as was ever needed. */
  private makeRoom(bytes: number): void {
    const { bufferManager } = this.commands.tfjs;
    const total = bufferManager.numBytesAllocated + bytes;
    if (bufferManager.numFreeBuffers === 0 || total <= Math.max(this.keptBytes, 1.5 * this.#peak)) return;
    this.commands.submit(); // commands that wait may use them
    for (const buffers of bufferManager.freeBuffers.values()) {
      for (const buffer of buffers) {
        buffer.destroy();
        bufferManager.numBytesAllocated -= buffer.size;
        bufferManager.numFreeBuffers--;
      }
      buffers.length = 0;
    }
    this.commands.forget();
    this.#peak = bufferManager.numBytesUsed + bytes;
  }
}
