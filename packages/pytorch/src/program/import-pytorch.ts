import { checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { type LoadWeightsOptions, loadWeights, type WeightsReport } from '@neurona/checkpoints';
import type { HostArray } from '@neurona/datasets';
import type { AnyModule } from '@neurona/layers';
import { layoutOf } from './layout.js';
import type { ProgramInput } from './trial-run.js';

/** Settings of {@link importPyTorch}. */
export interface ImportPyTorchOptions extends Pick<LoadWeightsOptions, 'strict' | 'rename'> {
  /** What the model takes, as it was exported: `[{ shape: [1, 28, 28, 1] }]`. */
  readonly inputs: readonly ProgramInput[];
}

const importOptions: OptionTable<ImportPyTorchOptions> = {
  inputs: [],
  strict: true,
  rename: undefined,
};

/**
 * Loads the weights that an exported program has trained into the model that was exported. All are checked before the first changes.
 * @param from - The program's folder, whose `trained.safetensors` is read, a file of weights (safetensors, `.pt`), or arrays by their names
 * in PyTorch.
 * @throws {@link WeightsError} if they are another model's; {@link CheckpointError} if the file is damaged.
 * @example
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * const parent = await mkdtemp(`${tmpdir()}/neurona-`);
 * const inputs = [{ shape: [1, 4] }];
 * await savePyTorch(`${parent}/program`, new Linear(4, 2), { inputs });
 * const { loaded } = await importPyTorch(new Linear(4, 2), `${parent}/program/weights.safetensors`, { inputs });
 * loaded; // => ['weight', 'bias']
 * await rm(parent, { recursive: true });
 */
export async function importPyTorch(
  model: AnyModule,
  from: string | Readonly<Record<string, HostArray>>,
  options: ImportPyTorchOptions,
): Promise<WeightsReport> {
  checkArgument('importPyTorch', 'from', from, typeof from === 'object' ? 'record' : 'string');
  const { inputs, ...matching } = checkOptions('importPyTorch', options, importOptions);
  checkArgument('importPyTorch', 'inputs', inputs, 'list', 'Say what the model takes: [{ shape: [1, 4] }].');
  const source = typeof from === 'string' ? fileOf(from) : from;
  return await loadWeights(model, source, { layout: 'torch', ...layoutOf(model, inputs), ...matching });
}

const fileOf = (from: string): string =>
  /\.(safetensors|pt|pth|bin)$/.test(from) ? from : `${from.replace(/[/\\]$/, '')}/trained.safetensors`;
