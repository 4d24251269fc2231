import { type Kernels, type RandomKind, sizeOf } from '@neurona/backend';
import { elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** Philox4x32-10: four random words of a counter and a key. */
export const philox = `
fn philox(counter: vec4u, seed: vec2u) -> vec4u {
  var c = counter;
  var key = seed;
  for (var round = 0; round < 10; round++) {
    let high0 = mulHigh_(0xd2511f53u, c.x);
    let high1 = mulHigh_(0xcd9e8d57u, c.z);
    c = vec4u(high1 ^ c.y ^ key.x, 0xcd9e8d57u * c.z, high0 ^ c.w ^ key.y, 0xd2511f53u * c.x);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return c;
}`;

const uniform = 'vec4f(w >> vec4u(8u)) * 5.9604644775390625e-8';

const normal = `
fn gauss(a: u32, b: u32) -> vec2f {
  let radius = sqrt(-2.0 * log_(f32((a >> 8u) + 1u) * 5.9604644775390625e-8));
  let angle = 6.28318531 * (f32(b >> 8u) * 5.9604644775390625e-8);
  return radius * vec2f(cos_(angle), sin_(angle));
}`;

const values: Readonly<Record<RandomKind, string>> = {
  bits: 'bitcast<vec4i>(w)',
  uniform,
  normal: 'vec4f(gauss(w.x, w.y), gauss(w.z, w.w))',
};

/** Random numbers, four to a thread. */
export function random(gpu: WebGPURuntime): Kernels['random'] {
  return (kind, shape, { seed, offset }) => {
    const y = gpu.make(shape, kind === 'bits' ? 'int32' : 'float32');
    const size = sizeOf(shape);
    if (size === 0) return y;
    const source = () => ({
      name: `random ${kind}`,
      outputs: { y: kind === 'bits' ? ('i32' as const) : ('f32' as const) },
      params: { size: 'u32', seedLow: 'u32', seedHigh: 'u32', offsetLow: 'u32', offsetHigh: 'u32' } as const,
      declarations: `${functionsFor(kind === 'normal' ? philox + normal : philox)}${kind === 'normal' ? normal : ''}${philox}`,
      body: `
  let block = (group.y * groups.x + group.x) * 256u + lane;
  if (block * 4u >= params.size) { return; }
  let low = params.offsetLow + block;
  let high = params.offsetHigh + u32(low < block);
  let w = philox(vec4u(low, high, 0u, 0u), vec2u(params.seedLow, params.seedHigh));
  let v = ${values[kind]};
  for (var j = 0u; j < 4u && block * 4u + j < params.size; j++) { y[block * 4u + j] = v[j]; }`,
    });
    gpu.dispatch(`random ${kind}`, source, {
      outputs: [y],
      params: [size, ...words(seed), ...words(offset)],
      groups: elementGroups(Math.ceil(size / 4)),
    });
    return y;
  };
}

/** The low and the high 32 bits of a number. */
export const words = (value: number): [number, number] => [value % 2 ** 32, Math.floor(value / 2 ** 32)];
