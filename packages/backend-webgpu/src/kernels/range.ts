import { type Kernels, typedArray } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/**
 * Evenly spaced numbers. Those of float32 that need rounding are counted in JavaScript: there is no double precision on GPUs, and
 * compilers of shaders may round in between, or not.
 */
export function range(gpu: WebGPURuntime): Kernels['range'] {
  return (start, step, size, dtype) => {
    if (dtype === 'float32' && !isExact(start, step, size))
      return gpu.write(counted(start, step, size), [size], dtype);
    const y = gpu.make([size], dtype);
    if (size === 0) return y;
    const scalar = scalarOf(dtype);
    const source = () => ({
      name: 'range',
      outputs: { y: scalar },
      params: { size: 'u32', start: scalar, step: scalar } as const,
      body: `${eachElement()}\n  y[i] = params.start + ${scalar}(i) * params.step;`,
    });
    gpu.dispatch(`range ${scalar}`, source, {
      outputs: [y],
      params: [size, start, step],
      groups: elementGroups(size),
    });
    return y;
  };
}

/** Whether every number on the way is a whole one that float32 holds, so that nothing is rounded. */
const isExact = (start: number, step: number, size: number): boolean =>
  Number.isInteger(start) && Number.isInteger(step) && Math.abs(start) + Math.abs(step) * size <= 2 ** 24;

function counted(start: number, step: number, size: number): Float32Array {
  const values = typedArray('float32', size);
  for (let i = 0; i < size; i++) values[i] = start + i * step;
  return values;
}
