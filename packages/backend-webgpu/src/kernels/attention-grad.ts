import {
  type AttentionArrays,
  type AttentionOptions,
  type DeviceArray,
  type FusedKernels,
  sizeOf,
} from '@neurona/backend';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { threads } from './attention.js';
import { fields, Sight } from './attention-sight.js';

/** A thread for each query, twice, then one for each key, so that each writes its own gradients only. */
export function attentionGrad(gpu: WebGPURuntime): FusedKernels['attentionGrad'] {
  return (grad, arrays, { output, logSum }, options) => {
    const { query, key, value } = arrays;
    const [dq, dk, dv] = [query, key, value].map(({ shape }) => gpu.make(shape, 'float32')) as [
      DeviceArray,
      DeviceArray,
      DeviceArray,
    ];
    if (sizeOf(grad.shape) === 0) return { query: dq, key: dk, value: dv };
    const plan = new Plan(arrays, options);
    const rows = gpu.make([...logSum.shape, 2], 'float32');
    gpu.dispatch(plan.key('rows'), () => plan.ofRows(), {
      inputs: [grad, output, logSum],
      outputs: [rows],
      ...plan.params(plan.heads, plan.queries),
    });
    const inputs = [grad, query, key, value, rows, ...plan.sight.arrays];
    gpu.dispatch(plan.key('queries'), () => plan.ofQueries(), {
      inputs,
      outputs: [dq],
      ...plan.params(plan.heads, plan.queries),
    });
    gpu.dispatch(plan.key('keys'), () => plan.ofKeys(), {
      inputs,
      outputs: [dk, dv],
      ...plan.params(plan.heads / plan.share, plan.keys),
    });
    gpu.free(rows);
    return { query: dq, key: dk, value: dv };
  };
}

/** Sizes, and the shaders for them. */
class Plan {
  readonly queries: number;
  readonly keys: number;
  readonly size: number;
  readonly width: number;
  readonly heads: number;
  readonly share: number;
  readonly sight: Sight;

  constructor(
    { query, key, value }: AttentionArrays,
    readonly options: AttentionOptions,
  ) {
    [this.queries, this.size] = query.shape.slice(-2) as [number, number];
    [this.keys, this.width] = value.shape.slice(-2) as [number, number];
    this.heads = sizeOf(query.shape.slice(0, -2));
    this.share = this.heads / sizeOf(key.shape.slice(0, -2));
    this.sight = new Sight(this.heads, options);
  }

  key(part: string): string {
    return `attentionGrad ${part} ${this.size} ${this.width} ${this.sight.key}`;
  }

  params(heads: number, rows: number): { params: number[]; groups: [number, number, number] } {
    const blocks = Math.ceil(rows / threads);
    const { queries, keys, share, options, sight } = this;
    const params = [heads, blocks, queries, keys, share, options.scale, ...sight.params];
    return { params, groups: spread(heads * blocks) };
  }

  /** Two numbers of each query: the logarithm of its sum, and the mean Σ g y. Few buffers are left for the shaders that follow. */
  ofRows() {
    const { width } = this;
    return {
      name: 'attentionGrad of rows',
      inputs: { g: 'f32', y: 'f32', sums: 'f32' } as const,
      outputs: { rows: 'f32' } as const,
      params: fields,
      threads,
      body: `
  let unit = group.y * groups.x + group.x;
  let head = unit / params.blocks;
  let query = unit % params.blocks * ${threads}u + lane;
  if (head >= params.heads || query >= params.queries) { return; }
  let row = head * params.queries + query;
  var mean = 0.0;
  for (var d = 0u; d < ${width}u; d++) { mean = fma(g[row * ${width}u + d], y[row * ${width}u + d], mean); }
  rows[2u * row] = sums[row];
  rows[2u * row + 1u] = mean;`,
    };
  }

  private get inputs() {
    return { g: 'f32', q: 'f32', k: 'f32', v: 'f32', rows: 'f32', ...this.sight.inputs } as const;
  }

