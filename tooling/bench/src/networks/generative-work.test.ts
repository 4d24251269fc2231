import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { type GenerativeWork, readyGenerator } from './generative-work.js';

it.each([
  ['conv_autoencoder', 28, 109_023],
  ['dcgan', 28, 898_304],
  ['denoising_unet', 8, 634_273],
] as const)('trains %s, as large as PyTorch’s, with memory constant', async (network, size, parameters) => {
  await useBackend(wasm());
  const work: GenerativeWork = { network, kind: 'training', batch: 2, size };
  const ready = readyGenerator(work);
  expect(ready.parameters).toBe(parameters);
  ready.run();
  const before = liveMemory();
  ready.run();
  expect(liveMemory()).toEqual(before);
  ready.close();
});
