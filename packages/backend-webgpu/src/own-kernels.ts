import type { KernelTable } from '@neurona/backend';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** Kernels as own shaders, where tfjs's are slow, missing or not what the contract says. */
export function ownKernels(_gpu: WebGPURuntime): Partial<KernelTable> {
  return {};
}
