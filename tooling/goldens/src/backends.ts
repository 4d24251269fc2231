import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { BackendCandidate } from '@neurona/backend';

const softwareVulkan = '/usr/lib/chromium/vk_swiftshader_icd.json'; // Debian's chromium brings a software GPU driver

/** Backends that run in this process, by the name that reports use; each one is loaded when it is wanted. */
export const nodeBackends = {
  cpu: async (): Promise<BackendCandidate> => (await import('@neurona/backend-cpu')).cpu(),
  wasm: async (): Promise<BackendCandidate> => (await import('@neurona/backend-wasm')).wasm(),
  webgpu: async (): Promise<BackendCandidate> => {
    if (!process.env.VK_DRIVER_FILES && existsSync(softwareVulkan)) process.env.VK_DRIVER_FILES = softwareVulkan;
    process.env.XDG_RUNTIME_DIR ??= tmpdir(); // without it the driver prints a warning
    return (await import('@neurona/backend-webgpu')).webgpu();
  },
};

/** A backend that runs in Node.js. */
export type NodeBackend = keyof typeof nodeBackends;

/** WebGPU in Chromium, which is started for it. */
export const chromiumBackend = 'webgpu-chromium';

/** Every backend that a full run covers, in order. */
export const backendNames: readonly string[] = [...Object.keys(nodeBackends), chromiumBackend];
