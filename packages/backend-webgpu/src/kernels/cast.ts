import { type Kernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

/** The same values in another dtype. */
export function cast(gpu: WebGPURuntime): Kernels['cast'] {
  return (x, dtype) => {
    if (x.dtype === dtype) return gpu.copy(x);
    const y = gpu.make(x.shape, dtype);
    const size = sizeOf(x.shape);
    if (size === 0) return y;
    const value = conversion(x.dtype === 'float32', dtype);
    const source = () => ({
      name: `cast to ${dtype}`,
      inputs: { x: scalarOf(x.dtype) },
      outputs: { y: scalarOf(dtype) },
      params: { size: 'u32' as const },
      declarations: functionsFor(value),
      body: `${eachElement()}\n  let v = x[i];\n  y[i] = ${value};`,
    });
    const key = `cast ${x.dtype} ${dtype}`;
    gpu.dispatch(key, source, { inputs: [x], outputs: [y], params: [size], groups: elementGroups(size) });
    return y;
  };
}

function conversion(fromFloat: boolean, dtype: 'float32' | 'int32' | 'bool'): string {
  if (dtype === 'float32') return 'f32(v)';
  if (dtype === 'int32') return fromFloat ? 'toInt_(v)' : 'v';
  return fromFloat ? 'i32(v != 0.0 || isNaN_(v))' : 'i32(v != 0)';
}
