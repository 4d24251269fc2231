import {
  type DeviceArray,
  type FusedKernels,
  fourBitValues,
  type QuantizedBits,
  type QuantizedMatmulOptions,
  type QuantizedMatrix,
} from '@neurona/backend';
import { gemm } from '../gemm.js';
import { rowFold } from '../row-fold.js';
import { type Scalar, spread } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';

/** Few rows meet the codes as they are read; of many, a tile of them is scaled on its way into workgroup memory. */
export function quantizedMatmul(gpu: WebGPURuntime): FusedKernels['quantizedMatmul'] {
  return (x, weight, options) => {
    const rows = x.shape[0]!;
    const columns = options.transpose ? weight.rows : weight.codes.shape[0]!;
    const c = gpu.make([rows, columns], 'float32');
    if (rows === 0) return c;
    if (rows <= 4 && !options.transpose) product(gpu, x, weight, options.bias, c);
    else inTiles(gpu, x, weight, options, c);
    return c;
  };
}

/** The value of code k of column n, whose blocks begin at `first`, by bits; `b` are the words. */
export const valueCode: Readonly<Record<QuantizedBits, string>> = {
  16: `
fn value(first: u32, k: u32) -> f32 {
  return unpack2x16float(bitcast<u32>(b[first * 32u + k / 2u]))[k % 2u];
}`,
  8: `
fn value(first: u32, k: u32) -> f32 {
  return f32(extractBits(b[first * 16u + k / 4u], k % 4u * 8u, 8u));
}`,
  4: `
const levels = array<f32, 16>(${fourBitValues.map((level) => `${level}.0`).join(', ')});
fn value(first: u32, k: u32) -> f32 {
  let word = bitcast<u32>(b[first * 8u + k / 32u * 4u + k % 16u / 4u]);
  let level = extractBits(word, k % 4u * 8u + k % 32u / 16u * 4u, 4u);
  return levels[level];
}`,
};

/** Each result is shared by some threads, a word at a time. */
function product(
  gpu: WebGPURuntime,
  x: DeviceArray,
  { codes, scales, bits, rows: length }: QuantizedMatrix,
  bias: DeviceArray | undefined,
  c: DeviceArray,
): void {
  const [rows, columns] = c.shape as [number, number];
  const blocks = scales.shape[1]!;
  const lanes = gpu.lanes(length / 8, 64);
  const across = 256 / lanes;
  const inputs: Record<string, Scalar> = { a: 'f32', b: 'i32', scales: 'f32' };
  if (bias) inputs.bias = 'f32';
  const source = () => ({
    name: 'quantizedMatmul',
    inputs,
    outputs: { c: 'f32' } as const,
    params: { size: 'u32', columns: 'u32', length: 'u32', blocks: 'u32' } as const,
    declarations: `${valueCode[bits]}
var<workgroup> shares: array<f32, 256>;`,
    body: `
  let i = (group.y * groups.x + group.x) * ${across}u + lane / ${lanes}u;
  let part = lane % ${lanes}u;
  let column = i % params.columns;
  let row = i / params.columns * params.length;
  let first = column * params.blocks;
  let end = select(0u, params.length, i < params.size);
  var acc = 0.0;
  for (var k0 = part * 4u; k0 < end; k0 += ${4 * lanes}u) {
    var sum = 0.0;
    for (var k = k0; k < min(end, k0 + 4u); k++) { sum += a[row + k] * value(first, k); }
    acc += sum * scales[first + k0 / 64u];
  }${rowFold(lanes, 'acc + v')}
  if (part == 0u && i < params.size) { c[i] = acc${bias ? ' + bias[column]' : ''}; }`,
  });
  gpu.dispatch(`quantizedMatmul ${bits} ${lanes} ${bias !== undefined}`, source, {
    inputs: bias ? [x, codes, scales, bias] : [x, codes, scales],
    outputs: [c],
    params: [rows * columns, columns, length, blocks],
    groups: spread(Math.ceil((rows * columns) / across)),
  });
}

function inTiles(
  gpu: WebGPURuntime,
  x: DeviceArray,
  { codes, scales, bits }: QuantizedMatrix,
  { transpose = false, bias }: QuantizedMatmulOptions,
  c: DeviceArray,
): void {
  const [rows, columns] = c.shape as [number, number];
  const length = x.shape[1]!;
  // A key is (k, ·) and a column (first block of its codes, ·); where W is transposed they change places.
  const [place, code] = ['vec4i(i32(i * params.blocks), 0, 0, 0)', 'vec4i(i32(i), 0, 0, 0)'];
  const [first, k] = transpose ? ['key.x', 'column.x'] : ['column.x', 'key.x'];
  gemm(gpu, {
    name: 'quantizedMatmul',
    key: `quantizedMatmul ${bits} ${transpose}`,
    batch: 1,
    rows,
    columns,
    length,
    alongA: 'k',
    alongB: transpose ? 'column' : 'k',
    a: x,
    b: codes,
    typeOfB: 'i32',
    scales,
    ending: { bias },
    c,
    declarations: () => `${valueCode[bits]}
fn rowA(batch: u32, row: u32) -> vec4i { return vec4i(i32(row * params.keysOfA)); }
fn keyA(k: u32) -> vec4i { return vec4i(i32(k)); }
fn loadA(row: vec4i, key: vec4i) -> f32 { return a[row.x + key.x]; }
fn columnB(batch: u32, i: u32) -> vec4i { return ${transpose ? code : place}; }
fn keyB(i: u32) -> vec4i { return ${transpose ? place : code}; }
fn loadB(key: vec4i, column: vec4i) -> f32 {
  let k = u32(${k});
  return value(u32(${first}), k) * scales[u32(${first}) + k / 64u];
}`,
    params: { keysOfA: length, blocks: scales.shape[1]! },
  });
}
