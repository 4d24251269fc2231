// internal: the weights in a run's folder
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadWeights, saveWeights } from '@neurona/checkpoints';
import type { AnyModule } from '@neurona/layers';
import type { Recipe } from '../recipes/recipe.js';
import type { RunFolder } from './run-folder.js';

/** Where the weights of a run are: a file, or the folder of its adapters where the task learns only those. */
export const weightsOf = (run: RunFolder, { task }: Recipe): string =>
  task.adapters === undefined ? run.weights : run.adapters;

/** Whether a run has all of its weights. */
export const hasWeights = (run: RunFolder, recipe: Recipe): boolean =>
  existsSync(
    recipe.task.adapters === undefined ? run.weights : join(run.adapters, recipe.task.adapters.lastFile),
  );

/** Writes the weights of a run's model. */
export async function saveRunWeights(
  run: RunFolder,
  { task, name, settings }: Recipe,
  facts: unknown,
  model: AnyModule,
): Promise<void> {
  await run.checkFolders();
  if (task.adapters) return await task.adapters.save(model, settings, resolve(run.adapters));
  await saveWeights(run.weights, model, {
    metadata: {
      task: task.name,
      recipe: name,
      settings: JSON.stringify(settings),
      facts: JSON.stringify(facts),
    },
  });
}

/** A run's model with its weights. */
export async function loadRunModel(
  run: RunFolder,
  { task, settings }: Recipe,
  facts: unknown,
): Promise<AnyModule> {
  if (task.adapters) return await task.adapters.open(settings, resolve(run.adapters));
  const model = await task.build(settings, facts);
  await loadWeights(model, run.weights);
  return model;
}

/** Keeps a run's weights beside those that are going to replace them; returns where. */
export async function keepFormerWeights(run: RunFolder, recipe: Recipe): Promise<string> {
  const kept = recipe.task.adapters === undefined ? run.formerWeights : run.formerAdapters;
  await rm(kept, { recursive: true, force: true });
  await cp(weightsOf(run, recipe), kept, { recursive: true });
  return kept;
}
