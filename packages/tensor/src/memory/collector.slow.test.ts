import { currentBackend } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { full, Parameter, type Tensor, tensor } from '../index.js';
import { forEachBackend } from '../testing/index.js';

describe('a loop that drops tensors', () => {
  const elements = 2 ** 20; // 4 MiB
  const steps = 225;
  const bound = 5 * 2 ** 27;

  /** Makes a tensor of 4 MiB and a small graph in each step, and keeps one in fifty; returns the most bytes that were alive. */
  async function loop(pause?: (x: Tensor) => Promise<unknown>): Promise<number> {
    const backend = currentBackend();
    const before = backend.memory().bytes;
    const kept: Tensor[] = [];
    const weight = new Parameter(tensor([0.5]));
    let peak = 0;
    for (let step = 0; step < steps; step++) {
      const x = full([elements], step);
      const y = weight.mul(step);
      if (step % 50 === 0) kept.push(x);
      peak = Math.max(peak, backend.memory().bytes - before);
      if (pause) await pause(y);
    }
    for (const [i, x] of kept.entries()) {
      const values = await x.data();
      expect([values[0], values[elements - 1]]).toEqual([50 * i, 50 * i]);
    }
    for (const item of [...kept, weight]) item.dispose();
    return peak;
  }

  forEachBackend(() => {
    it('is bounded without a pause', async () => {
      expect(await loop()).toBeLessThan(bound);
    });

    it('is bounded where values are awaited', async () => {
      expect(await loop((y) => y.data())).toBeLessThan(bound);
    });
  });
});
