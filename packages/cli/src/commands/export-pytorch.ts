// internal: the command `export --to pytorch`
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ArgumentError } from '@neurona/backend';
import { listCheckpoints, loadTrainingCheckpoint } from '@neurona/checkpoints';
import {
  type AnyOptimizer,
  CosineAnnealingLR,
  type OptimizerState,
  type ScheduleState,
} from '@neurona/optimizers';
import { type PyTorchTraining, savePyTorch } from '@neurona/pytorch';
import { loadCheckpointWeights } from '@neurona/training';
import { neurona } from '../console/started-as.js';
import { UsageError } from '../console/usage-error.js';
import { openTrained, type TrainedRun } from '../runs/trained-run.js';
import { makeOptimizer, type TrainingSettings } from '../tasks/optimization.js';

/** What `neurona export --to pytorch` was told. */
export interface ExportPyTorchOptions {
  readonly out?: string;
  /** Whether examples are written beside the program. */
  readonly data: boolean;
  readonly modelOnly?: boolean;
  readonly overwrite?: boolean;
}

/** Writes a run as a PyTorch program, which goes on from its last checkpoint. */
export async function exportPyTorchProgram(
  folder: string,
  { out, data: withData, modelOnly = false, overwrite = false }: ExportPyTorchOptions,
): Promise<void> {
  const trained = await openTrained(folder, 'wasm');
  const { run, recipe, facts, model } = trained;
  const { task, settings } = recipe;
  const path = out ?? join(run.folder, 'pytorch');
  if (!overwrite && existsSync(path))
    throw new UsageError(
      `${path} is there already. Name another folder with --out, or replace it with --overwrite.`,
    );
  const shown = relative('', path) || path;
  const inputs = task.inputs(settings, facts);
  if (modelOnly) {
    await savePyTorch(path, model, { inputs, overwrite });
    console.log(`Written: ${shown}, the model and its best weights. How it is used:  ${shown}/README.md`);
    return;
  }
  const { optimizers, training, isResumed } = await trainingOf(trained);
  const loaded = withData ? await task.load(task.torch.unvaried?.(settings) ?? settings) : undefined;
  const data = loaded && { train: loaded.data.train, validation: loaded.data.test };
  await savePyTorch(path, model, { inputs, training, overwrite, ...(data && { data }) });
  for (const one of Object.values(optimizers)) one.dispose();
  console.log(
    `Written: ${shown}, a program that trains on${isResumed ? ' from the last checkpoint' : ' from the best weights, as there is no checkpoint'}.\nTo train:  torchrun --nproc_per_node=2 ${join(shown, 'train.py')}\nAnd back:  ${neurona} import ${shown} ${folder}`,
  );
}

/** Optimizers by the names that the task's steps call them by. */
type Optimizers = Readonly<Record<string, AnyOptimizer>>;

interface Resumed {
  readonly optimizers: Optimizers;
  readonly training: PyTorchTraining;
  readonly isResumed: boolean;
}

/** How a run is trained, with model, optimizer and schedule as its last checkpoint has them. */
async function trainingOf(trained: TrainedRun): Promise<Resumed> {
  const { recipe, facts, model } = trained;
  const { task, settings } = recipe;
  const { optimizer: wanted, training } = settings as unknown as TrainingSettings;
  const networks = task.makeOptimizers?.(model, settings);
  const optimizer = networks ?? makeOptimizer(model, wanted);
  const optimizers: Optimizers = networks ?? { optimizer: optimizer as AnyOptimizer };
  const schedule =
    wanted.schedule === 'cosine'
      ? new CosineAnnealingLR(optimizer as AnyOptimizer, training.epochs)
      : undefined;
  const position = await restore(trained, optimizers, schedule);
  const left = training.epochs - (position ?? 0);
  const { loss, steps, augmentation } = task.torch;
  return {
    optimizers,
    isResumed: position !== undefined,
    training: {
      ...(steps ? { steps: steps(settings) } : { loss: loss!(facts) }),
      clipNorm: training.clipNorm,
      augmentation: augmentation?.(settings),
      optimizer,
      schedule,
      batchSize: training.batchSize,
      epochs: left > 0 ? left : training.epochs,
      seed: training.seed,
    },
  };
}

/** Takes over the newest checkpoint of a run; returns how many epochs were done, or undefined if there is none. */
async function restore(
  { run, recipe: { task, settings }, model }: TrainedRun,
  optimizers: Optimizers,
  schedule: CosineAnnealingLR | undefined,
): Promise<number | undefined> {
  const newest = (await listCheckpoints(run.checkpoints)).at(-1);
  if (!newest) return undefined;
  await loadCheckpointWeights(model, newest.path).catch((error: unknown) => {
    const isOther = task.adapters && error instanceof ArgumentError;
    throw isOther ? new UsageError(task.adapters.otherBase(settings, run.folder)) : error;
  });
  const saved = (await loadTrainingCheckpoint(newest.path)) as {
    readonly optimizers: Readonly<Record<string, OptimizerState>>;
    readonly callbacks: Readonly<Record<string, { readonly schedule?: ScheduleState } | undefined>>;
    readonly position: { readonly epoch: number };
  };
  const states = Object.values(saved.optimizers);
  for (const [name, optimizer] of Object.entries(optimizers))
    optimizer.loadStateDict(saved.optimizers[name] ?? states[0]!);
  const state = saved.callbacks.LearningRateSchedule?.schedule;
  if (state) schedule?.loadStateDict(state);
  return saved.position.epoch;
}
