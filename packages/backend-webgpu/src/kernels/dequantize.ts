import { type FusedKernels, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { valueCode } from './quantized-matmul.js';

/** An element for each thread. */
export function dequantize(gpu: WebGPURuntime): FusedKernels['dequantize'] {
  return ({ codes, scales, bits, rows }) => {
    const out = gpu.make([codes.shape[0]!, rows], 'float32');
    const size = sizeOf(out.shape);
    if (size === 0) return out;
    const source = () => ({
      name: 'dequantize',
      inputs: { b: 'i32', scales: 'f32' } as const,
      outputs: { out: 'f32' } as const,
      params: { size: 'u32', rows: 'u32', blocks: 'u32' } as const,
      declarations: valueCode[bits],
      body: `${eachElement()}
  let first = i / params.rows * params.blocks;
  let k = i % params.rows;
  out[i] = value(first, k) * scales[first + k / 64u];`,
    });
    gpu.dispatch(`dequantize ${bits}`, source, {
      inputs: [codes, scales],
      outputs: [out],
      params: [size, rows, scales.shape[1]!],
      groups: elementGroups(size),
    });
    return out;
  };
}
