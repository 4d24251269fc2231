import { type Backend, currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { describe, expect, it } from 'vitest';
import { freeConstants, full, Parameter, type Tensor, tensor } from '../index.js';
import { forEachBackend, holdGarbage } from '../testing/index.js';

/** Collects garbage until nothing is left on a backend. */
async function collectAll(backend: Backend): Promise<void> {
  const collect = globalThis.gc;
  if (!collect) throw new Error('this test needs --expose-gc, which vitest.config.ts passes');
  while (backend.memory().buffers > 0) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function dropTensors(): void {
  for (let i = 0; i < 10; i++) tensor([1, 2, 3], { requiresGrad: true }).exp().sum();
}

it('frees tensors that nobody holds', async () => {
  const backend = await useBackend(cpu());
  dropTensors();
  expect(backend.memory().buffers).toBe(20 + 10); // exp is held by its tensor and, as it is saved, by its node
  await collectAll(backend);
});

it('frees nothing while garbage is held', async () => {
  const backend = await useBackend(cpu());
  holdGarbage();
  dropTensors();
  const before = backend.memory();
  for (let i = 0; i < 5; i++) {
    globalThis.gc!();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(backend.memory()).toEqual(before);
  freeConstants();
});

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
    it('is bounded without a pause', { timeout: 120_000 }, async () => {
      expect(await loop()).toBeLessThan(bound);
    });

    it('is bounded where values are awaited', { timeout: 120_000 }, async () => {
      expect(await loop((y) => y.data())).toBeLessThan(bound);
    });
  });
});
