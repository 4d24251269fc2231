import { currentBackend, setBackend } from '@neurona/backend';
import { webgpu } from '@neurona/backend-webgpu';
import { trainingStep } from './contenders/neurona.js';
import type { Start, Workload } from './workloads/workload.js';

/** Dispatches of a training step on WebGPU, or why they can't be counted. */
export type Dispatches = { readonly count: number } | { readonly reason: string };

/**
 * Counts a step's dispatches on WebGPU, a software adapter included: the second step's, as the first makes the optimizer's state.
 * The chosen backend is chosen again afterwards.
 */
export async function countDispatches(workload: Workload, start: Start): Promise<Dispatches> {
  const candidate = webgpu({ software: true });
  const found = await candidate.probe();
  if (!found.available) return { reason: found.reason };
  const [before, backend] = [currentBackend(), await candidate.create()];
  setBackend(backend);
  try {
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
    return { count: dispatches() };
  } finally {
    setBackend(before);
    backend.dispose();
  }
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
