import { afterAll, describe, expect, it } from 'vitest';
import { webgpu } from './webgpu.js';

const availability = await webgpu({ software: true }).probe();

it('says on which device it would run, or why it cannot', () => {
  if (availability.available) expect(availability.description).toMatch(/^WebGPU( in software)?: ./);
  else expect(availability.reason).toMatch(/adapter|navigator\.gpu|not installed/);
});

if (!availability.available) describe.skip(`webgpu (skipped: ${availability.reason})`, () => {});
else {
  const backend = await webgpu({ software: true }).create();
  afterAll(() => backend.dispose());

  describe('webgpu', () => {
    it('adds on the device', async () => {
      const a = backend.write(Float32Array.of(1, 2, 3), [3], 'float32');
      const b = backend.write(Float32Array.of(10), [1], 'float32');
      const sum = backend.kernels.binary('add', a, b);
      expect(await backend.read(sum as typeof sum & { dtype: 'float32' })).toEqual(
        Float32Array.of(11, 12, 13),
      );
      for (const array of [a, b, sum]) backend.free(array);
      expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
    });
  });
}
