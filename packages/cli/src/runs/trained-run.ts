// internal: a run whose model is used
import { access } from 'node:fs/promises';
import { loadWeights } from '@neurona/checkpoints';
import { UsageError } from '../console/usage-error.js';
import { chooseDevice, type Device } from '../device.js';
import type { Recipe } from '../recipes/recipe.js';
import { RunFolder } from './run-folder.js';

/** A run with its model, which has its weights, on the device. */
export interface TrainedRun {
  readonly run: RunFolder;
  readonly recipe: Recipe;
  readonly facts: unknown;
  readonly device: Device;
  // biome-ignore lint/suspicious/noExplicitAny: of the task that made it
  readonly model: any;
}

/**
 * Opens a run to use its model.
 * @throws {@link UsageError} if the folder is no run, or has no weights yet.
 */
export async function openTrained(folder: string, device = 'auto'): Promise<TrainedRun> {
  const run = await RunFolder.open(folder);
  const [record, recipe] = [await run.read(), await run.recipe()];
  const hasWeights = await access(run.weights).then(
    () => true,
    () => false,
  );
  if (!hasWeights) {
    throw new UsageError(
      `${folder} has no weights yet: it is ${record.state === 'training' ? 'being trained, or was cut off' : 'stopped before its first epoch ended'}. To go on:  neurona train --resume ${folder}`,
    );
  }
  const { task, settings } = recipe;
  const facts = task.readFacts(record.facts);
  const chosen = await chooseDevice(device);
  const model = await task.build(settings, facts);
  await loadWeights(model, run.weights);
  return { run, recipe, facts, device: chosen, model };
}
