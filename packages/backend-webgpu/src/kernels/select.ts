import { broadcastShapes, type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import { broadcastStrides, collapse, walkCode, walkParams, walkValues } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Elements of one of two arrays, by a condition, with broadcasting. */
export function select(gpu: WebGPURuntime): Kernels['select'] {
  return (condition, a, b) => {
    const shape = broadcastShapes('select', condition.shape, broadcastShapes('select', a.shape, b.shape));
    const y = gpu.make(shape, a.dtype);
    const size = sizeOf(shape);
    if (size === 0) return y;
    const names = ['condition', 'a', 'b'];
    const walk = collapse({
      sizes: shape,
      strides: [condition, a, b].map((operand) => broadcastStrides(operand.shape, shape)),
    });
    const scalar = scalarOf(a.dtype);
    const source = () => ({
      name: 'select',
      inputs: { condition: 'i32' as const, a: scalar, b: scalar },
      outputs: { y: scalar },
      params: { size: 'u32' as const, ...walkParams(walk, names) },
      body: `${eachElement()}
  ${walkCode(walk, names)}
  if (condition[at_condition] != 0) { y[i] = a[at_a]; } else { y[i] = b[at_b]; }`,
    });
    gpu.dispatch(`select ${scalar} ${walk.sizes.length}`, source, {
      inputs: [condition, a, b],
      outputs: [y],
      params: [size, ...walkValues(walk)],
      groups: elementGroups(size),
    });
    return y;
  };
}
