import { expect, it } from 'vitest';
import { describeOnDevice } from '../testing/describe-on-device.js';

describeOnDevice('checks of the device', (current) => {
  it('take the same memory each in a loop that never pauses', async () => {
    const { gpu } = current();
    const heap = () => process.memoryUsage().heapUsed;
    const before = heap();
    for (let i = 0; i < 4000; i++) gpu.failure.scoped(gpu.device, () => {});
    expect(heap() - before).toBeLessThan(64 * 2 ** 20); // copies of all that are pending would be 256 MB
    await gpu.failure.settle(gpu.device);
  });
});
