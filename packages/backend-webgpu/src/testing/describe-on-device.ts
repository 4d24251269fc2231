import { afterAll, beforeAll, describe } from 'vitest';
import { webgpu } from '../webgpu.js';
import type { WebGPUBackend } from '../webgpu-backend.js';

const availability = await webgpu({ software: true }).probe();

/** Cases that need a device; where there is none, the title says why they are skipped. */
export function describeOnDevice(title: string, cases: (current: () => WebGPUBackend) => void): void {
  if (!availability.available) {
    describe.skip(`${title} (skipped: ${availability.reason})`, () => cases(() => undefined as never));
    return;
  }
  describe(title, () => {
    let backend: WebGPUBackend;
    beforeAll(async () => {
      backend = await webgpu({ software: true }).create();
      backend.gpu.cooperative = true; // also on an adapter in software: the shaders of real GPUs are what is tested
    });
    afterAll(() => backend.dispose());
    cases(() => backend);
  });
}
