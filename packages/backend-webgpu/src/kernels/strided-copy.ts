import { type DeviceArray, type Shape, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import { collapse, walkCode, walkParams, walkValues } from '../strided.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** A new array of a shape whose elements lie in x from `start` on, `strides` apart (0 repeats, negative goes back). */
export function stridedCopy(
  gpu: WebGPURuntime,
  name: string,
  x: DeviceArray,
  shape: Shape,
  strides: readonly number[],
  start = 0,
): DeviceArray {
  const y = gpu.make(shape, x.dtype);
  const size = sizeOf(shape);
  if (size === 0) return y;
  const walk = collapse({ sizes: shape, strides: [strides] });
  const scalar = scalarOf(x.dtype);
  const source = () => ({
    name,
    inputs: { x: scalar },
    outputs: { y: scalar },
    params: { size: 'u32' as const, start: 'u32' as const, ...walkParams(walk, ['x']) },
    body: `${eachElement()}\n  ${walkCode(walk, ['x'])}\n  y[i] = x[params.start + at_x];`,
  });
  gpu.dispatch(`${name} ${scalar} ${walk.sizes.length}`, source, {
    inputs: [x],
    outputs: [y],
    params: [size, start, ...walkValues(walk)],
    groups: elementGroups(size),
  });
  return y;
}
