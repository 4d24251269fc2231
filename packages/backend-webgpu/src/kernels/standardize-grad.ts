import { type FusedKernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** s (g - mean g - y mean(g y)), each row shared by some threads. */
export function standardizeGrad(gpu: WebGPURuntime): FusedKernels['standardizeGrad'] {
  return (grad, output, scale, centered) => {
    const out = gpu.make(output.shape, 'float32');
    if (sizeOf(output.shape) === 0) return out;
    const length = output.shape.at(-1)!;
    const count = sizeOf(scale.shape);
    const lanes = gpu.lanes(length / 4, 256);
    const across = 256 / lanes;
    const each = (body: string): string => `for (var j = part; j < end; j += ${lanes}u) { ${body} }`;
    const source = () => ({
      name: 'standardizeGrad',
      inputs: { g: 'f32', y: 'f32', scale: 'f32' } as const,
      outputs: { out: 'f32' } as const,
      params: { rows: 'u32', length: 'u32' } as const,
      declarations: 'var<workgroup> shares: array<f32, 256>;',
      body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = row * params.length;
  let end = select(0u, params.length, row < params.rows);
  var acc = 0.0;
  ${centered ? each('acc += g[base + j];') + rowFold(lanes, 'acc + v') : ''}
  let mean = acc / f32(params.length);
  acc = 0.0;
  ${each('acc += g[base + j] * y[base + j];')}${rowFold(lanes, 'acc + v')}
  let along = acc / f32(params.length);
  let s = scale[min(row, params.rows - 1u)];
  ${each('out[base + j] = s * (g[base + j] - mean - y[base + j] * along);')}`,
    });
    gpu.dispatch(`standardizeGrad ${lanes} ${centered}`, source, {
      inputs: [grad, output, scale],
      outputs: [out],
      params: [count, length],
      groups: spread(Math.ceil(count / across)),
    });
    return out;
  };
}
