import { type AttentionArrays, type DeviceArray, type FusedKernels, sizeOf } from '@neurona/backend';
import { spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { fields, threads } from './attention.js';

/** A thread for each query, then one for each key, so that each writes its own gradients only. */
export function attentionGrad(gpu: WebGPURuntime): FusedKernels['attentionGrad'] {
  return (grad, arrays, { output, logSum }, { scale, causal }) => {
    const { query, key, value } = arrays;
    const [dq, dk, dv] = [query, key, value].map(({ shape }) => gpu.make(shape, 'float32')) as [
      DeviceArray,
      DeviceArray,
      DeviceArray,
    ];
    if (sizeOf(grad.shape) === 0) return { query: dq, key: dk, value: dv };
    const plan = new Plan(arrays, scale, causal);
    const means = gpu.make(logSum.shape, 'float32');
    gpu.dispatch(plan.key('queries'), () => plan.ofQueries(), {
      inputs: [grad, query, key, value, output, logSum],
      outputs: [dq, means],
      ...plan.params(plan.heads, plan.queries),
    });
    gpu.dispatch(plan.key('keys'), () => plan.ofKeys(), {
      inputs: [grad, query, key, value, logSum, means],
      outputs: [dk, dv],
      ...plan.params(plan.heads / plan.share, plan.keys),
    });
    gpu.free(means);
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

  constructor(
    { query, key, value }: AttentionArrays,
    readonly scale: number,
    readonly causal: boolean,
  ) {
    [this.queries, this.size] = query.shape.slice(-2) as [number, number];
    [this.keys, this.width] = value.shape.slice(-2) as [number, number];
    this.heads = sizeOf(query.shape.slice(0, -2));
    this.share = this.heads / sizeOf(key.shape.slice(0, -2));
  }

  key(part: string): string {
    return `attentionGrad ${part} ${this.size} ${this.width} ${this.causal}`;
  }

  params(heads: number, rows: number): { params: number[]; groups: [number, number, number] } {
    const blocks = Math.ceil(rows / threads);
    const params = [heads, blocks, this.queries, this.keys, this.share, this.scale];
    return { params, groups: spread(heads * blocks) };
  }

  /** dq = Σ slope · k */
  ofQueries() {
    const { size, width, causal } = this;
    return {
      name: 'attentionGrad of queries',
      inputs: { g: 'f32', q: 'f32', k: 'f32', v: 'f32', y: 'f32', sums: 'f32' } as const,
      outputs: { dq: 'f32', means: 'f32' } as const,
      params: fields,
      threads,
      declarations: functionsFor('infinity_( exp_('),
      body: `
  let unit = group.y * groups.x + group.x;
  let head = unit / params.blocks;
  let query = unit % params.blocks * ${threads}u + lane;
  if (head >= params.heads || query >= params.queries) { return; }
  let row = head * params.queries + query;
  let first = head / params.share * params.keys;
  let seen = ${causal ? 'min(params.keys, query + 1u)' : 'params.keys'};
  let end = first + select(seen, 0u, sums[row] == -infinity_());
  var own: array<f32, ${size}>;
  var slopes: array<f32, ${size}>;
  for (var d = 0u; d < ${size}u; d++) { own[d] = params.scale * q[row * ${size}u + d]; }
  var mean = 0.0;
  var above: array<f32, ${width}>;
  for (var d = 0u; d < ${width}u; d++) {
    above[d] = g[row * ${width}u + d];
    mean = fma(above[d], y[row * ${width}u + d], mean);
  }
  for (var j = first; j < end; j++) {
    var score = -sums[row];
    for (var d = 0u; d < ${size}u; d++) { score = fma(own[d], k[j * ${size}u + d], score); }
    var slope = -mean;
    for (var d = 0u; d < ${width}u; d++) { slope = fma(above[d], v[j * ${width}u + d], slope); }
    slope *= params.scale * exp_(score);
    for (var d = 0u; d < ${size}u; d++) { slopes[d] = fma(slope, k[j * ${size}u + d], slopes[d]); }
  }
  for (var d = 0u; d < ${size}u; d++) { dq[row * ${size}u + d] = slopes[d]; }
  means[row] = mean;`,
    };
  }

  /** dk = Σ slope · q, dv = Σ weight · g */
  ofKeys() {
    const { size, width, causal } = this;
    return {
      name: 'attentionGrad of keys',
      inputs: { g: 'f32', q: 'f32', k: 'f32', v: 'f32', sums: 'f32', means: 'f32' } as const,
      outputs: { dk: 'f32', dv: 'f32' } as const,
      params: fields,
      threads,
      declarations: functionsFor('infinity_( exp_('),
      body: `
  let unit = group.y * groups.x + group.x;
  let head = unit / params.blocks;
  let key = unit % params.blocks * ${threads}u + lane;
  if (head >= params.heads || key >= params.keys) { return; }
  let row = head * params.keys + key;
  var own: array<f32, ${size}>;
  var slopes: array<f32, ${size}>;
  for (var d = 0u; d < ${size}u; d++) { own[d] = params.scale * k[row * ${size}u + d]; }
  var values: array<f32, ${width}>;
  var sumsOfV: array<f32, ${width}>;
  for (var d = 0u; d < ${width}u; d++) { values[d] = v[row * ${width}u + d]; }
  for (var i = head * params.share * params.queries; i < (head + 1u) * params.share * params.queries; i++) {
    if (sums[i] == -infinity_()${causal ? ' || i % params.queries < key' : ''}) { continue; }
    var score = -sums[i];
    for (var d = 0u; d < ${size}u; d++) { score = fma(own[d], q[i * ${size}u + d], score); }
    let weight = exp_(score);
    var slope = -means[i];
    for (var d = 0u; d < ${width}u; d++) {
      let above = g[i * ${width}u + d];
      slope = fma(above, values[d], slope);
      sumsOfV[d] = fma(weight, above, sumsOfV[d]);
    }
    slope *= params.scale * weight;
    for (var d = 0u; d < ${size}u; d++) { slopes[d] = fma(slope, q[i * ${size}u + d], slopes[d]); }
  }
  for (var d = 0u; d < ${size}u; d++) { dk[row * ${size}u + d] = slopes[d]; }
  for (var d = 0u; d < ${width}u; d++) { dv[row * ${width}u + d] = sumsOfV[d]; }`,
    };
  }
}
