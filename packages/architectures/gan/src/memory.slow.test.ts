import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { Linear, ReLU, Sequential } from '@neurona/layers';
import { Adam } from '@neurona/optimizers';
import { spectralNorm } from '@neurona/regularizers';
import { randn, scoped } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { Gan } from './gan.js';
import { ganStep } from './gan-step.js';
import { ImagePool } from './image-pool.js';

it('leaves tensors and bytes where they were in 10,000 alternating steps', async () => {
  await useBackend(wasm());
  const gan = new Gan(
    new Sequential(new Linear(2, 4), new ReLU(), new Linear(4, 2)),
    new Sequential(spectralNorm(new Linear(2, 4)), new ReLU(), new Linear(4, 1)),
    { noiseSize: 2 },
  );
  const optimizers = {
    generator: new Adam(gan.generator.parameters()),
    discriminator: new Adam(gan.discriminator.parameters()),
  };
  const step = ganStep({ loss: 'wasserstein', pool: new ImagePool(4), discriminatorSteps: 2 });
  const batch = [randn([4, 2])];
  const run = async (steps: number): Promise<void> => {
    for (let totalSteps = 0; totalSteps < steps; totalSteps++) {
      scoped(() => void step({ model: gan, batch, optimizers, totalSteps }));
      if (totalSteps % 500 === 0) await new Promise((resolve) => setTimeout(resolve)); // finalizers run between jobs
    }
  };
  await run(10);
  const before = liveMemory();
  await run(10_000);
  expect(liveMemory()).toEqual(before);
}, 1_800_000);
