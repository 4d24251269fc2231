// internal: the command `import`
import { copyFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { saveWeights } from '@neurona/checkpoints';
import { importPyTorch } from '@neurona/pytorch';
import { openTrained } from '../runs/trained-run.js';

/** Puts weights that PyTorch has trained in the place of a run's own, which are kept beside them. */
export async function importWeights(from: string, folder: string): Promise<void> {
  const { run, recipe, facts, model } = await openTrained(folder, 'wasm');
  const { task, settings } = recipe;
  const { loaded } = await importPyTorch(model, from, { inputs: task.inputs(settings, facts) });
  await copyFile(run.weights, run.formerWeights);
  await saveWeights(run.weights, model, {
    metadata: { task: task.name, recipe: recipe.name, facts: JSON.stringify(facts) },
  });
  console.log(
    `${relative('', run.weights)} has ${loaded.length} tensors of ${from}; the former ones are in ${relative('', run.formerWeights)}.\nScores:  neurona evaluate ${folder}`,
  );
}
