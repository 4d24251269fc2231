import { BackendError } from '@neurona/backend';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { webgpu } from '../webgpu.js';
import type { WebGPUBackend } from '../webgpu-backend.js';
import { upload, valuesOf } from './arrays.js';
import { describeOnDevice } from './describe-on-device.js';

/** Provokes every way in which a device can fail. */
export const describeFailures = (): void =>
  describeOnDevice('a device that fails', () => {
    let backend: WebGPUBackend;
    beforeEach(async () => {
      backend = await webgpu({ software: true }).create();
    });
    afterEach(() => backend.dispose());

    /** Checks that everything throws one error from now on. */
    const expectFailed = async (message: RegExp) => {
      const error = await backend.sync().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(BackendError);
      expect((error as BackendError).message).toMatch(message);
      expect(() => backend.kernels.fill([1], 0, 'float32')).toThrow(error as BackendError);
      expect(() => backend.write(Float32Array.of(1), [1], 'float32')).toThrow(error as BackendError);
      await expect(backend.sync()).rejects.toBe(error);
    };

    it('names a shader that it rejects, and refuses to read what that shader would have written', async () => {
      const x = upload(backend, Float32Array.of(1, 2), [2]);
      const y = backend.gpu.make([2], 'float32');
      const broken = () =>
        ({
          name: 'broken',
          inputs: { x: 'f32' },
          outputs: { y: 'f32' },
          body: 'y[lane] = x[lane] + nonsense;',
        }) as const;
      backend.gpu.dispatch('broken', broken, { inputs: [x], outputs: [y], groups: [1, 1, 1] });
      await expect(valuesOf(backend, y)).rejects.toThrow(BackendError);
      await expectFailed(
        /^\[webgpu\] expected a shader 'broken' that the device accepts, got [\s\S]*nonsense/,
      );
    });

    it('says that it was destroyed', async () => {
      const x = backend.kernels.fill([4], 1, 'float32');
      backend.gpu.device.destroy();
      await expect(valuesOf(backend, x)).rejects.toThrow(BackendError);
      await expectFailed(/^\[webgpu\] expected a device that is there, got one that was destroyed/);
    });

    it('says that it was disposed of', async () => {
      backend.dispose();
      await expectFailed(/^\[webgpu\] expected a device that is there, got one that was destroyed/);
    });

    it('tells of commands that it refuses, with the kernel queued last', async () => {
      const x = backend.kernels.fill([4], 1, 'float32');
      const memory = backend.gpu.memoryOf(x);
      backend.gpu.queue.move(memory, memory, 16);
      await expectFailed(
        /^\[webgpu\] expected commands that the device accepts, got [\s\S]*\(last kernel queued: fill\)/,
      );
    });

    it('says that memory ran out', async () => {
      backend.kernels.fill([4], 1, 'float32');
      const error = new GPUOutOfMemoryError('allocation of 1 byte failed');
      backend.gpu.device.dispatchEvent(
        new GPUUncapturedErrorEvent('uncapturederror', { error, cancelable: true }),
      );
      await expectFailed(
        /^\[webgpu\] expected enough memory on the device, got out of memory: allocation of 1 byte failed \(last/,
      );
    });

    it('refuses an array above its limits at the call, and goes on', async () => {
      const { maxBufferSize, maxStorageBufferBindingSize } = backend.gpu.device.limits;
      const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
      const size = limit / 4 + 1;
      expect(() => backend.kernels.fill([size], 1, 'float32')).toThrow(
        `[webgpu] expected an array of at most ${limit} bytes, this device's limit, got ${size * 4} bytes (for the result of fill).` +
          ' Use a smaller batch or split the array.',
      );
      expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
      expect(await valuesOf(backend, backend.kernels.fill([2], 3, 'float32'))).toEqual([3, 3]);
    });
  });
