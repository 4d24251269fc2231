import { type BackendCandidate, devices, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { nodeGpu } from '@neurona/backend-node-gpu';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';

/** Best first. */
const candidates: Readonly<Record<string, () => BackendCandidate>> = { webgpu, wasm, cpu };

/** Those that were asked for by name: a GPU in software too, and TensorFlow's library. */
const asked: Readonly<Record<string, () => BackendCandidate>> = {
  ...candidates,
  webgpu: () => webgpu({ software: true }),
  'node-gpu': nodeGpu,
};

/** Names to choose from. */
export const backendNames = Object.keys(asked);

/** Starts the best device that this machine has, or the one asked for, and says in a few lines which and why. */
export async function chooseDevice(name: string): Promise<string[]> {
  if (name !== 'auto') {
    const backend = await useBackend(asked[name]!());
    return [`Device: ${backend.name} (${backend.description}), as you asked.`];
  }
  const all = Object.values(candidates).map((candidate) => candidate());
  const reports = await devices(...all);
  const backend = await useBackend(...all);
  const passed = reports.slice(0, backendNames.indexOf(backend.name));
  const skipped = passed.map(
    (report) => `  not ${report.name}: ${report.available ? 'it did not start' : report.reason}`,
  );
  return [`Device: ${backend.name} (${backend.description}), the best that this machine has.`, ...skipped];
}
