import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import {
  bestCheckpointPath,
  CheckpointError,
  checkpointPath,
  checkWritable,
  findBestCheckpoint,
  listCheckpoints,
  loadTrainingCheckpoint,
  lockFolder,
  readTrainingValues,
  saveTrainingCheckpoint,
  tidyCheckpoints,
} from '@neurona/checkpoints';
import type { Tensor } from '@neurona/tensor';
import type { EpochResult } from '../loop/history.js';
import { copyTensors, disposeTensors } from '../loop/tensor-tree.js';
import {
  type LeftOut,
  leftOut,
  type StateDict,
  untrainedKeys,
  withFrozen,
  without,
} from '../resume/frozen.js';
import type { Callback, TrainingState } from './callback.js';
import { hasFiniteLoss, improves, type Mode, modeFor, watched } from './monitor.js';

/** Settings of {@link ModelCheckpoint}. */
export interface ModelCheckpointOptions {
  /** Saves after every n epochs; default 1, or none if `everySteps` is set. */
  readonly everyEpochs?: number;
  /** Saves after every n optimizer steps. */
  readonly everySteps?: number;
  /** Number of newest files to keep, default 1; `Infinity` keeps all. */
  readonly keepLast?: number;
  /** Metric, such as `valLoss`, by which the best checkpoint is also kept as `best.safetensors`; default none. */
  readonly monitor?: string;
  /** Whether to minimise or maximise it; default `max` for accuracy, precision, recall, F1, AUC, R² and scores, else `min`. */
  readonly mode?: Mode;
  /** Whether to remove checkpoints in the folder that this training doesn't continue; default false. */
  readonly overwrite?: boolean;
  /**
   * Whether frozen parameters that no optimizer has are saved too, default true. With false a training is resumed with those that its model
   * has: they must be loaded before, as a pretrained model's that LoRA turns to something else by small maps; others of the same shapes are
   * refused. What callbacks keep, as the best weights of `EarlyStopping`, is saved as it is.
   */
  readonly frozen?: boolean;
}

const modelCheckpointOptions: OptionTable<ModelCheckpointOptions> = {
  everyEpochs: 1,
  everySteps: 1,
  keepLast: 1,
  monitor: '',
  mode: 'min',
  overwrite: false,
  frozen: true,
};

/**
 * Saves checkpoints of the training to a folder, so that `fit(…, { resume: folder })` resumes after a crash as if it hadn't
 * happened: model, optimizers, callbacks, random numbers, position in the data, history. Each file is complete at any time;
 * older ones are removed once the next is written. An aborted training is saved as well. Nothing is written after a loss was
 * not finite. Waits for the device and the disk when it saves.
 * @param folder - Created if it is missing; in a browser it is in the page's own storage (OPFS).
 * @throws {@link ArgumentError} if a setting is out of range; at the start if the folder holds checkpoints that aren't those of
 * the training that is resumed; at the first epoch if there is no such metric.
 * @throws {@link CheckpointError} at the start if the folder can't be written to, or another training is using it.
 * @example
 * new ModelCheckpoint('runs/digits', { everySteps: 500, keepLast: 2, monitor: 'valLoss' }).bestPath; // => 'runs/digits/best.safetensors'
 */
export class ModelCheckpoint implements Callback {
  readonly name = 'ModelCheckpoint';
  readonly order = 100; // after those whose state it saves
  readonly onRankZero = true;
  readonly folder: string;
  readonly everyEpochs: number;
  readonly everySteps: number;
  readonly keepLast: number;
  readonly monitor: string | undefined;
  readonly mode: Mode;
  readonly overwrite: boolean;
  readonly frozen: boolean;
  /** The best value so far. */
  best: number | undefined;
  /** The epoch of the best value. */
  bestEpoch = -1;
  #savedAt = -1; // steps of the last file
  #validated: unknown; // the weights that the best validation saw
  #giveBack: (() => Promise<void>) | undefined; // the folder
  #leftOut: LeftOut | undefined; // what was last said of frozen parameters, whose values don't change in a training

