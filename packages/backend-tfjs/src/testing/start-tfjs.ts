// internal
import { env, setBackend } from '@tensorflow/tfjs-core';

/** TensorFlow.js's backends that run in Node.js without a native library. */
export const names = ['cpu', 'wasm', 'webgpu'] as const;

/** Registers a backend of tfjs, as a user does by importing it; returns why it can't run here, if it can't. */
export async function startTfjs(name: (typeof names)[number]): Promise<string | undefined> {
  env().set('PROD', true); // no banner
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (name === 'webgpu') {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (!(await gpu.requestAdapter())) return 'no WebGPU adapter: set VK_DRIVER_FILES to a Vulkan driver';
    const navigator = globalThis.navigator ?? {};
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
    await import('@tensorflow/tfjs-backend-webgpu');
  }
  return (await setBackend(name)) ? undefined : `TensorFlow.js's backend ${name} did not start`;
}
