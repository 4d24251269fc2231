import { BackendError } from '@neurona/backend';
import { expect, it } from 'vitest';
import { selfTest } from './self-test.js';
import { describeOnDevice } from './testing/describe-on-device.js';

describeOnDevice('the self-test', (current) => {
  it('passes on a device that computes right, and leaves nothing behind', async () => {
    const backend = current();
    await selfTest(backend);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('names the kernel of a device that computes zeros', async () => {
    const backend = current();
    const right = backend.kernels;
    backend.kernels = { ...right, conv2dFilterGrad: () => right.fill([3, 3, 4, 8], 0, 'float32') };
    const outcome = selfTest(backend);
    await expect(outcome).rejects.toThrow(BackendError);
    await expect(outcome).rejects.toThrow(
      `[webgpu] expected a device that computes right: 144 as element 1 of conv2dFilterGrad, got 0 (${backend.description}).` +
        " Update the GPU's driver or the browser, or use wasm().",
    );
    backend.kernels = right;
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });
});
