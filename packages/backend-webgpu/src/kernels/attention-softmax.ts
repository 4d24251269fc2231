import { type FusedKernels, sizeOf } from '@neurona/backend';
import { rowFold } from '../row-fold.js';
import { type Scalar, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** Softmax of each query's scores over the keys that it may attend to, shared by some threads. */
export function attentionSoftmax(gpu: WebGPURuntime): FusedKernels['attentionSoftmax'] {
  return (x, { scale, causal, allowed }) => {
    const out = gpu.make(x.shape, 'float32');
    if (sizeOf(x.shape) === 0) return out;
    const [queries, keys] = x.shape.slice(-2) as [number, number];
    const batch = sizeOf(x.shape.slice(0, -2));
    const [parts, maskQueries] = (allowed?.shape ?? [1, 1]) as [number, number];
    const lanes = gpu.lanes(keys / 4, 256);
    const across = 256 / lanes;
    const inputs: Record<string, Scalar> = { x: 'f32', ...(allowed ? { allowed: 'i32' as const } : {}) };
    const each = (body: string): string =>
      `for (var j = part; j < end; j += ${lanes}u) { if (${allowed ? 'allowed[mask + j] != 0' : 'true'}) { ${body} } }`;
    const source = () => ({
      name: 'attentionSoftmax',
      inputs,
      outputs: { out: 'f32' } as const,
      params: {
        rows: 'u32',
        queries: 'u32',
        keys: 'u32',
        share: 'u32',
        maskQueries: 'u32',
        scale: 'f32',
      } as const,
      declarations: `${functionsFor('maximum_( infinity_( exp_( isNaN_( nan_(')}
var<workgroup> shares: array<f32, 256>;`,
      body: `
  let row = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let query = row % params.queries;
  let base = row * params.keys;
  let mask = (row / params.queries / params.share * params.maskQueries + query % params.maskQueries) * params.keys;
  let all = select(0u, params.keys, row < params.rows);
  let end = ${causal ? 'min(all, query + 1u)' : 'all'};
  var acc = -infinity_();
  ${each('acc = maximum_(acc, params.scale * x[base + j]);')}${rowFold(lanes, 'maximum_(acc, v)')}
  let m = acc;
  acc = 0.0;
  ${each('acc += exp_(params.scale * x[base + j] - m);')}${rowFold(lanes, 'acc + v')}
  let sum = acc;
  let isEmpty = m == -infinity_();
  let rest = select(0.0, nan_(), isNaN_(sum) && !isEmpty); // of infinity and NaN nothing is left in the row
  for (var j = part; j < all; j += ${lanes}u) { out[base + j] = rest; }
  ${each('out[base + j] = select(exp_(params.scale * x[base + j] - m) / sum, 0.0, isEmpty);')}`,
    });
    gpu.dispatch(`attentionSoftmax ${lanes} ${causal} ${allowed !== undefined}`, source, {
      inputs: allowed ? [x, allowed] : [x],
      outputs: [out],
      params: [batch * queries, queries, keys, Math.max(1, batch / parts), maskQueries, scale],
      groups: spread(Math.ceil((batch * queries) / across)),
    });
    return out;
  };
}
