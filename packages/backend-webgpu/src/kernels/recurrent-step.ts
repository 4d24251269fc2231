import { type DeviceArray, type FusedKernels, type RecurrentKind, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, type Scalar } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

/** `next` from `gate(k)`, the sum of the k-th gate's parts, and what is kept. */
const rules: Readonly<Record<RecurrentKind, string>> = {
  tanh: `
  next = tanh_(gate(row, n, j, 0u));
  saved[row * params.hiddenSize + j] = next;`,
  relu: `
  let sum = gate(row, n, j, 0u);
  next = select(0.0, sum, sum > 0.0 || isNaN_(sum));
  saved[row * params.hiddenSize + j] = next;`,
  lstm: `
  let in_ = sigmoid_(gate(row, n, j, 0u));
  let forget = sigmoid_(gate(row, n, j, 1u));
  let candidate = tanh_(gate(row, n, j, 2u));
  let shown = sigmoid_(gate(row, n, j, 3u));
  let before = cell[i];
  let c = forget * before + in_ * candidate;
  cell[i] = c;
  next = shown * tanh_(c);
  keep(row, j, 0u, in_); keep(row, j, 1u, forget); keep(row, j, 2u, candidate);
  keep(row, j, 3u, shown); keep(row, j, 4u, before);`,
  gru: `
  let reset = sigmoid_(gate(row, n, j, 0u));
  let update = sigmoid_(gate(row, n, j, 1u));
  let part = recurrent[at(n, j, 2u)];
  let candidate = tanh_(x[at(row, j, 2u)] + reset * part);
  let before = hidden[i];
  next = candidate + update * (before - candidate);
  keep(row, j, 0u, reset); keep(row, j, 1u, update); keep(row, j, 2u, candidate);
  keep(row, j, 3u, part); keep(row, j, 4u, before);`,
};

/** One thread a hidden feature of a sequence. */
export function recurrentStep(gpu: WebGPURuntime): FusedKernels['recurrentStep'] {
  return ({ kind, step, input, recurrent, hidden, cell, lengths, states, saved }) => {
    const [batch, hiddenSize] = hidden.shape as [number, number];
    const out = gpu.make(hidden.shape, 'float32');
    const size = sizeOf(hidden.shape);
    if (size === 0) return out;
    const inputs: Record<string, readonly [Scalar, DeviceArray]> = {
      x: ['f32', input],
      recurrent: ['f32', recurrent],
      ...(kind === 'gru' || lengths ? { hidden: ['f32', hidden] as const } : {}),
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
fn at(row: u32, j: u32, k: u32) -> u32 { return row * params.hiddenSize * ${gates[kind]}u + k * params.hiddenSize + j; }
fn gate(row: u32, n: u32, j: u32, k: u32) -> f32 { return x[at(row, j, k)] + recurrent[at(n, j, k)]; }
fn keep(row: u32, j: u32, k: u32, value: f32) { saved[(row * 5u + k) * params.hiddenSize + j] = value; }`,
      body: `${eachElement()}
  let n = i / params.hiddenSize;
  let j = i % params.hiddenSize;
  let row = params.step * params.batch + n;
  var next = 0.0;
  ${lengths ? 'if (i32(params.step) >= lengths[n]) { next = hidden[i]; } else {' : '{'}
${rules[kind]}
  }
  out[i] = next;
  states[params.step * params.size + i] = next;`,
    });
    gpu.dispatch(`recurrentStep ${kind} ${lengths !== undefined}`, source, {
      inputs: arraysOf(inputs),
      outputs: arraysOf(outputs),
      params: [size, hiddenSize, batch, step],
      groups: elementGroups(size),
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
