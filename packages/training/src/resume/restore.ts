// internal
import { defaultGenerator } from '@neurona/tensor';
import type { CallbackList } from '../callbacks/callback-list.js';
import type { Progress } from '../loop/progress.js';
import type { RunParts } from '../loop/run-parts.js';
import { copyTensors, disposeTensors } from '../loop/tensor-tree.js';
import { loaderStates } from './capture.js';
import { withFrozen } from './frozen.js';
import { loadOptimizers, type SavedTraining } from './saved-training.js';

/** Restores model, optimizers and position from a checkpoint: callbacks use them when they start. */
export async function restorePlace(
  saved: SavedTraining,
  { model, optimizers }: RunParts,
  progress: Progress,
): Promise<void> {
  model.loadStateDict(await withFrozen('fit', saved.model, saved, model));
  loadOptimizers(optimizers, saved);
  const { id, position, history, trained } = saved;
  if (id !== undefined) progress.id = id;
  progress.epoch = position.epoch;
  progress.step = position.step;
  progress.totalSteps = position.totalSteps;
  progress.batch = position.batch;
  progress.isPassDone = position.isPassDone;
  progress.results = [...history.epochs];
  progress.deviations = [...history.deviations];
  progress.secondsBefore = history.seconds;
  progress.trained = trained;
}

/** Restores callbacks, metrics, data and random numbers; callbacks and data are unchanged unless all fit. */
export async function restoreStates(
  saved: SavedTraining,
  parts: RunParts,
  progress: Progress,
  callbacks: CallbackList,
): Promise<void> {
  const former = copyTensors(callbacks.states());
  try {
    await callbacks.load(saved.callbacks);
    if (saved.tally) parts.tally.loadStateDict(saved.tally);
    restoreLoaders(saved, parts);
    if (saved.carried !== undefined) parts.training.loadStateDict?.(saved.carried);
  } catch (error) {
    await callbacks.load(former);
    throw error;
  } finally {
    disposeTensors(former);
  }
  progress.isLoaded = saved.data !== undefined;
  loaderStates(parts); // a loader that had no state in the checkpoint draws its seed now
  for (const [i, generator] of (parts.options.generators ?? []).entries()) {
    const state = saved.random.others[i];
    if (state) generator.state = state;
  }
  defaultGenerator().state = saved.random.now;
  progress.passStart = saved.random.atPassStart;
}

/** Sets both loaders to their positions, or none. */
function restoreLoaders(saved: SavedTraining, { data, validation }: RunParts): void {
  const isBoth = saved.data !== undefined && saved.validation !== undefined && validation;
  const before = isBoth ? data.stateDict?.() : undefined;
  if (saved.data !== undefined) data.loadStateDict?.(saved.data);
  try {
    if (saved.validation !== undefined) validation?.loadStateDict?.(saved.validation);
  } catch (error) {
    if (before !== undefined) data.loadStateDict?.(before);
    throw error;
  }
}