  constructor(folder: string, options: ModelCheckpointOptions = {}) {
    checkOptions('ModelCheckpoint', options, modelCheckpointOptions);
    this.folder = checkArgument('ModelCheckpoint', 'the folder', folder, 'string');
    this.everySteps = options.everySteps ?? Number.POSITIVE_INFINITY;
    this.everyEpochs =
      options.everyEpochs ?? (options.everySteps === undefined ? 1 : Number.POSITIVE_INFINITY);
    this.keepLast = options.keepLast ?? 1;
    this.monitor = options.monitor;
    this.mode = options.mode ?? modeFor(options.monitor ?? '');
    this.overwrite = options.overwrite ?? false;
    this.frozen = options.frozen ?? true;
    for (const name of ['everySteps', 'everyEpochs', 'keepLast'] as const) {
      const value = this[name];
      if (value >= 1 && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY)) continue;
      throw new ArgumentError('ModelCheckpoint', {
        expected: `${name} to be an integer of at least 1`,
        received: value,
      });
    }
  }

  /** The file of the best checkpoint; written if there is a `monitor`. */
  get bestPath(): string {
    return bestCheckpointPath(this.folder);
  }

  async onStart(state: TrainingState): Promise<void> {
    this.best = undefined;
    this.bestEpoch = -1;
    this.#savedAt = -1;
    this.#leftOut = undefined;
    await checkWritable(this.name, this.bestPath);
    this.#giveBack = await lockFolder(this.name, this.folder);
    if (!state.isResumed || !(await isFolderOf(this.folder, state))) await this.beginAnew(state);
    else await this.tidy(state.totalSteps, true); // a training that was killed couldn't
  }

  async onStep(state: TrainingState): Promise<void> {
    if (state.totalSteps % this.everySteps !== 0) return;
    if (hasFiniteLoss(await state.read())) await this.save(state);
  }

  onValidationEnd(state: TrainingState, result: EpochResult | undefined): void {
    const value = this.monitor === undefined ? undefined : result?.[this.monitor];
    if (value === undefined || !improves(value, this.best, this.mode)) return;
    this.forget();
    // Averages may replace the weights here, and no longer when the file is written.
    this.#validated = copyTensors(state.model.stateDict());
  }

  async onEpoch(state: TrainingState, result: EpochResult): Promise<void> {
    if (hasFiniteLoss(result)) {
      const value = this.monitor && watched(this.name, this.monitor, result, state);
      if (typeof value === 'number' && improves(value, this.best, this.mode)) {
        this.best = value;
        this.bestEpoch = state.epoch;
        const validated = this.#validated;
        await saveTrainingCheckpoint(this.bestPath, {
          ...(await this.captured(state)),
          ...(validated ? { validated: this.kept(state, validated) } : {}),
        });
      }
      const isLast = state.epoch + 1 === state.epochs || state.stopped !== undefined;
      if ((state.epoch + 1) % this.everyEpochs === 0 || isLast) await this.save(state);
    }
    this.forget();
  }

  async onEnd(state: TrainingState): Promise<void> {
    this.forget();
    try {
      if (state.stopped !== 'aborted' || state.totalSteps === this.#savedAt) return;
      if (hasFiniteLoss(await state.read())) await this.save(state);
    } finally {
      await this.#giveBack?.();
      this.#giveBack = undefined;
    }
  }

  /** The best value and its epoch. */
  stateDict(): ModelCheckpointState {
    return { bestEpoch: this.bestEpoch, ...(this.best !== undefined && { best: this.best }) };
  }

  loadStateDict(saved: ModelCheckpointState): void {
    this.best = saved.best;
    this.bestEpoch = saved.bestEpoch;
  }

  /** Removes another training's checkpoints, if `overwrite` is set. */
  private async beginAnew({ isResumed, totalSteps }: TrainingState): Promise<void> {
    const files = await listCheckpoints(this.folder);
    const newest = files.at(-1);
    if (!this.overwrite && (newest || (await findBestCheckpoint(this.folder)))) {
      const resume = `Pass { resume: '${this.folder}' } to fit to resume ${isResumed ? 'that one' : 'it'}`;
      throw new ArgumentError('ModelCheckpoint', {
        expected: isResumed
          ? `a folder without other checkpoints for a training that is resumed from step ${totalSteps}`
          : 'a folder without checkpoints for a training that begins',
        received: newest
          ? `${files.length === 1 ? 'one' : files.length}, up to step ${newest.step}`
          : 'best.safetensors',
        where: this.folder,
        hint: `${resume}, or { overwrite: true } to ModelCheckpoint to remove it.`,
      });
    }
    if (this.overwrite) await tidyCheckpoints(this.folder, [...files, { path: this.bestPath, step: 0 }]);
  }

  /** What is saved of a training: all, or all but the frozen parameters, whose names and fingerprint stand for them. */
  private async captured(state: TrainingState): Promise<object> {
    if (this.frozen) return state.capture();
    const names = untrainedKeys(state.model, state.optimizers);
    if (names.join() !== this.#leftOut?.frozen.join()) this.#leftOut = await leftOut(state.model, names);
    const { model, ...others } = state.capture() as { readonly model: StateDict };
    return { ...others, model: without(model, names), ...this.#leftOut };
  }

  private kept<T>({ model, optimizers }: TrainingState, weights: T): T {
    return this.frozen ? weights : (without(weights as StateDict, untrainedKeys(model, optimizers)) as T);
  }

  private forget(): void {
    disposeTensors(this.#validated);
    this.#validated = undefined;
  }

  private async save(state: TrainingState): Promise<void> {
    await saveTrainingCheckpoint(checkpointPath(this.folder, state.totalSteps), await this.captured(state));
    this.#savedAt = state.totalSteps;
    await this.tidy(state.totalSteps, false); // later ones would be taken for this training's
  }

  /** Removes older checkpoints and what killed writers have left, and perhaps later checkpoints. */
  private async tidy(totalSteps: number, keepsLater: boolean): Promise<void> {
    const files = await listCheckpoints(this.folder);
    const own = files.filter(({ step }) => step <= totalSteps);
    await tidyCheckpoints(this.folder, [
      ...own.slice(0, Math.max(0, own.length - this.keepLast)),
      ...(keepsLater ? [] : files.slice(own.length)),
    ]);
  }
}

/**
 * Whether a resumed training may write to a folder: it holds no checkpoints, or the one that the training was resumed
 * from, or earlier ones of the same training, or its best one alone.
 */
async function isFolderOf(folder: string, { id, totalSteps }: TrainingState): Promise<boolean> {
  const files = await listCheckpoints(folder);
  const last = files.findLast(({ step }) => step <= totalSteps);
  if (last === undefined && files.length > 0) return false;
  if (last && last.step < totalSteps && last !== files.at(-1)) return false; // its later part was trained elsewhere
  const path = last?.path ?? (await findBestCheckpoint(folder));
  if (path === undefined) return true;
  try {
    return (await readTrainingValues(path)).id === id;
  } catch (error) {
    if (error instanceof CheckpointError) return false; // a damaged one is nobody's
    throw error;
  }
}

/** What {@link ModelCheckpoint} saves of itself. */
export interface ModelCheckpointState {
  readonly best?: number;
  readonly bestEpoch: number;
}

/**
 * Loads the weights of a training checkpoint, such as `best.safetensors`, into a model. They are the weights that were
 * validated: with `WeightAveraging` the averages. Frozen parameters that the file leaves out stay as the model has them.
 * @param path - A file of {@link ModelCheckpoint}.
 * @throws {@link ArgumentError} if the weights are another model's, or it has other values than those of the frozen parameters.
 */
export async function loadCheckpointWeights(
  model: {
    loadStateDict(state: Readonly<Record<string, Tensor>>): unknown;
    stateDict?(): Readonly<Record<string, Tensor>>;
  },
  path: string,
): Promise<void> {
  const saved = await loadTrainingCheckpoint(path);
  try {
    const weights = (saved.validated ?? saved.model) as StateDict;
    model.loadStateDict(await withFrozen('loadCheckpointWeights', weights, saved, model));
  } finally {
    disposeTensors(saved);
  }
}
