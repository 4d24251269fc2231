import { type FusedKernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** The gradient where the result was above 0. */
export function reluGrad(gpu: WebGPURuntime): FusedKernels['reluGrad'] {
  return (grad, y) => {
    const out = gpu.make(grad.shape, 'float32');
    const size = sizeOf(grad.shape);
    if (size === 0) return out;
    const source = () => ({
      name: 'reluGrad',
      inputs: { grad: 'f32', y: 'f32' } as const,
      outputs: { out: 'f32' } as const,
      params: { size: 'u32' } as const,
      body: `${eachElement()}\n  out[i] = select(0.0, grad[i], y[i] > 0.0);`,
    });
    gpu.dispatch('reluGrad', source, {
      inputs: [grad, y],
      outputs: [out],
      params: [size],
      groups: elementGroups(size),
    });
    return out;
  };
}
