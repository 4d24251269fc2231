import { type DeviceArray, type FusedKernels, type RecurrentKind, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups, type Scalar } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { arraysOf, gates, typesOf } from './recurrent-step.js';

/** Gradients of the gates from `d`, that of the hidden state. */
const rules: Readonly<Record<RecurrentKind, string>> = {
  tanh: `
    let h = saved[row * params.hiddenSize + j];
    put(row, n, j, 0u, d * (1.0 - h * h));`,
  relu: `
    put(row, n, j, 0u, select(0.0, d, saved[row * params.hiddenSize + j] > 0.0));`,
  lstm: `
    let in_ = kept(row, j, 0u);
    let forget = kept(row, j, 1u);
    let candidate = kept(row, j, 2u);
    let gate = kept(row, j, 3u);
    let before = kept(row, j, 4u);
    let shown = tanh_(forget * before + in_ * candidate);
    let dc = cell[i] + d * gate * (1.0 - shown * shown);
    put(row, n, j, 0u, dc * candidate * in_ * (1.0 - in_));
    put(row, n, j, 1u, dc * before * forget * (1.0 - forget));
    put(row, n, j, 2u, dc * in_ * (1.0 - candidate * candidate));
    put(row, n, j, 3u, d * shown * gate * (1.0 - gate));
    cell[i] = dc * forget;`,
  gru: `
    let reset = kept(row, j, 0u);
    let update = kept(row, j, 1u);
    let candidate = kept(row, j, 2u);
    let part = kept(row, j, 3u);
    let dn = d * (1.0 - update) * (1.0 - candidate * candidate);
    let dr = dn * part * reset * (1.0 - reset);
    let dz = d * (kept(row, j, 4u) - candidate) * update * (1.0 - update);
    put(row, n, j, 0u, dr); gradRecurrent[at(row, j, 0u)] = dr;
    put(row, n, j, 1u, dz); gradRecurrent[at(row, j, 1u)] = dz;
    put(row, n, j, 2u, dn); gradRecurrent[at(row, j, 2u)] = dn * reset;
    out[at(n, j, 2u)] = dn * reset;
    held = d * update;`,
};

/** One thread a hidden feature of a sequence. */
export function recurrentStepGrad(gpu: WebGPURuntime): FusedKernels['recurrentStepGrad'] {
  return (arrays) => {
    const { kind, step, gradStates, recurrent, carry, cell, lengths, saved, gradInput, gradRecurrent } =
      arrays;
    const [batch, hiddenSize] = carry.shape as [number, number];
    const out = gpu.make([batch, gradInput.shape[2]!], 'float32');
    const size = sizeOf(carry.shape);
    if (size === 0) return out;
    const inputs: Record<string, readonly [Scalar, DeviceArray]> = {
      gradStates: ['f32', gradStates],
      saved: ['f32', saved],
      ...(recurrent ? { recurrent: ['f32', recurrent] as const } : {}),
      ...(lengths ? { lengths: ['i32', lengths] as const } : {}),
    };
    const outputs: Record<string, readonly [Scalar, DeviceArray]> = {
      carry: ['f32', carry],
      gradInput: ['f32', gradInput],
      out: ['f32', out],
      ...(cell ? { cell: ['f32', cell] as const } : {}),
      ...(gradRecurrent ? { gradRecurrent: ['f32', gradRecurrent] as const } : {}),
    };
    const zero = `
    for (var k = 0u; k < ${gates[kind]}u; k++) {
      put(row, n, j, k, 0.0);${gradRecurrent ? ' gradRecurrent[at(row, j, k)] = 0.0;' : ''}
    }
    held = d;`;
    const source = () => ({
      name: `recurrentStepGrad ${kind}`,
      inputs: typesOf(inputs),
      outputs: typesOf(outputs),
      params: { size: 'u32', hiddenSize: 'u32', batch: 'u32', step: 'u32' } as const,
      declarations: `${functionsFor('tanh_(')}
fn at(row: u32, j: u32, k: u32) -> u32 { return row * params.hiddenSize * ${gates[kind]}u + k * params.hiddenSize + j; }
fn kept(row: u32, j: u32, k: u32) -> f32 { return saved[(row * 5u + k) * params.hiddenSize + j]; }
fn put(row: u32, n: u32, j: u32, k: u32, value: f32) {
  gradInput[at(row, j, k)] = value;
  out[at(n, j, k)] = value;
}`,
      body: `${eachElement()}
  let n = i / params.hiddenSize;
  let j = i % params.hiddenSize;
  let row = params.step * params.batch + n;
  let d = gradStates[params.step * params.size + i] + carry[i]${recurrent ? ' + recurrent[i]' : ''};
  var held = 0.0;
  ${lengths ? `if (i32(params.step) >= lengths[n]) {${zero}\n  } else {` : '{'}
${rules[kind]}
  }
  carry[i] = held;`,
    });
    const variant = `${kind} ${lengths !== undefined} ${recurrent !== undefined}`;
    gpu.dispatch(`recurrentStepGrad ${variant}`, source, {
      inputs: arraysOf(inputs),
      outputs: arraysOf(outputs),
      params: [size, hiddenSize, batch, step],
      groups: elementGroups(size),
    });
    return out;
  };
}
