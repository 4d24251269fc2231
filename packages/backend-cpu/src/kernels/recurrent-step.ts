// internal
import type { FusedKernels, RecurrentKind } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { matmul } from './matmul.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** One step's arrays and where in them a sequence's rows start. */
interface Row {
  readonly size: number;
  readonly x: Float32Array;
  readonly q: Float32Array;
  readonly hidden: Float32Array;
  readonly cell: Float32Array | undefined;
  readonly saved: Float32Array;
  readonly out: Float32Array;
  readonly xAt: number;
  readonly qAt: number;
  readonly stateAt: number;
  readonly savedAt: number;
}

const elman =
  (activation: (x: number) => number) =>
  ({ size, x, q, saved, out, xAt, qAt, stateAt, savedAt }: Row): void => {
    for (let i = 0; i < size; i++) {
      const h = activation(x[xAt + i]! + q[qAt + i]!);
      out[stateAt + i] = h;
      saved[savedAt + i] = h;
    }
  };

const rules: Readonly<Record<RecurrentKind, (row: Row) => void>> = {
  tanh: elman(Math.tanh),
  relu: elman((x) => (x > 0 || Number.isNaN(x) ? x : 0)),
  lstm({ size, x, q, cell, saved, out, xAt, qAt, stateAt, savedAt }) {
    const gate = (k: number): number => x[xAt + k]! + q[qAt + k]!;
    for (let j = 0; j < size; j++) {
      const i = sigmoid(gate(j));
      const f = sigmoid(gate(size + j));
      const g = Math.tanh(gate(2 * size + j));
      const o = sigmoid(gate(3 * size + j));
      const before = cell![stateAt + j]!;
      const c = f * before + i * g;
      cell![stateAt + j] = c;
      out[stateAt + j] = o * Math.tanh(c);
      for (const [k, value] of [i, f, g, o, before].entries()) saved[savedAt + k * size + j] = value;
    }
  },
  gru({ size, x, q, hidden, saved, out, xAt, qAt, stateAt, savedAt }) {
    for (let j = 0; j < size; j++) {
      const r = sigmoid(x[xAt + j]! + q[qAt + j]!);
      const z = sigmoid(x[xAt + size + j]! + q[qAt + size + j]!);
      const qn = q[qAt + 2 * size + j]!;
      const n = Math.tanh(x[xAt + 2 * size + j]! + r * qn);
      const h = hidden[stateAt + j]!;
      out[stateAt + j] = n + z * (h - n);
      for (const [k, value] of [r, z, n, qn, h].entries()) saved[savedAt + k * size + j] = value;
    }
  },
};

/** `recurrentStep`, sequence by sequence. */
export const recurrentStep =
  (t: CpuRuntime): FusedKernels['recurrentStep'] =>
  ({ kind, step, input, hidden, weight, bias, cell, lengths, states, saved }) => {
    const [batch, size] = hidden.shape as [number, number];
    const recurrent = matmul(t)(hidden, weight, { bias });
    const { array, values: out } = t.make(hidden.shape, 'float32');
    const arrays = {
      x: t.values(input),
      q: t.values(recurrent),
      hidden: t.values(hidden),
      cell: cell && t.values(cell),
      saved: t.values(saved),
      out,
    } as Pick<Row, 'x' | 'q' | 'hidden' | 'cell' | 'saved' | 'out'>;
    const ends = lengths && t.values(lengths);
    const gates = input.shape[2]!;
    const width = saved.shape[2]!;
    for (let n = 0; n < batch; n++) {
      const stateAt = n * size;
      if (ends && step >= ends[n]!) {
        out.set(arrays.hidden.subarray(stateAt, stateAt + size), stateAt);
        continue;
      }
      const row = step * batch + n;
      rules[kind]({ ...arrays, size, xAt: row * gates, qAt: n * gates, stateAt, savedAt: row * width });
    }
    t.values(states).set(out, step * batch * size);
    t.free(recurrent);
    return array;
  };
