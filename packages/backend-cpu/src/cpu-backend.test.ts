import { BackendError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { cpu } from './cpu.js';

describe('the cpu backend', () => {
  it('names an array that was freed, and one of another backend', async () => {
    const [backend, other] = await Promise.all([cpu().create(), cpu().create()]);
    const x = backend.kernels.fill([2], 1, 'float32');
    expect(() => other.kernels.unary('neg', x)).toThrow(
      "[cpu] expected an array that lives on this backend, got another backend's.",
    );
    backend.free(x);
    expect(() => backend.kernels.unary('neg', x)).toThrow(
      '[cpu] expected an array that lives on this backend, got one that was freed.',
    );
    expect(() => backend.free(x)).toThrow(BackendError);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('refuses an array that fits into no memory', async () => {
    const backend = await cpu().create();
    expect(() => backend.kernels.fill([2 ** 20, 2 ** 20, 2 ** 20], 0, 'float32')).toThrow(
      '[cpu] expected an array that fits into memory, got 4611686018427388000 bytes (shape [1048576, 1048576, 1048576]).' +
        ' Use a smaller batch or split the array.',
    );
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('lets go of everything when it is disposed of', async () => {
    const backend = await cpu().create();
    const x = backend.kernels.fill([2], 1, 'float32');
    backend.dispose();
    expect(backend.isDisposed).toBe(true);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    backend.free(x); // as tensors do that are collected later
    expect(() => backend.kernels.unary('neg', x)).toThrow(
      '[cpu] expected an array that lives on this backend, got one of a backend that was disposed.',
    );
    expect(() => backend.kernels.fill([2], 1, 'float32')).toThrow(BackendError);
  });
});
