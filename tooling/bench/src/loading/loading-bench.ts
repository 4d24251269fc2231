import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadedBytes } from './program.js';
import { type WrittenModel, writeModel } from './write-model.js';

const run = promisify(execFile);

/** A model that is written and loaded. */
export interface LoadingCase {
  readonly model: WrittenModel;
  /** The compiled program that loads it. */
  readonly program: URL | string;
}

/** What loading a model from a folder took, and as a multiple of its size. */
export interface LoadingResult extends LoadedBytes {
  /** What was loaded. */
  readonly name: string;
  /** Bytes of the weights in the file. */
  readonly file: number;
  /** Peak of resident memory over the file's size. */
  readonly overFile: number;
}

/** Writes a random model into a temporary folder and loads it in a process of its own. */
export async function measureLoading({ model, program }: LoadingCase): Promise<LoadingResult> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-loading-'));
  const path = program instanceof URL ? fileURLToPath(program) : program;
  try {
    const file = await writeModel(folder, model);
    const { stdout } = await run(process.execPath, [path, folder]);
    const loaded = JSON.parse(stdout) as LoadedBytes;
    return { name: model.name, file, ...loaded, overFile: loaded.resident / file };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
