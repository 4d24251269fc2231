import { type Kernels, splitAtAxis } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Arrays one after the other along an axis: one dispatch for each. */
export function concat(gpu: WebGPURuntime): Kernels['concat'] {
  return (xs, axis) => {
    const first = xs[0]!;
    const total = xs.reduce((sum, x) => sum + x.shape[axis]!, 0);
    const y = gpu.make(first.shape.with(axis, total), first.dtype);
    const scalar = scalarOf(first.dtype);
    const { outer, inner } = splitAtAxis(y.shape, axis);
    const source = () => ({
      name: 'concat',
      inputs: { x: scalar },
      outputs: { y: scalar },
      params: { size: 'u32', run: 'u32', stride: 'u32', start: 'u32' } as const,
      body: `${eachElement()}\n  y[i / params.run * params.stride + params.start + i % params.run] = x[i];`,
    });
    let start = 0;
    for (const x of xs) {
      const run = x.shape[axis]! * inner;
      const size = outer * run;
      if (size > 0) {
        const params = [size, run, total * inner, start];
        gpu.dispatch(`concat ${scalar}`, source, {
          inputs: [x],
          outputs: [y],
          params,
          groups: elementGroups(size),
        });
      }
      start += run;
    }
    return y;
  };
}
