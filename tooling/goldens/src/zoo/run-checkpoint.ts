import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError, type Backend } from '@neurona/backend';
import { loadWeights } from '@neurona/checkpoints';
import { crossEntropy } from '@neurona/layers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { CheckpointModel, CheckpointRow } from './architectures.js';
import type { Values } from './compare-output.js';
import type { CheckpointCase, GenerateCase } from './model-case.js';

/** The results of a checkpoint's case by name; throws where a continuation differs. */
export async function runCheckpoint(
  golden: CheckpointCase,
  row: CheckpointRow,
  root: string,
  backend: Backend,
): Promise<Map<string, Values>> {
  const folder = join(root, golden.folder);
  const model = row(JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')));
  await loadWeights(model.module, await weightsIn(folder), {
    rename: model.rename,
    isTurned: model.isTurned,
  });
  model.module.eval();
  const inputs = Object.fromEntries(
    Object.entries(golden.inputs).map(([name, rows]) => [name, tensor(rows, { dtype: 'int32', backend })]),
  );
  const results = new Map<string, Values>();
  const outputs = noGrad(() => scoped(() => withLoss(golden, model.forward(inputs), inputs)));
  for (const [name, output] of Object.entries(outputs)) {
    const values = { shape: output.shape, values: await output.data() };
    results.set(name, visible(values, golden.inputs.attention_mask));
    output.dispose();
  }
  if (golden.generate) await checkContinuation(golden.id, golden.generate, model);
  for (const input of Object.values(inputs)) input.dispose();
  model.module.dispose();
  return results;
}

/** The file of weights in a folder, or the index of its shards. */
async function weightsIn(folder: string): Promise<string> {
  const index = join(folder, 'model.safetensors.index.json');
  return readFile(index).then(
    () => index,
    () => join(folder, 'model.safetensors'),
  );
}

/** The outputs that a case compares, and the loss of the next token. */
function withLoss(
  { outputs }: CheckpointCase,
  results: Readonly<Record<string, Tensor>>,
  { input_ids: tokens }: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const wanted = outputs.map((name): [string, Tensor] => {
    if (name === 'loss') return [name, nextTokenLoss(results.logits!, tokens!)];
    const output = results[name];
    if (!output) throw new ArgumentError(name, { expected: 'a result of the model', received: 'none' });
    return [name, output];
  });
  return Object.fromEntries(wanted);
}

/** Of results for each token `[N, L, ...]`, those of visible tokens alone, in row order `[M, ...]`. */
function visible({ shape, values }: Values, mask: CheckpointCase['inputs'][string] | undefined): Values {
  if (!mask || shape.length !== 3) return { shape, values };
  const features = shape[2]!;
  const tokens = mask.flat().flatMap((isVisible, token) => (isVisible ? [token] : []));
  const kept = tokens.flatMap((token) =>
    Array.from({ length: features }, (_, i) => values[token * features + i]!),
  );
  return { shape: [tokens.length, features], values: kept };
}

/** The mean cross-entropy of the logits `[N, L, V]` at each token with the next one. */
function nextTokenLoss(logits: Tensor, tokens: Tensor): Tensor {
  const length = tokens.shape[1]!;
  const before = logits.narrow(1, 0, length - 1);
  return crossEntropy(before.reshape([-1, logits.shape[2]!]), tokens.narrow(1, 1, length - 1).reshape([-1]));
}

async function checkContinuation(
  id: string,
  { prompt, max_new_tokens: count, tokens }: GenerateCase,
  model: CheckpointModel,
): Promise<void> {
  for (const useCache of [false, true]) {
    const got = await model.generate?.(prompt, count, useCache);
    if (got && got.length === tokens.length && got.every((token, i) => token === tokens[i])) continue;
    throw new ArgumentError(id, {
      expected: `the continuation ${tokens.join(' ')}`,
      received: `${got?.join(' ') ?? 'no way to generate'} (${useCache ? 'with' : 'without'} a cache)`,
    });
  }
}
