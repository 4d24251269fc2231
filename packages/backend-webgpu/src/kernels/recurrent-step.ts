import { type DeviceArray, type FusedKernels, type RecurrentKind, sizeOf } from '@neurona/backend';
import type { Scalar } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** Side of the tile of sequences and features that a workgroup computes, and of its pieces of h and W. */
const SIDE = 16;

/** `next` from `gate(row, j, k, q[k])`, the sum of the k-th gate's parts, and what is kept. */
const rules: Readonly<Record<RecurrentKind, string>> = {
  tanh: `
  next = tanh_(gate(row, j, 0u, q[0]));
  saved[row * params.hiddenSize + j] = next;`,
  relu: `
  let sum = gate(row, j, 0u, q[0]);
  next = select(0.0, sum, sum > 0.0 || isNaN_(sum));
  saved[row * params.hiddenSize + j] = next;`,
  lstm: `
  let in_ = sigmoid_(gate(row, j, 0u, q[0]));
  let forget = sigmoid_(gate(row, j, 1u, q[1]));
  let candidate = tanh_(gate(row, j, 2u, q[2]));
  let shown = sigmoid_(gate(row, j, 3u, q[3]));
  let before = cell[i];
  let c = forget * before + in_ * candidate;
  cell[i] = c;
  next = shown * tanh_(c);
  keep(row, j, 0u, in_); keep(row, j, 1u, forget); keep(row, j, 2u, candidate);
  keep(row, j, 3u, shown); keep(row, j, 4u, before);`,
  gru: `
  let reset = sigmoid_(gate(row, j, 0u, q[0]));
  let update = sigmoid_(gate(row, j, 1u, q[1]));
  let candidate = tanh_(gate(row, j, 2u, reset * q[2]));
  let before = hidden[i];
  next = candidate + update * (before - candidate);
  keep(row, j, 0u, reset); keep(row, j, 1u, update); keep(row, j, 2u, candidate);
  keep(row, j, 3u, q[2]); keep(row, j, 4u, before);`,
};

const eachGate = (count: number, code: (k: number) => string): string =>
  Array.from({ length: count }, (_, k) => code(k)).join('\n');

/** h W of this thread's sequence `n` and feature `j`, gate by gate. */
const ownProduct = (count: number): string => `
  if (n >= params.batch || j >= params.hiddenSize) { return; }
  for (var k = 0u; k < params.hiddenSize; k++) {
    let h = hidden[n * params.hiddenSize + k];
    ${eachGate(count, (k) => `q[${k}] += h * weight[at(k, j, ${k}u)];`)}
  }`;

/** The same, with pieces of h and W that pass through the workgroup: each is read from memory once for all of its threads. */
const sharedProduct = (count: number): string => {
  const each = (code: (k: number) => string) => eachGate(count, code);
  return `
  for (var first = 0u; first < params.hiddenSize; first += ${SIDE}u) {
    let k = first + column;
    if (n < params.batch && k < params.hiddenSize) {
      states_[lane] = hidden[n * params.hiddenSize + k];
    } else {
      states_[lane] = 0.0;
    }
    let from_ = first + line;
    if (j < params.hiddenSize && from_ < params.hiddenSize) {
      ${each((k) => `weights_[${k * SIDE * SIDE}u + lane] = weight[at(from_, j, ${k}u)];`)}
    } else {
      ${each((k) => `weights_[${k * SIDE * SIDE}u + lane] = 0.0;`)}
    }
    workgroupBarrier();
    for (var t = 0u; t < ${SIDE}u; t++) {
      let h = states_[line * ${SIDE}u + t];
      ${each((k) => `q[${k}] += h * weights_[${k * SIDE * SIDE}u + t * ${SIDE}u + column];`)}
    }
    workgroupBarrier();
  }
  if (n >= params.batch || j >= params.hiddenSize) { return; }`;
};

