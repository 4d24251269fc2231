// internal: which device computes
import {
  type BackendCandidate,
  BackendError,
  type DeviceReport,
  devices,
  useBackend,
} from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { NodeGpuOptions } from '@neurona/backend-node-gpu';
import { wasm } from '@neurona/backend-wasm';
import { webgpu } from '@neurona/backend-webgpu';

/** CUDA by the package `@neurona/backend-node-gpu`, which is installed beside by those who want it: it needs TensorFlow.js. */
function nodeGpu(options: NodeGpuOptions = {}): BackendCandidate {
  const name = 'node-gpu';
  const load = (): Promise<BackendCandidate | undefined> =>
    import('@neurona/backend-node-gpu').then(
      (module) => module.nodeGpu(options),
      () => undefined,
    );
  const reason = 'its package is not installed: npm i @neurona/backend-node-gpu @tensorflow/tfjs-node-gpu';
  return {
    name,
    probe: async () => (await load())?.probe() ?? { available: false, reason },
    async create() {
      const candidate = await load();
      if (candidate) return candidate.create();
      throw new BackendError(name, {
        expected: '@neurona/backend-node-gpu',
        received: 'none',
        where: reason,
      });
    },
  };
}

/** Best first. TensorFlow on the CPU is slower than wasm, so only with CUDA. */
const candidates = (ofWasm: BackendCandidate = wasm()): BackendCandidate[] => [
  nodeGpu({ cuda: true }),
  webgpu(),
  ofWasm,
  cpu(),
];

/** What is meant by a name: a GPU in software too, and TensorFlow on the CPU. */
const named: Readonly<Record<string, () => BackendCandidate>> = {
  'node-gpu': nodeGpu,
  webgpu: () => webgpu({ software: true }),
  wasm,
  cpu,
};

/** Every device with whether it runs here, or why not. */
export const listDevices = (): Promise<DeviceReport[]> => devices(...candidates());

/** A device that computes. */
export interface Device {
  readonly name: string;
  readonly description: string;
}

/** Starts the best device that this machine has, or the one asked for; `threads` are those of wasm, default one for each core. */
export async function chooseDevice(name: string, threads?: number): Promise<Device> {
  const wasmHere = (): BackendCandidate => wasm(threads === undefined ? {} : { threads });
  const asked = name === 'wasm' ? wasmHere() : named[name]?.();
  const all = name === 'auto' ? candidates(wasmHere()) : [];
  const { name: chosen, description } = await useBackend(...(asked ? [asked] : all));
  return { name: chosen, description };
}