  /** dq = Σ slope · k */
  ofQueries() {
    const { size, width, sight } = this;
    return {
      name: 'attentionGrad of queries',
      inputs: this.inputs,
      outputs: { dq: 'f32' } as const,
      params: fields,
      threads,
      declarations: sight.declarations('infinity_( exp_('),
      body: `
  let unit = group.y * groups.x + group.x;
  let head = unit / params.blocks;
  let query = unit % params.blocks * ${threads}u + lane;
  if (head >= params.heads || query >= params.queries) { return; }
  let row = head * params.queries + query;
  let first = head / params.share * params.keys;
  let sum = rows[2u * row];
  let mean = rows[2u * row + 1u];
  ${sight.range()}
  let stop = select(end, 0u, sum == -infinity_());
  var own: array<f32, ${size}>;
  var slopes: array<f32, ${size}>;
  for (var d = 0u; d < ${size}u; d++) { own[d] = params.scale * q[row * ${size}u + d]; }
  var above: array<f32, ${width}>;
  for (var d = 0u; d < ${width}u; d++) { above[d] = g[row * ${width}u + d]; }
  ${sight.begin()}
  for (var key = start; key < stop; key++) {
    ${sight.factor('row', 'key', 'key == start')}
    ${sight.skip('head', 'key')}
    let j = first + key;
    var score = -sum;
    for (var d = 0u; d < ${size}u; d++) { score = fma(own[d], k[j * ${size}u + d], score); }
    var slope = 0.0;
    for (var d = 0u; d < ${width}u; d++) { slope = fma(above[d], v[j * ${width}u + d], slope); }
    slope = params.scale * exp_(score) * fma(factor, slope, -mean);
    for (var d = 0u; d < ${size}u; d++) { slopes[d] = fma(slope, k[j * ${size}u + d], slopes[d]); }
  }
  for (var d = 0u; d < ${size}u; d++) { dq[row * ${size}u + d] = slopes[d]; }`,
    };
  }

  /** dk = Σ slope · q, dv = Σ weight · g */
  ofKeys() {
    const { size, width, sight } = this;
    return {
      name: 'attentionGrad of keys',
      inputs: this.inputs,
      outputs: { dk: 'f32', dv: 'f32' } as const,
      params: fields,
      threads,
      declarations: sight.declarations('infinity_( exp_('),
      body: `
  let unit = group.y * groups.x + group.x;
  let group_ = unit / params.blocks;
  let key = unit % params.blocks * ${threads}u + lane;
  if (group_ >= params.heads || key >= params.keys) { return; }
  let at = group_ * params.keys + key;
  ${sight.rangeOfKey()}
  var own: array<f32, ${size}>;
  var slopes: array<f32, ${size}>;
  for (var d = 0u; d < ${size}u; d++) { own[d] = params.scale * k[at * ${size}u + d]; }
  var values: array<f32, ${width}>;
  var sumsOfV: array<f32, ${width}>;
  for (var d = 0u; d < ${width}u; d++) { values[d] = v[at * ${width}u + d]; }
  ${sight.begin()}
  for (var head = group_ * params.share; head < (group_ + 1u) * params.share; head++) {
    ${sight.skip('head', 'key')}
    for (var query = start; query < end; query++) {
      let i = head * params.queries + query;
      let sum = rows[2u * i];
      if (sum == -infinity_()) { continue; }
      ${sight.factor('i', 'key', 'true')}
      var score = -sum;
      for (var d = 0u; d < ${size}u; d++) { score = fma(own[d], q[i * ${size}u + d], score); }
      let weight = exp_(score);
      var slope = 0.0;
      for (var d = 0u; d < ${width}u; d++) {
        let above = g[i * ${width}u + d];
        slope = fma(above, values[d], slope);
        sumsOfV[d] = fma(factor * weight, above, sumsOfV[d]);
      }
      slope = params.scale * weight * fma(factor, slope, -rows[2u * i + 1u]);
      for (var d = 0u; d < ${size}u; d++) { slopes[d] = fma(slope, q[i * ${size}u + d], slopes[d]); }
    }
  }
  for (var d = 0u; d < ${size}u; d++) { dk[at * ${size}u + d] = slopes[d]; }
  for (var d = 0u; d < ${width}u; d++) { dv[at * ${width}u + d] = sumsOfV[d]; }`,
    };
  }
}
