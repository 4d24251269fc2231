import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { manualSeed } from '@neurona/tensor';
import { expect, it } from 'vitest';
import { augmentationSchema } from './settings.js';
import { createRun } from './train.js';

it('knows more of the moved digits with augmentation', async () => {
  await useBackend(wasm());
  const { initial } = augmentationSchema;
  const accuracies: number[] = [];
  for (const pipeline of [initial.pipeline, []]) {
    manualSeed(1);
    const run = await createRun({ ...initial, pipeline });
    for (let step = 0; step < 200; step++) await run.step();
    const { accuracy, learned, held } = await run.snapshot();
    expect([learned, held]).toEqual([100, 360]);
    accuracies.push(accuracy);
    run.dispose();
  }
  expect(accuracies[0]).toBeGreaterThan(accuracies[1]! + 0.05);
});