const sharedMemory = (count: number): string => `
var<workgroup> states_: array<f32, ${SIDE * SIDE}>;
var<workgroup> weights_: array<f32, ${count * SIDE * SIDE}>;`;

/** One thread a hidden feature of a sequence. */
export function recurrentStep(gpu: WebGPURuntime): FusedKernels['recurrentStep'] {
  return ({ kind, step, input, hidden, weight, bias, cell, lengths, states, saved }) => {
    const [batch, hiddenSize] = hidden.shape as [number, number];
    const out = gpu.make(hidden.shape, 'float32');
    const size = sizeOf(hidden.shape);
    if (size === 0) return out;
    const count = gates[kind];
    const inputs: Record<string, readonly [Scalar, DeviceArray]> = {
      x: ['f32', input],
      hidden: ['f32', hidden],
      weight: ['f32', weight],
      ...(bias ? { bias: ['f32', bias] as const } : {}),
      ...(lengths ? { lengths: ['i32', lengths] as const } : {}),
    };
    const outputs: Record<string, readonly [Scalar, DeviceArray]> = {
      states: ['f32', states],
      saved: ['f32', saved],
      out: ['f32', out],
      ...(cell ? { cell: ['f32', cell] as const } : {}),
    };
    const source = () => ({
      name: `recurrentStep ${kind}`,
      inputs: typesOf(inputs),
      outputs: typesOf(outputs),
      params: { size: 'u32', hiddenSize: 'u32', batch: 'u32', step: 'u32' } as const,
      declarations: `${functionsFor('tanh_( sigmoid_( isNaN_(')}
${gpu.cooperative ? sharedMemory(count) : ''}
fn at(row: u32, j: u32, k: u32) -> u32 { return row * params.hiddenSize * ${count}u + k * params.hiddenSize + j; }
fn gate(row: u32, j: u32, k: u32, q: f32) -> f32 { return x[at(row, j, k)] + q; }
fn keep(row: u32, j: u32, k: u32, value: f32) { saved[(row * 5u + k) * params.hiddenSize + j] = value; }`,
      body: `
  let column = lane % ${SIDE}u;
  let line = lane / ${SIDE}u;
  let n = group.y * ${SIDE}u + line;
  let j = group.x * ${SIDE}u + column;
  var q: array<f32, ${count}>;
${gpu.cooperative ? sharedProduct(count) : ownProduct(count)}
  ${bias ? eachGate(count, (k) => `q[${k}] += bias[at(0u, j, ${k}u)];`) : ''}
  let i = n * params.hiddenSize + j;
  let row = params.step * params.batch + n;
  var next = 0.0;
  ${lengths ? 'if (i32(params.step) >= lengths[n]) { next = hidden[i]; } else {' : '{'}
${rules[kind]}
  }
  out[i] = next;
  states[params.step * params.size + i] = next;`,
    });
    const variant = `${kind} ${bias !== undefined} ${lengths !== undefined} ${gpu.cooperative}`;
    gpu.dispatch(`recurrentStep ${variant}`, source, {
      inputs: arraysOf(inputs),
      outputs: arraysOf(outputs),
      params: [size, hiddenSize, batch, step],
      groups: [Math.ceil(hiddenSize / SIDE), Math.ceil(batch / SIDE), 1],
    });
    return out;
  };
}

/** Gates of each kind. */
export const gates: Readonly<Record<RecurrentKind, number>> = { tanh: 1, relu: 1, lstm: 4, gru: 3 };

export const typesOf = (
  arrays: Readonly<Record<string, readonly [Scalar, DeviceArray]>>,
): Record<string, Scalar> => Object.fromEntries(Object.entries(arrays).map(([name, [type]]) => [name, type]));

export const arraysOf = (arrays: Readonly<Record<string, readonly [Scalar, DeviceArray]>>): DeviceArray[] =>
  Object.values(arrays).map(([, array]) => array);
