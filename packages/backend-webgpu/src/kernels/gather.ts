import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Rows by index. */
export function gather(gpu: WebGPURuntime): Kernels['gather'] {
  return (x, indices, axis) => {
    const count = sizeOf(indices.shape);
    const { size: rows, inner } = splitAtAxis(x.shape, axis);
    const y = gpu.make([...x.shape.slice(0, axis), count, ...x.shape.slice(axis + 1)], x.dtype);
    const size = sizeOf(y.shape);
    if (size === 0) return y;
    const scalar = scalarOf(x.dtype);
    const missing = { float32: 'nan_()', int32: 'i32(-2147483647 - 1)', bool: '0' }[x.dtype];
    const source = () => ({
      name: 'gather',
      inputs: { x: scalar, indices: 'i32' as const },
      outputs: { y: scalar },
      params: { size: 'u32', rows: 'u32', count: 'u32', inner: 'u32' } as const,
      declarations: functionsFor(missing),
      body: `${eachElement()}
  let column = i % params.inner;
  let place = i / params.inner;
  let row = u32(indices[place % params.count]);
  let base = place / params.count * params.rows;
  y[i] = ${missing};
  if (row < params.rows) { y[i] = x[(base + row) * params.inner + column]; }`,
    });
    gpu.dispatch(`gather ${x.dtype}`, source, {
      inputs: [x, indices],
      outputs: [y],
      params: [size, rows, count, inner],
      groups: elementGroups(size),
    });
    return y;
  };
}
