import { type Kernels, sizeOf, splitAtAxis } from '@neurona/backend';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/**
 * Running sums and products. A line is cut into one run for each thread: each reduces its run, the results are accumulated in
 * workgroup memory, and each thread then walks its run again from the result before it.
 */
export function cumulate(gpu: WebGPURuntime): Kernels['cumulate'] {
  return (op, x, axis) => {
    const { outer, size: length, inner } = splitAtAxis(x.shape, axis);
    const y = gpu.make(x.shape, x.dtype);
    if (sizeOf(x.shape) === 0) return y;
    const lines = outer * inner;
    const scalar = scalarOf(x.dtype);
    const lanes = length < 64 || lines > 4096 ? 1 : gpu.lanes(64, 64);
    const across = 256 / lanes;
    const source = () => {
      const start = `${scalar}(${op === 'sum' ? 0 : 1})`;
      const fold = op === 'sum' ? '+' : '*';
      return {
        name: `cumulate ${op}`,
        inputs: { x: scalar },
        outputs: { y: scalar },
        params: { lines: 'u32', length: 'u32', inner: 'u32', run: 'u32' } as const,
        declarations: `var<workgroup> shares: array<${scalar}, 256>;`,
        body: `
  let line = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let base = line / params.inner * params.length * params.inner + line % params.inner;
  let begin = part * params.run;
  let end = select(begin, min(params.length, begin + params.run), line < params.lines);
  var acc = ${start};
  ${
    lanes === 1
      ? ''
      : `for (var j = begin; j < end; j++) { acc = acc ${fold} x[base + j * params.inner]; }
  shares[lane] = acc;
  workgroupBarrier();
  acc = ${start};
  for (var k = 0u; k < part; k++) { acc = acc ${fold} shares[lane - part + k]; }`
  }
  for (var j = begin; j < end; j++) {
    acc = acc ${fold} x[base + j * params.inner];
    y[base + j * params.inner] = acc;
  }`,
      };
    };
    gpu.dispatch(`cumulate ${op} ${scalar} ${lanes}`, source, {
      inputs: [x],
      outputs: [y],
      params: [lines, length, inner, Math.ceil(length / lanes)],
      groups: spread(Math.ceil(lines / across)),
    });
    return y;
  };
}
