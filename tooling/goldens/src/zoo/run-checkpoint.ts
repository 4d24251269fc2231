import { resolve } from 'node:path';
import { ArgumentError, type Backend } from '@neurona/backend';
import { crossEntropy } from '@neurona/layers';
import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import type { Values } from './compare-output.js';
import { type CheckpointModel, loadLanguageModel } from './language-models.js';
import type { CheckpointCase, GenerateCase } from './model-case.js';

/** The results of a checkpoint's case by name, undefined where there is no such model; throws where a continuation differs. */
export async function runCheckpoint(
  golden: CheckpointCase,
  root: string,
  backend: Backend,
): Promise<Map<string, Values> | undefined> {
  const model = await loadLanguageModel(golden.callable, resolve(root, golden.folder));
  if (!model) return undefined;
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
  const next = tokens.narrow(1, 1, length - 1);
  return crossEntropy(before.reshape([-1, logits.shape[2]!]), next.reshape([-1])).reshape([1]);
}

async function checkContinuation(
  id: string,
  { prompt, max_new_tokens: count, tokens }: GenerateCase,
  model: CheckpointModel,
): Promise<void> {
  for (const useCache of [false, true]) {
    const got = await model.generate(prompt, count, useCache);
    if (got.length === tokens.length && got.every((token, i) => token === tokens[i])) continue;
    throw new ArgumentError(id, {
      expected: `the continuation ${tokens.join(' ')}`,
      received: `${got.join(' ')} (${useCache ? 'with' : 'without'} a cache)`,
    });
  }
}
