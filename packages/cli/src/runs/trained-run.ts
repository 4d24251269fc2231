// internal: a run whose model is used

import { neurona } from '../console/started-as.js';
import { plain } from '../console/style.js';
import { UsageError } from '../console/usage-error.js';
import { chooseDevice, type Device } from '../device.js';
import type { Recipe } from '../recipes/recipe.js';
import { RunFolder, type RunRecord } from './run-folder.js';
import { hasWeights, loadRunModel } from './run-weights.js';

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
  if (!hasWeights(run, recipe)) {
    throw new UsageError(
      `${folder} has no weights yet: it ${whyNone(record)}. To go on:  ${neurona} train --resume ${folder}`,
    );
  }
  await run.checkFolders();
  const facts = recipe.task.readFacts(record.facts);
  const chosen = await chooseDevice(device);
  return { run, recipe, facts, device: chosen, model: await loadRunModel(run, recipe, facts) };
}

function whyNone({ state, error }: RunRecord): string {
  if (state === 'failed') return `failed: ${plain(error ?? 'for a reason unknown').replace(/\.$/, '')}`;
  return state === 'training' ? 'is being trained, or was cut off' : 'stopped before its first epoch ended';
}
