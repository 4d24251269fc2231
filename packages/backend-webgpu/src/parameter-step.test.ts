import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf, wholeNumbers } from './testing/arrays.js';
import { describeOnDevice } from './testing/describe-on-device.js';

describeOnDevice('optimizer steps on a GPU', (current) => {
  it('updates many parameters of different sizes, in few dispatches', async () => {
    const backend = current();
    const sizes = [3, 300, 1, 0, 520, 7, 9, 256];
    const values = sizes.map((size, i) => wholeNumbers([size], i + 1));
    const slopes = sizes.map((size, i) => wholeNumbers([size], i + 20));
    const params = values.map((v) => upload(backend, v, [v.length]));
    const grads = slopes.map((v) => upload(backend, v, [v.length]));
    const momentum = sizes.map((size) => upload(backend, new Float32Array(size), [size]));
    const before = backend.dispatches;
    const settings = {
      learningRate: 0.5,
      momentum: 0.5,
      dampening: 0,
      weightDecay: 0,
      nesterov: false,
      maximize: false,
    };
    backend.kernels.sgdStep!({ params, grads, state: { momentum } }, { ...settings, first: true });
    const perStep = backend.dispatches - before;
    expect(perStep).toBe(
      Math.ceil(7 / Math.floor(backend.gpu.device.limits.maxStorageBuffersPerShaderStage / 3)),
    );
    backend.kernels.sgdStep!({ params, grads, state: { momentum } }, { ...settings, first: false });
    for (let i = 0; i < sizes.length; i++) {
      // v1 = g, v2 = 1.5 g: p - 0.5 (1 + 1.5) g
      expect(await valuesOf(backend, params[i]!)).toEqual(
        Array.from(values[i]!, (p, j) => p - 1.25 * slopes[i]![j]!),
      );
    }
    freeAll(backend, ...params, ...grads, ...momentum);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});
