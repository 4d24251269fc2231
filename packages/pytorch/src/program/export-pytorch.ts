import { checkArgument, checkOptions, type OptionTable, ArgumentError } from '@neurona/backend';
import {
  CheckpointError,
  encodeSafetensors,
  type TorchOptions,
  torchStateShapes,
  toTorchStateDict,
} from '@neurona/checkpoints';
import { type AnyModule, checkModule } from '@neurona/layers';
import { ModelText } from './model-text.js';
import { tensorFile } from './tensor-file.js';
import { type ProgramInput, trialRun } from './trial-run.js';

/** Settings of {@link exportPyTorch}. */
export interface ExportPyTorchOptions {
  /** What the model takes, with a batch axis: `[{ shape: [1, 28, 28, 1] }]`. Tokens have `dtype: 'int32'`. */
  readonly inputs: readonly ProgramInput[];
}

const exportOptions: OptionTable<ExportPyTorchOptions> = { inputs: [] };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export async function exportPyTorch(
  model: AnyModule,
  options: ExportPyTorchOptions,
): Promise<Record<string, Uint8Array>> {
  checkModule('exportPyTorch', model);
  const { inputs } = checkOptions('exportPyTorch', options, exportOptions);
  checkInputs(inputs);
  const trial = trialRun(model, inputs);
  const layout = layoutOf(model, inputs);
  const text = new ModelText(trial, torchStateShapes(model, layout)).of(model);
  const state = await toTorchStateDict(model, layout);
  return {
    'model.py': bytes(text),
    'tensor_file.py': bytes(tensorFile),
    'weights.safetensors': encodeSafetensors(state, { format: 'pt' }),
  };
}

/** Shapes by which flattened images are found; models of several kinds of inputs are converted without, if they can be. */
function layoutOf(model: AnyModule, inputs: readonly ProgramInput[]): TorchOptions {
  const layout = { inputShape: inputs.map(({ shape }) => shape) };
  if (inputs.length === 1) return layout;
  try {
    torchStateShapes(model, layout);
    return layout;
  } catch (error) {
    if (error instanceof CheckpointError) return {};
    throw error;
  }
}

function checkInputs(inputs: readonly ProgramInput[]): void {
  checkArgument('exportPyTorch', 'inputs', inputs, 'list', 'Write { inputs: [{ shape: [1, 28, 28, 1] }] }.');
  if (inputs.length > 0 && inputs.every(({ shape }) => Array.isArray(shape))) return;
  throw new ArgumentError('exportPyTorch', {
    expected: 'inputs with their shapes',
    received: inputs,
    hint: 'Write { inputs: [{ shape: [1, 28, 28, 1] }] }.',
  });
}
