// internal: the command `import`
import { relative } from 'node:path';
import { importPyTorch } from '@neurona/pytorch';
import { keepFormerWeights, saveRunWeights, weightsOf } from '../runs/run-weights.js';
import { openTrained } from '../runs/trained-run.js';

/** Puts weights that PyTorch has trained in the place of a run's own, which are kept beside them. */
export async function importWeights(from: string, folder: string): Promise<void> {
  const { run, recipe, facts, model } = await openTrained(folder, 'wasm');
  const { task, settings } = recipe;
  const { loaded } = await importPyTorch(model, from, { inputs: task.inputs(settings, facts) });
  const former = await keepFormerWeights(run, recipe);
  await saveRunWeights(run, recipe, facts, model);
  console.log(
    `${relative('', weightsOf(run, recipe))} has ${loaded.length} tensors of ${from}; the former ones are in ${relative('', former)}.\nScores:  neurona evaluate ${folder}`,
  );
}
