import { type BackendCandidate, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';
import { tensor } from '@neurona/tensor';
import { trainingStep } from '../contenders/neurona.js';
import { mlpWorkload } from '../workloads/catalogue.js';
import { startOf } from '../workloads/start.js';

/** Backends that the loop runs on, by name. */
export const backends = {
  wasm: () => wasm(),
  cpu: () => cpu(),
  webgpu: () => webgpu({ software: true }),
} as const satisfies Readonly<Record<string, () => BackendCandidate>>;

/** Settings of {@link runUnscopedLoop}. */
export interface LoopOptions {
  readonly backend: keyof typeof backends;
  readonly steps: number;
  /** Whether the loss is awaited after each step; else the loop never pauses. */
  readonly awaits: boolean;
  /** Whether each step runs in a memory scope, for comparison. */
  readonly scoped: boolean;
  /** Sizes of the MLP's layers. */
  readonly layers: readonly number[];
  readonly batchSize: number;
}

/** What a loop held and took. */
export interface LoopResult {
  /** The most bytes that were alive on the device after a step. */
  readonly peakBytes: number;
  /** Bytes alive when the loop ended. */
  readonly lastBytes: number;
  readonly msPerStep: number;
}

/** Trains an MLP as a first loop is written: tensors are made and dropped, and nothing says when they may be freed. */
export async function runUnscopedLoop(options: LoopOptions): Promise<LoopResult> {
  const backend = await useBackend(backends[options.backend]());
  const workload = mlpWorkload(options.layers, options.batchSize);
  const start = await startOf(workload);
  const { stepOn, unscopedStepOn, close } = trainingStep(workload, start);
  const step = options.scoped ? stepOn : unscopedStepOn;
  let peakBytes = 0;
  const began = performance.now();
  for (let i = 0; i < options.steps; i++) {
    const { inputs, targets } = start.batches[i % start.batches.length]!;
    const x = tensor(inputs.values, { shape: inputs.shape });
    const y = tensor(targets);
    const loss = step(x, y);
    if (options.scoped) for (const made of [x, y, loss]) made.dispose();
    else if (options.awaits) await loss.item();
    peakBytes = Math.max(peakBytes, backend.memory().bytes);
  }
  await backend.sync();
  const msPerStep = (performance.now() - began) / options.steps;
  const lastBytes = backend.memory().bytes;
  close();
  backend.dispose();
  return { peakBytes, lastBytes, msPerStep };
}
