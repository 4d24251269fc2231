// internal
import { defaultGenerator } from '@neurona/tensor';
import type { CallbackList } from '../callbacks/callback-list.js';
import type { Progress } from '../loop/progress.js';
import type { RunParts } from '../loop/run-parts.js';
import { optimizerStates, type Position, type SavedTraining } from './saved-training.js';

/** Everything that is needed to resume a training from where it is. */
export function captureTraining(
  parts: RunParts,
  progress: Progress,
  callbacks: CallbackList,
): Omit<SavedTraining, 'stopped'> {
  const { model, optimizers, options, tally, training, ranks } = parts;
  const { id, results, deviations, seconds, passStart, trained } = progress;
  return {
    id,
    position: positionOf(progress),
    model: model.stateDict(),
    optimizers: optimizerStates(optimizers),
    callbacks: callbacks.states(),
    random: {
      now: defaultGenerator().state,
      atPassStart: passStart,
      others: (options.generators ?? []).map((generator) => generator.state),
    },
    ...loaderStates(parts),
    ...(!progress.isBetweenEpochs && (trained ? { trained } : { tally: tally.stateDict() })),
    ...(!progress.isBetweenEpochs &&
      !ranks && // whose rows go on elsewhere
      training.stateDict && { carried: training.stateDict() }),
    history: { epochs: results, deviations, seconds },
  };
}

/** The positions of both loaders. Those that draw a seed do so at the first call. */
export function loaderStates({
  data,
  validation,
}: Pick<RunParts, 'data' | 'validation'>): Pick<SavedTraining, 'data' | 'validation'> {
  return { data: data.stateDict?.(), validation: validation?.stateDict?.() };
}

function positionOf(progress: Progress): Position {
  const { epoch, batch, step, totalSteps, isPassDone, batchesPerPass, isEpochDone, results } = progress;
  if (isEpochDone) return { epoch: results.length, batch: 0, step: 0, totalSteps, isPassDone: false };
  return { epoch, batch, step, totalSteps, isPassDone: isPassDone || batch === batchesPerPass };
}
