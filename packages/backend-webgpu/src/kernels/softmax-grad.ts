import { type FusedKernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** scale · y · (g - Σ_j g_j y_j), each row shared by some threads. */
export function softmaxGrad(gpu: WebGPURuntime): FusedKernels['softmaxGrad'] {
  return (grad, y, scale) => {
    const out = gpu.make(y.shape, 'float32');
    const length = y.shape.at(-1) ?? 1;
    if (sizeOf(y.shape) === 0) return out;
    const count = sizeOf(y.shape) / length;
    const lanes = gpu.lanes(length / 4, 256);
    const across = 256 / lanes;
    const source = () => ({
      name: 'softmaxGrad',
      inputs: { g: 'f32', y: 'f32' } as const,
      outputs: { out: 'f32' } as const,
      params: { rows: 'u32', length: 'u32', scale: 'f32' } as const,
      declarations: 'var<workgroup> shares: array<f32, 256>;',
      body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = row * params.length;
  let end = select(0u, params.length, row < params.rows);
  var acc = 0.0;
  for (var j = part; j < end; j += ${lanes}u) { acc += g[base + j] * y[base + j]; }${rowFold(lanes, 'acc + v')}
  for (var j = part; j < end; j += ${lanes}u) { out[base + j] = params.scale * y[base + j] * (g[base + j] - acc); }`,
    });
    gpu.dispatch(`softmaxGrad ${lanes}`, source, {
      inputs: [grad, y],
      outputs: [out],
      params: [count, length, scale],
      groups: spread(Math.ceil(count / across)),
    });
    return out;
  };
}
