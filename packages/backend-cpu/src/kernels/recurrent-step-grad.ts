// internal
import type { FusedKernels, RecurrentKind } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';

/** Values of one hidden feature of one sequence. */
interface Feature {
  /** Gradient of its hidden state. */
  readonly d: number;
  /** What was saved, part by part. */
  saved(k: number): number;
  /** Gradient of its cell state, which the rule overwrites. */
  cell: number;
  /** Gradient of the hidden state before, but for its way through the gates. */
  carry: number;
  /** Gradients of its gates: of the input's part, and of the hidden state's. */
  readonly x: number[];
  readonly q: number[];
}

const rules: Readonly<Record<RecurrentKind, (feature: Feature) => void>> = {
  tanh(at) {
    at.x[0] = at.q[0] = at.d * (1 - at.saved(0) ** 2);
  },
  relu(at) {
    at.x[0] = at.q[0] = at.saved(0) > 0 ? at.d : 0;
  },
  lstm(at) {
    const [i, f, g, o, before] = [0, 1, 2, 3, 4].map((k) => at.saved(k)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const shown = Math.tanh(f * before + i * g);
    const dc = at.cell + at.d * o * (1 - shown * shown);
    at.x[0] = at.q[0] = dc * g * i * (1 - i);
    at.x[1] = at.q[1] = dc * before * f * (1 - f);
    at.x[2] = at.q[2] = dc * i * (1 - g * g);
    at.x[3] = at.q[3] = at.d * shown * o * (1 - o);
    at.cell = dc * f;
  },
  gru(at) {
    const [r, z, n, qn, h] = [0, 1, 2, 3, 4].map((k) => at.saved(k)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const dn = at.d * (1 - z) * (1 - n * n);
    at.x[0] = at.q[0] = dn * qn * r * (1 - r);
    at.x[1] = at.q[1] = at.d * (h - n) * z * (1 - z);
    at.x[2] = dn;
    at.q[2] = dn * r;
    at.carry = at.d * z;
  },
};

/** `recurrentStepGrad`, feature by feature. */
export const recurrentStepGrad =
  (t: CpuRuntime): FusedKernels['recurrentStepGrad'] =>
  (arrays) => {
    const { kind, step, gradStates, carry, lengths } = arrays;
    const [, batch, size] = gradStates.shape as [number, number, number];
    const gates = arrays.gradInput.shape[2]!;
    const width = arrays.saved.shape[2]!;
    const { array, values: out } = t.make([batch, gates], 'float32');
    const [dStates, saved, carried] = [t.values(gradStates), t.values(arrays.saved), t.values(carry)];
    const dRecurrent = arrays.recurrent && t.values(arrays.recurrent);
    const dCell = arrays.cell && t.values(arrays.cell);
    const dInput = t.values(arrays.gradInput);
    const dHiddenPart = arrays.gradRecurrent && t.values(arrays.gradRecurrent);
    const ends = lengths && t.values(lengths);
    for (let n = 0; n < batch; n++) {
      const row = step * batch + n;
      const isInside = !ends || step < ends[n]!;
      for (let j = 0; j < size; j++) {
        const at = n * size + j;
        const d = dStates[row * size + j]! + (dRecurrent ? dRecurrent[at]! : 0) + carried[at]!;
        if (!isInside) {
          carried[at] = d;
          for (let k = j; k < gates; k += size) {
            dInput[row * gates + k] = 0;
            if (dHiddenPart) dHiddenPart[row * gates + k] = 0;
          }
          continue;
        }
        const feature: Feature = {
          d,
          saved: (k) => saved[row * width + k * size + j]!,
          cell: dCell ? dCell[at]! : 0,
          carry: 0,
          x: [],
          q: [],
        };
        rules[kind](feature);
        carried[at] = feature.carry;
        if (dCell) dCell[at] = feature.cell;
        for (let k = 0; k * size < gates; k++) {
          out[n * gates + k * size + j] = feature.q[k]!;
          dInput[row * gates + k * size + j] = feature.x[k]!;
          if (dHiddenPart) dHiddenPart[row * gates + k * size + j] = feature.q[k]!;
        }
      }
    }
    return array;
  };
