import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import { writeFolder } from '#folder';
import { type ExportPyTorchOptions, exportOptions, exportPyTorch } from './export-pytorch.js';

/** Settings of {@link savePyTorch}. */
export interface SavePyTorchOptions extends ExportPyTorchOptions {
  /** Whether a folder that is there is replaced, with all that is in it; default false: that is an error. */
  readonly overwrite?: boolean;
}

const saveOptions: OptionTable<SavePyTorchOptions> = { ...exportOptions, overwrite: false };

/**
 * Writes what {@link exportPyTorch} returns into a folder, in Node.js. The folder is whole or not there.
 * @returns Names of the files.
 * @throws {@link ArgumentError} as `exportPyTorch` does, before anything is written, and if the folder is there.
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const parent = await mkdtemp(`${tmpdir()}/neurona-`);
 * const files = await savePyTorch(`${parent}/program`, new Linear(4, 2), { inputs: [{ shape: [1, 4] }] });
 * files.length; // => 5
 * await rm(parent, { recursive: true });
 */
export async function savePyTorch(
  folder: string,
  model: AnyModule,
  options: SavePyTorchOptions,
): Promise<string[]> {
  checkArgument('savePyTorch', 'folder', folder, 'string');
  const { overwrite = false, ...rest } = checkOptions('savePyTorch', options, saveOptions);
  const files = await exportPyTorch(model, rest);
  await writeFolder(folder, files, overwrite);
  return Object.keys(files);
}
