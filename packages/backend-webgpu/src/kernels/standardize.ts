import { type FusedKernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** (x - m) s, s = 1 / √(mean (x - m)² + eps), each row shared by some threads. */
export function standardize(gpu: WebGPURuntime): FusedKernels['standardize'] {
  return (x, { eps, centered }) => {
    const output = gpu.make(x.shape, 'float32');
    const scale = gpu.make(x.shape.with(-1, 1), 'float32');
    if (sizeOf(x.shape) === 0) return { output, scale };
    const length = x.shape.at(-1)!;
    const count = sizeOf(scale.shape);
    const lanes = gpu.lanes(length / 4, 256);
    const across = 256 / lanes;
    const each = (body: string): string => `for (var j = part; j < end; j += ${lanes}u) { ${body} }`;
    const source = () => ({
      name: 'standardize',
      inputs: { x: 'f32' } as const,
      outputs: { y: 'f32', scale: 'f32' } as const,
      params: { rows: 'u32', length: 'u32', eps: 'f32' } as const,
      declarations: 'var<workgroup> shares: array<f32, 256>;',
      body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = row * params.length;
  let end = select(0u, params.length, row < params.rows);
  var acc = 0.0;
  ${centered ? each('acc += x[base + j];') + rowFold(lanes, 'acc + v') : ''}
  let mean = acc / f32(params.length);
  acc = 0.0;
  ${each('let d = x[base + j] - mean; acc += d * d;')}${rowFold(lanes, 'acc + v')}
  let s = 1.0 / sqrt(acc / f32(params.length) + params.eps);
  ${each('y[base + j] = (x[base + j] - mean) * s;')}
  if (part == 0u && row < params.rows) { scale[row] = s; }`,
    });
    gpu.dispatch(`standardize ${lanes} ${centered}`, source, {
      inputs: [x],
      outputs: [output, scale],
      params: [count, length, eps],
      groups: spread(Math.ceil(count / across)),
    });
    return { output, scale };
  };
}
