// internal

import { ArgumentError, NeuronaError } from '@neurona/backend';
import {
  findBestCheckpoint,
  listCheckpoints,
  loadTrainingCheckpoint,
  type TrainingCheckpoint,
} from '@neurona/checkpoints';
import type { GeneratorState, Tensor } from '@neurona/tensor';
import type { EpochResult, History } from '../loop/history.js';
import type { Steps } from '../loop/steps.js';
import type { TallyState } from '../loop/tally.js';
import { disposeTensors, toTensors } from '../loop/tensor-tree.js';
import type { Spread } from '../loop/totals.js';

/** The progress of a training. */
export interface Position {
  readonly epoch: number;
  /** Batches and optimizer steps of the epoch that are done. */
  readonly batch: number;
  readonly step: number;
  readonly totalSteps: number;
  /** Whether all batches of the epoch are. */
  readonly isPassDone: boolean;
}

/** Everything that is needed to resume a training: what `state.capture()` returns. */
export interface SavedTraining {
  /** Identity of the training, the same in all of its checkpoints. */
  readonly id?: string;
  readonly position: Position;
  readonly model: Readonly<Record<string, Tensor>>;
  /** Names of frozen parameters that `model` is without: they stay as the model has them. */
  readonly frozen?: readonly string[];
  /** Fingerprint of their values. */
  readonly frozenValues?: string;
  readonly optimizers: Readonly<Record<string, unknown>>;
  readonly callbacks: Readonly<Record<string, unknown>>;
  readonly random: {
    readonly now: GeneratorState;
    /** State of the default generator when this epoch began. */
    readonly atPassStart: GeneratorState;
    readonly others: readonly GeneratorState[];
  };
  readonly data: unknown;
  readonly validation: unknown;
  /** The results of the epoch so far; only in the middle of an epoch. */
  readonly tally?: TallyState;
  /** The recurrent state that the last batch left; only in the middle of an epoch. */
  readonly carried?: unknown;
  /** The numbers of the epoch's training, when validation is what is still to be done. */
  readonly trained?: Spread;
  readonly history: {
    readonly epochs: readonly EpochResult[];
    readonly deviations: readonly EpochResult[];
    readonly seconds: number;
  };
  /** Why a callback ended training. */
  readonly stopped?: { readonly reason?: string };
}

/** A checkpoint, and where it came from. */
export interface FoundTraining {
  readonly saved: SavedTraining;
  /** Path, for messages. */
  readonly where: string;
  /** The file, where it came from one, and newer ones that are damaged. */
  readonly from?: NonNullable<History['resumedFrom']>;
}

/**
 * The checkpoint to resume: the file, or the newest readable file of the folder, or else its best; undefined if the folder has
 * none. The caller owns its tensors.
 * @throws {@link ArgumentError} if it is not the checkpoint of a training by `fit`.
 */
export async function findSaved(resume: string | TrainingCheckpoint): Promise<FoundTraining | undefined> {
  if (typeof resume !== 'string') return checked(toTensors(resume) as TrainingCheckpoint, 'what was given');
  if (resume.endsWith('.safetensors')) return read(resume, []);
  const skipped: string[] = [];
  let damage: unknown;
  const newestFirst = (await listCheckpoints(resume)).map(({ path }) => path).reverse();
  const best = await findBestCheckpoint(resume);
  for (const path of best ? [...newestFirst, best] : newestFirst) {
    try {
      return await read(path, skipped);
    } catch (error) {
      if (!(error instanceof NeuronaError)) throw error;
      damage ??= error; // the disk failed: an older file may be readable
      skipped.push(path);
    }
  }
  if (damage) throw damage;
  return undefined;
}

const read = async (path: string, skipped: readonly string[]): Promise<FoundTraining> => ({
  ...checked(await loadTrainingCheckpoint(path), path),
  from: { path, skipped },
});

function checked(parts: TrainingCheckpoint, where: string): FoundTraining {
  const isRecord = (part: unknown): boolean =>
    typeof part === 'object' && part !== null && !Array.isArray(part);
  const needed = ['position', 'model', 'optimizers', 'random', 'history'];
  const missing = needed.filter((name) => !isRecord(parts[name]));
  if (missing.length === 0) return { saved: parts as unknown as SavedTraining, where };
  disposeTensors(parts);
  throw new ArgumentError('fit', {
    expected: 'the checkpoint of a training by fit to resume from',
    received: `one without ${missing.join(', ')}`,
    where,
    hint: 'Use a file of ModelCheckpoint, or load the parts by their loadStateDict.',
  });
}

/**
 * Restores parts of a checkpoint.
 * @throws {@link ArgumentError} that names the checkpoint, if they are another training's.
 */
export async function takeOver({ where }: FoundTraining, load: () => void | Promise<void>): Promise<void> {
  try {
    await load();
  } catch (error) {
    throw new ArgumentError('fit', {
      expected: 'the checkpoint of this model, with these optimizers, callbacks and data, to resume from',
      received: error,
      where,
      hint: 'Build them as they were, or start again in another folder; loadCheckpointWeights loads only the weights.',
      cause: error,
    });
  }
}

/** The states of optimizers by name. */
export function optimizerStates(optimizers: Readonly<Record<string, Steps>>): Record<string, unknown> {
  const states = Object.entries(optimizers).map(([name, optimizer]) => {
    if (optimizer.stateDict) return [name, optimizer.stateDict()] as const;
    throw new ArgumentError('fit', {
      expected: 'optimizers with stateDict() for a checkpoint',
      received: 'one without',
      where: name,
    });
  });
  return Object.fromEntries(states);
}

/** Restores the states. */
export function loadOptimizers(optimizers: Readonly<Record<string, Steps>>, saved: SavedTraining): void {
  for (const [name, optimizer] of Object.entries(optimizers)) {
    if (!Object.hasOwn(saved.optimizers, name)) {
      throw new ArgumentError('fit', {
        expected: `a checkpoint with the optimizer ${name}`,
        received: `one with ${Object.keys(saved.optimizers).join(', ') || 'none'}`,
      });
    }
    optimizer.loadStateDict?.(saved.optimizers[name]);
  }
}
