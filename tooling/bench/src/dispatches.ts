import { currentBackend, setBackend } from '@neurona/backend';
import { webgpu } from '@neurona/backend-webgpu';
import { noGrad, zeros } from '@neurona/tensor';
import type { GPT2, Llama } from '@neurona/transformer';
import { trainingStep } from './contenders/neurona.js';
import { gptOf } from './contenders/neurona-model.js';
import type { Start, Workload } from './workloads/workload.js';

/** Dispatches of a training step on WebGPU, or of a token, and of a token that a model with a cache reads; or why they can't be counted. */
export type Dispatches =
  | { readonly count: number; readonly token?: number | undefined }
  | { readonly reason: string };

/**
 * Counts a step's dispatches on WebGPU, a software adapter included: the second step's, as the first makes the optimizer's state.
 * The chosen backend is chosen again afterwards.
 */
export function countDispatches(workload: Workload, start: Start): Promise<Dispatches> {
  return onWebGPU(async () => {
    const { step, close } = trainingStep(workload, start);
    const lossAfter = async (): Promise<void> => {
      using loss = step(0);
      await loss.item();
    };
    await lossAfter();
    const { stop, dispatches } = watchDispatches();
    await lossAfter();
    stop();
    close();
    const model = gptOf(workload);
    const half = Math.ceil(workload.exampleShape[0]! / 2);
    return { count: dispatches(), token: model && (await tokenDispatches(model, half)) };
  });
}

/** Counts the dispatches of a token on WebGPU, behind so many others. The model is made there, and freed. */
export function countTokenDispatches(make: () => LanguageModel, before: number): Promise<Dispatches> {
  return onWebGPU(async () => ({ count: await tokenDispatches(make(), before) }));
}

async function onWebGPU(body: () => Promise<Dispatches>): Promise<Dispatches> {
  const candidate = webgpu({ software: true });
  const found = await candidate.probe();
  if (!found.available) return { reason: found.reason };
  const [before, backend] = [currentBackend(), await candidate.create()];
  setBackend(backend);
  try {
    return await body();
  } finally {
    setBackend(before);
    backend.dispose();
  }
}

/** A GPT-2 or a Llama. */
type LanguageModel = GPT2 | Llama;

/** Dispatches until the scores after one more token can be read, behind a text of one row. */
async function tokenDispatches(model: LanguageModel, length: number): Promise<number> {
  model.eval();
  const [text, next] = [length, 1].map((count) => zeros([1, count], { dtype: 'int32' }));
  const { logits, state } = noGrad(() => model.nextToken(text!));
  await logits.data(); // all of it is dispatched
  const { stop, dispatches } = watchDispatches();
  const after = noGrad(() => model.nextToken(next!, { state }));
  await after.logits.data();
  stop();
  const kept = [state, after.state].flatMap(({ layers }) => layers.flat());
  for (const { keys, values } of kept) [keys, values].forEach((x) => x.dispose());
  for (const x of [text!, next!, logits, after.logits]) x.dispose();
  model.dispose();
  return dispatches();
}

/** Counts what every compute pass dispatches, until it is stopped. */
function watchDispatches(): { stop(): void; dispatches(): number } {
  const { prototype } = GPUComputePassEncoder;
  const { dispatchWorkgroups } = prototype;
  let count = 0;
  prototype.dispatchWorkgroups = function (...groups) {
    count++;
    return dispatchWorkgroups.apply(this, groups);
  };
  return {
    stop() {
      prototype.dispatchWorkgroups = dispatchWorkgroups;
    },
    dispatches: () => count,
  };
}
