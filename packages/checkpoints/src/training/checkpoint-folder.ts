import { ArgumentError, checkArgument } from '@neurona/backend';
import { namesIn, removeFile } from '#disk';
import { CheckpointError } from '../checkpoint-error.js';
import { isOfDisk } from '../files/write-file-atomically.js';

/** A training checkpoint in a folder. */
export interface CheckpointFile {
  readonly path: string;
  /** Number of optimizer steps; part of the name. */
  readonly step: number;
}

const pattern = /^step-(\d{9,})\.safetensors$/;
const best = 'best.safetensors';
const leftover = /^\.(?:step-\d{9,}|best)\.safetensors\.[0-9a-f]{12}\.tmp$/;

/**
 * The path of a checkpoint in a folder, by the steps made.
 * @example
 * checkpointPath('runs/digits', 1200); // => 'runs/digits/step-000001200.safetensors'
 */
export function checkpointPath(folder: string, step: number): string {
  if (!Number.isSafeInteger(step) || step < 0) {
    throw new ArgumentError('checkpointPath', {
      expected: 'the number of steps to be an integer of at least 0',
      received: step,
    });
  }
  return join(folder, `step-${String(step).padStart(9, '0')}.safetensors`);
}

/**
 * The checkpoints in a folder, oldest first; empty if there is no such folder.
 * @throws {@link CheckpointError} if the folder can't be read.
 * @example
 * await listCheckpoints('no/such/folder'); // => []
 */
export async function listCheckpoints(folder: string): Promise<readonly CheckpointFile[]> {
  const names = await ofDisk('listCheckpoints', folder, 'a folder that can be read', () => namesIn(folder));
  const found = names.flatMap((name) => {
    const step = pattern.exec(name)?.[1];
    return step === undefined ? [] : [{ path: join(folder, name), step: Number(step) }];
  });
  return found.sort((a, b) => a.step - b.step);
}

/**
 * The path of the best checkpoint in a folder, `best.safetensors`; undefined if there is none.
 * @throws {@link CheckpointError} if the folder can't be read.
 * @example
 * await findBestCheckpoint('no/such/folder'); // => undefined
 */
export async function findBestCheckpoint(folder: string): Promise<string | undefined> {
  const names = await ofDisk('findBestCheckpoint', folder, 'a folder that can be read', () =>
    namesIn(folder),
  );
  return names.includes(best) ? join(folder, best) : undefined;
}

/**
 * The path of the best checkpoint in a folder, whether or not there is one.
 * @example
 * bestCheckpointPath('runs/digits'); // => 'runs/digits/best.safetensors'
 */
export const bestCheckpointPath = (folder: string): string => join(folder, best);

/**
 * Removes checkpoints of a folder, and what writers that were killed have left: nobody else may be writing into it, see {@link
 * lockFolder}.
 * @throws {@link CheckpointError} if one can't be removed.
 */
export async function tidyCheckpoints(folder: string, unwanted: readonly CheckpointFile[]): Promise<void> {
  checkArgument('tidyCheckpoints', 'unwanted', unwanted, 'list');
  const names = await ofDisk('tidyCheckpoints', folder, 'a folder that can be read', () => namesIn(folder));
  const left = names.filter((name) => leftover.test(name)).map((name) => join(folder, name));
  for (const path of [...unwanted.map((file) => file.path), ...left]) {
    await ofDisk('tidyCheckpoints', path, 'a file that can be removed', () => removeFile(path));
  }
}

/** Disk access whose errors name the file. */
async function ofDisk<Result>(
  subject: string,
  file: string,
  expected: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isOfDisk(error)) throw error;
    throw new CheckpointError(subject, { expected, received: error, file, cause: error });
  }
}

const join = (folder: string, name: string): string =>
  checkArgument('checkpoints', 'the folder', folder, 'string') === ''
    ? name
    : `${folder.replace(/\/$/, '')}/${name}`;
