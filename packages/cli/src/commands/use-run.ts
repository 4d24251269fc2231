// internal: the commands `evaluate`, `predict` and `export`
import { join, relative } from 'node:path';
import { saveONNX, saveWeights, writeFileAtomically } from '@neurona/checkpoints';
import { manualSeed } from '@neurona/tensor';
import { neurona } from '../console/started-as.js';
import { textTable, written } from '../console/style.js';
import { UsageError } from '../console/usage-error.js';
import { openTrained, type TrainedRun } from '../runs/trained-run.js';
import { unseen } from '../tasks/task.js';
import { costTable, roundWeights } from './quantization-cost.js';

/** What these commands share. */
export interface UseOptions {
  readonly device?: string;
  readonly json?: boolean;
}

/** Scores a run's model on the data that it was not trained on, or on all of other data. */
export async function evaluate(
  folder: string,
  { device, json, data }: UseOptions & { readonly data?: string },
): Promise<void> {
  const { recipe, facts, model } = await openTrained(folder, device);
  const { task, settings } = recipe;
  manualSeed(Number(settings.training!.seed));
  const test =
    data === undefined ? (await task.load(settings)).data.test : await task.loadTest(data, settings, facts);
  const { numbers, text } = await task.evaluate(model, test, settings, facts);
  console.log(
    json
      ? JSON.stringify(numbers)
      : written(data === undefined ? text : text.replace(unseen, () => `of ${data}`)),
  );
}

/** Applies a run's model to inputs. */
export async function predict(
  folder: string,
  inputs: readonly string[],
  { device, json, out }: UseOptions & { readonly out?: string },
): Promise<void> {
  const { run, recipe, facts, model } = await openTrained(folder, device);
  const { task, settings } = recipe;
  if (inputs.length < task.leastInputs) {
    throw new UsageError(
      `Predict what? A model of the task ${task.name} takes ${task.inputKind}:  ${neurona} predict ${folder} <input>`,
    );
  }
  const found = await task.predict(model, inputs, settings, facts);
  for (const { svg, text } of found) {
    if (svg === undefined) continue;
    const path = out ?? run.drawing;
    await writeFileAtomically(path, new TextEncoder().encode(svg));
    if (!json) console.log(`Written: ${relative('', path)}, ${text}, to open in a browser.`);
  }
  const told = found.filter(({ svg }) => svg === undefined);
  if (json) for (const { input, values } of found) console.log(JSON.stringify({ input, ...values }));
  else if (told.some(({ text }) => text.includes('\n')))
    for (const { input, text } of told)
      console.log(written(input === '' || text.startsWith(input) ? text : `${input}\n${text}`));
  else if (told.length > 0)
    console.log(
      textTable(
        ['input', 'answer'],
        told.map(({ input, text }) => [input, written(text)]),
      ),
    );
}

/** What `neurona export` was told. */
export interface ExportOptions {
  readonly format: 'onnx' | 'safetensors' | 'torch';
  readonly out?: string;
  readonly quantize?: 'int8';
}

/** A run with its model as other programs take it: whole, without adapters. */
async function openMerged(folder: string): Promise<TrainedRun> {
  const trained = await openTrained(folder, 'wasm');
  const { adapters } = trained.recipe.task;
  return adapters ? { ...trained, model: adapters.merged(trained.model) } : trained;
}

/** Writes a run's model for other programs. */
export async function exportRun(folder: string, { format, out, quantize }: ExportOptions): Promise<void> {
  if (quantize && format !== 'onnx')
    throw new UsageError(
      `--quantize is for ONNX files:  ${neurona} export ${folder} --to onnx --quantize ${quantize}`,
    );
  const { run, recipe, facts, model } = await openMerged(folder);
  const { task, settings } = recipe;
  const metadata = { task: task.name, recipe: recipe.name, facts: JSON.stringify(facts) };
  const path = out ?? join(run.folder, format === 'onnx' ? 'model.onnx' : `exported-${format}.safetensors`);
  const shown = relative('', path);
  if (format !== 'onnx') {
    await saveWeights(path, model, { layout: format === 'torch' ? 'torch' : 'neurona', metadata });
    const how = format === 'torch' ? ', with names and axes as load_state_dict of PyTorch takes them' : '';
    console.log(`Written: ${shown}${how}.`);
    return;
  }
  const inputs = task.inputs(settings, facts);
  const cost = quantize && (await roundWeights(await openMerged(folder), inputs));
  const measured = cost && { quantized: JSON.stringify(cost) };
  await saveONNX(model, path, inputs, {
    metadata: { ...metadata, ...measured },
    ...(quantize && { quantize }),
  });
  const what = inputs.map(({ name, shape, axes, dtype = 'float32' }) => {
    const sizes = shape.map((size, axis) => axes?.[axis] ?? (axis === 0 ? 'N' : size));
    return `${name} ${dtype} [${sizes.join(', ')}]`;
  });
  console.log(`Written: ${shown}, for ONNX Runtime and others. It takes ${what.join(' and ')}.`);
  if (cost) console.log(costTable(cost));
}
