// internal: the command `import`
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { WeightsError } from '@neurona/checkpoints';
import { importPyTorch } from '@neurona/pytorch';
import { neurona } from '../console/started-as.js';
import { UsageError } from '../console/usage-error.js';
import { loadONNX } from '../files/onnx-weights.js';
import { keepFormerWeights, saveRunWeights, weightsOf } from '../runs/run-weights.js';
import { openTrained } from '../runs/trained-run.js';

/** Puts weights that PyTorch has trained, or of an ONNX file, in the place of a run's own, which are kept beside them. */
export async function importWeights(from: string, folder: string | undefined): Promise<void> {
  const isONNX = from.endsWith('.onnx');
  if (folder === undefined) {
    throw new UsageError(
      isONNX
        ? `Into which run? A model of the same layers:  ${neurona} import ${from} runs/digits-1\nA network of any layers is a module in TypeScript:  const model = await importONNX('${from}') // of @neurona/checkpoints\nIts weights alone:  ${neurona} convert ${from} model.safetensors`
        : `Into which run? The one that it was exported from:  ${neurona} import ${from} runs/digits-1`,
    );
  }
  const found = await stat(from).catch(() => undefined);
  if (!found) throw new UsageError(`There is no file or folder ${from}.`);
  if (found.isDirectory() && !existsSync(join(from, 'trained.safetensors'))) {
    throw new UsageError(
      `${from} has no trained.safetensors, which its train.py writes after each epoch:  torchrun --nproc_per_node=2 ${join(from, 'train.py')}`,
    );
  }
  const { run, recipe, facts, model } = await openTrained(folder, 'wasm');
  const { task, settings } = recipe;
  if (isONNX && task.adapters) {
    throw new UsageError(
      `${from} holds a whole model, and a run of the task ${task.name} keeps adapters alone. The model is a module in TypeScript:  const model = await importONNX('${from}') // of @neurona/checkpoints\nIts weights alone:  ${neurona} convert ${from} model.safetensors`,
    );
  }
  const inputs = task.inputs(settings, facts);
  const loaded = async (): Promise<number> =>
    isONNX
      ? await loadONNX(model, from, inputs)
      : (await importPyTorch(model, from, { inputs })).loaded.length;
  const count = await loaded().catch((error: unknown) => {
    throw error instanceof WeightsError ? new UsageError(otherModel(from, folder, error)) : error;
  });
  const former = await keepFormerWeights(run, recipe);
  await saveRunWeights(run, recipe, facts, model);
  console.log(
    `${relative('', weightsOf(run, recipe))} has ${count} tensors of ${from}; the former ones are in ${relative('', former)}.\nScores:  ${neurona} evaluate ${folder}`,
  );
}

/** What differs, without the options of the library that its message names. */
function otherModel(from: string, folder: string, { report, message, file }: WeightsError): string {
  const { missing, unexpected, mismatched } = report;
  const told = /\((.*)\)/s.exec(message)?.[1] ?? message;
  const differing = told.replace(`, ${file}`, ''); // which is named already, or isn't one
  const remedy = from.endsWith('.onnx')
    ? 'Where PyTorch wrote it of this model, weights keep their names with torch.onnx.export(…, do_constant_folding=False, training=torch.onnx.TrainingMode.PRESERVE).'
    : 'Name the run that it was exported from.';
  return `${from} holds the weights of another model than ${folder}: ${missing.length} missing, ${unexpected.length} unexpected, ${mismatched.length} of another shape (${differing}). Nothing was changed. ${remedy}`;
}
