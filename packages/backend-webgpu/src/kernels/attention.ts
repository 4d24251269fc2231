import { type FusedKernels, sizeOf } from '@neurona/backend';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { fields, Sight } from './attention-sight.js';

/** Threads of a workgroup: neighbours of one head, so that all of them read the same keys at the same time. */
export const threads = 64;

/** A thread for each query goes along the keys and keeps the mean of their values so far. */
export function attention(gpu: WebGPURuntime): FusedKernels['attention'] {
  return ({ query, key, value }, options) => {
    const [queries, size] = query.shape.slice(-2) as [number, number];
    const [keys, width] = value.shape.slice(-2) as [number, number];
    const leading = query.shape.slice(0, -2);
    const heads = sizeOf(leading);
    const output = gpu.make([...leading, queries, width], 'float32');
    const logSum = gpu.make([...leading, queries], 'float32');
    if (heads * queries === 0) return { output, logSum };
    const share = heads / sizeOf(key.shape.slice(0, -2));
    const blocks = Math.ceil(queries / threads);
    const sight = new Sight(heads, options);
    const source = () => ({
      name: 'attention',
      inputs: { q: 'f32', k: 'f32', v: 'f32', ...sight.inputs } as const,
      outputs: { y: 'f32', sums: 'f32' } as const,
      params: fields,
      threads,
      declarations: sight.declarations('infinity_( exp_( log_('),
      body: `
  let unit = group.y * groups.x + group.x;
  let head = unit / params.blocks;
  let query = unit % params.blocks * ${threads}u + lane;
  if (head >= params.heads || query >= params.queries) { return; }
  let row = head * params.queries + query;
  ${sight.range()}
  var own: array<f32, ${size}>;
  for (var d = 0u; d < ${size}u; d++) { own[d] = params.scale * q[row * ${size}u + d]; }
  var mean: array<f32, ${width}>;
  var top = -infinity_();
  var total = 0.0;
  let first = head / params.share * params.keys;
  ${sight.begin()}
  for (var key = start; key < end; key++) {
    ${sight.factor('row', 'key', 'key == start')}
    ${sight.skip('head', 'key')}
    let j = first + key;
    var score = 0.0;
    for (var d = 0u; d < ${size}u; d++) { score = fma(own[d], k[j * ${size}u + d], score); }
    if (score == -infinity_()) { continue; }
    if (score > top) {
      let kept = exp_(top - score);
      for (var d = 0u; d < ${width}u; d++) { mean[d] *= kept; }
      total *= kept;
      top = score;
    }
    let weight = exp_(score - top);
    total += weight;
    for (var d = 0u; d < ${width}u; d++) { mean[d] = fma(weight * factor, v[j * ${width}u + d], mean[d]); }
  }
  let isEmpty = total == 0.0;
  for (var d = 0u; d < ${width}u; d++) { y[row * ${width}u + d] = select(mean[d] / total, 0.0, isEmpty); }
  sums[row] = select(top + log_(total), -infinity_(), isEmpty);`,
    });
    gpu.dispatch(`attention ${size} ${width} ${sight.key}`, source, {
      inputs: [query, key, value, ...sight.arrays],
      outputs: [output, logSum],
      params: [heads, blocks, queries, keys, share, options.scale, ...sight.params],
      groups: spread(heads * blocks),
    });
    return { output, logSum };
  };
}
