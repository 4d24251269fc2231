import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { encodeSafetensors, torchStateShapes, toTorchStateDict } from '@neurona/checkpoints';
import type { Dataset } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import { optimizerProgram } from '../training/optimizer-file.js';
import { readmeText } from '../training/readme-text.js';
import { baseRatesOf } from '../training/schedules.js';
import { stepOf } from '../training/step-of.js';
import { trainText } from '../training/train-text.js';
import { checkTraining, type PyTorchTraining } from '../training/training.js';
import { datasetFile } from './dataset-file.js';
import { layoutOf } from './layout.js';
import { ModelText } from './model-text.js';
import { tensorFile } from './tensor-file.js';
import { type ProgramInput, trialRun } from './trial-run.js';

/** Settings of {@link exportPyTorch}. */
export interface ExportPyTorchOptions {
  /** What the model takes, with a batch axis: `[{ shape: [1, 28, 28, 1] }]`. Tokens have `dtype: 'int32'`. */
  readonly inputs: readonly ProgramInput[];
  /** How it is trained; without it the model alone is exported. */
  readonly training?: PyTorchTraining | undefined;
  /** Examples to learn from and to validate on, which are written beside the program. */
  readonly data?: { readonly train: Dataset; readonly validation?: Dataset } | undefined;
}

/** @internal */
export const exportOptions: OptionTable<ExportPyTorchOptions> = {
  inputs: [],
  training: undefined,
  data: undefined,
};

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * Writes a model as a PyTorch program that needs nothing else: `model.py` with modules of the same names, `weights.safetensors`, and
 * with `training` also `train.py`, which goes on under `torchrun` with the same loss, optimizer and its state, schedule and batch size.
 * Images are `[N, C, H, W]` there. Waits for the device.
 * @returns The files, by name.
 * @throws {@link ArgumentError} if modules, the loss, the optimizer or the schedule have no equal; all modules are named with their
 * paths.
 * @example
 * const model = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 3));
 * const files = await exportPyTorch(model, { inputs: [{ shape: [1, 4] }] });
 * Object.keys(files); // => ['model.py', 'tensor_file.py', 'weights.safetensors', 'requirements.txt', 'README.md']
 */
export async function exportPyTorch(
  model: AnyModule,
  options: ExportPyTorchOptions,
): Promise<Record<string, Uint8Array>> {
  checkModule('exportPyTorch', model);
  const { inputs, training, data } = checkOptions('exportPyTorch', options, exportOptions);
  checkInputs(inputs);
  const trial = trialRun(model, inputs);
  const layout = layoutOf(model, inputs);
  const shapes = torchStateShapes(model, layout);
  const text = new ModelText(trial, shapes).of(model);
  const settings = training && checkTraining(training);
  const step = settings && stepOf(model, settings);
  const rates = settings && baseRatesOf(settings.schedule);
  const optimizer =
    settings && (await optimizerProgram(model, settings.optimizer, Object.keys(shapes), layout, rates));
  const train = settings && step && optimizer && trainText(settings, step, optimizer);
  const state = await toTorchStateDict(model, layout);
  return {
    'model.py': bytes(text),
    'tensor_file.py': bytes(tensorFile),
    'weights.safetensors': encodeSafetensors(state, { format: 'pt' }),
    ...(train && { 'train.py': bytes(train), 'optimizer.safetensors': optimizer.state }),
    ...(data && { 'data/train.safetensors': await datasetFile(data.train) }),
    ...(data?.validation && { 'data/validation.safetensors': await datasetFile(data.validation) }),
    'requirements.txt': bytes(`torch>=1.13\n${settings?.augmentation ? 'torchvision>=0.14\n' : ''}`),
    'README.md': bytes(readmeText(model.kind, settings, data !== undefined)),
  };
}

function checkInputs(inputs: readonly ProgramInput[]): void {
  const hint = 'Write { inputs: [{ shape: [1, 28, 28, 1] }] }.';
  checkArgument('exportPyTorch', 'inputs', inputs, 'list', hint);
  if (inputs.length > 0 && inputs.every((input) => Array.isArray(input?.shape))) return;
  throw new ArgumentError('exportPyTorch', { expected: 'inputs with their shapes', received: inputs, hint });
}
