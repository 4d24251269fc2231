import type { BackendCandidate } from '@neurona/backend';

/** Backends that run in this process, by the name that reports use; each one is loaded when it is wanted. */
export const nodeBackends = {
  cpu: async (): Promise<BackendCandidate> => (await import('@neurona/backend-cpu')).cpu(),
  wasm: async (): Promise<BackendCandidate> => (await import('@neurona/backend-wasm')).wasm(),
  webgpu: async (): Promise<BackendCandidate> =>
    (await import('@neurona/backend-webgpu')).webgpu({ software: true }),
  'node-gpu': async (): Promise<BackendCandidate> => (await import('@neurona/backend-node-gpu')).nodeGpu(),
};

/** A backend that runs in Node.js. */
export type NodeBackend = keyof typeof nodeBackends;

/** WebGPU in Chromium, which is started for it. */
export const chromiumBackend = 'webgpu-chromium';

/** Every backend, in order. */
export const backendNames: readonly string[] = [...Object.keys(nodeBackends), chromiumBackend];

/** Those that a full run covers: all but the one for which TensorFlow has to be installed. */
export const usualBackends: readonly string[] = backendNames.filter((name) => name !== 'node-gpu');
