import type { Kernels } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Evenly spaced numbers. Start and step come as a float32 and what it misses, so that long ranges stay exact. */
export function range(gpu: WebGPURuntime): Kernels['range'] {
  return (start, step, size, dtype) => {
    const y = gpu.make([size], dtype);
    if (size === 0) return y;
    const float = dtype === 'float32';
    const scalar = scalarOf(dtype);
    const source = () => ({
      name: 'range',
      outputs: { y: scalar },
      params: float
        ? ({ size: 'u32', start: 'f32', startRest: 'f32', step: 'f32', stepRest: 'f32' } as const)
        : ({ size: 'u32', start: 'i32', step: 'i32' } as const),
      body: `${eachElement()}\n  y[i] = ${
        float
          ? 'params.start + (f32(i) * params.step + (f32(i) * params.stepRest + params.startRest))'
          : 'params.start + i32(i) * params.step'
      };`,
    });
    const params = float ? [size, ...split(start), ...split(step)] : [size, start, step];
    gpu.dispatch(`range ${scalar}`, source, { outputs: [y], params, groups: elementGroups(size) });
    return y;
  };
}

const split = (value: number): [number, number] => [Math.fround(value), value - Math.fround(value)];
