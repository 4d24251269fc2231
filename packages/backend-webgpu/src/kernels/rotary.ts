import { type FusedKernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Each thread turns one pair: element i of a half, and the same one of the other half. */
export function rotary(gpu: WebGPURuntime): FusedKernels['rotary'] {
  return (x, cos, sin) => {
    const out = gpu.make(x.shape, 'float32');
    const size = sizeOf(x.shape) / 2;
    if (size === 0) return out;
    const [length, half] = cos.shape.slice(-2) as [number, number];
    const share = (size * length) / sizeOf(cos.shape); // rows of x for each table
    const source = () => ({
      name: 'rotary',
      inputs: { x: 'f32', cosines: 'f32', sines: 'f32' } as const,
      outputs: { y: 'f32' } as const,
      params: { size: 'u32', half: 'u32', length: 'u32', share: 'u32' } as const,
      body: `${eachElement()}
  let row = i / params.half;
  let a = i + row * params.half;
  let b = a + params.half;
  let at = (row / params.share * params.length + row % params.length) * params.half + i % params.half;
  y[a] = x[a] * cosines[at] - x[b] * sines[at];
  y[b] = x[b] * cosines[at] + x[a] * sines[at];`,
    });
    gpu.dispatch('rotary', source, {
      inputs: [x, cos, sin],
      outputs: [out],
      params: [size, half, length, share],
      groups: elementGroups(size),
    });
    return out;
  };
}
