import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Fills an array with one value. */
export function fill(gpu: WebGPURuntime): Kernels['fill'] {
  return (shape, value, dtype) => {
    const y = gpu.make(shape, dtype);
    const size = sizeOf(shape);
    if (size === 0) return y;
    const scalar = scalarOf(dtype);
    const source = () => ({
      name: 'fill',
      outputs: { y: scalar },
      params: { size: 'u32' as const, value: scalar },
      body: `${eachElement()}\n  y[i] = params.value;`,
    });
    const stored = dtype === 'bool' ? Number(value !== 0) : value;
    gpu.dispatch(`fill ${scalar}`, source, {
      outputs: [y],
      params: [size, stored],
      groups: elementGroups(size),
    });
    return y;
  };
}
