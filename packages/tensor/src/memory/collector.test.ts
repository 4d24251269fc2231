import { type Backend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { expect, it } from 'vitest';
import { freeConstants, tensor } from '../index.js';
import { holdGarbage } from '../testing/index.js';

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

it('can find what was dropped in the task in which a backend was chosen', async () => {
  const drop = (): WeakRef<object> => new WeakRef({});
  const dropped = drop();
  await useBackend(cpu());
  globalThis.gc!();
  expect(dropped.deref()).toBeUndefined();
});
