import { type FusedKernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** gate · σ(gate) · x. */
export function gatedSilu(gpu: WebGPURuntime): FusedKernels['gatedSilu'] {
  return (gate, x) => {
    const out = gpu.make(x.shape, 'float32');
    const size = sizeOf(x.shape);
    if (size === 0) return out;
    const source = () => ({
      name: 'gatedSilu',
      inputs: { gate: 'f32', x: 'f32' } as const,
      outputs: { out: 'f32' } as const,
      params: { size: 'u32' } as const,
      declarations: functionsFor('sigmoid_('),
      body: `${eachElement()}\n  out[i] = gate[i] * sigmoid_(gate[i]) * x[i];`,
    });
    gpu.dispatch('gatedSilu', source, {
      inputs: [gate, x],
      outputs: [out],
      params: [size],
      groups: elementGroups(size),
    });
    return out;
  };
}
