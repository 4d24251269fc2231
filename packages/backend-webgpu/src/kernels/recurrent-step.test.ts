import type { RecurrentKind } from '@neurona/backend';
import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

const batch = 18; // more than a tile of the shader, both ways
const size = 20;
const step = 1;
const steps = 2;
const lengths = Array.from({ length: batch }, (_, n) => (n === 1 ? 1 : 2)); // the second sequence has ended

const gateCount = { tanh: 1, relu: 1, lstm: 4, gru: 3 } as const;
const savedCount = { tanh: 1, relu: 1, lstm: 5, gru: 5 } as const;

const sigmoid = (v: number): number => 1 / (1 + Math.exp(-v));

/** One feature of one sequence: the gates' parts x and q, the states h and c. */
interface Cell {
  readonly x: readonly number[];
  readonly q: readonly number[];
  readonly h: number;
  readonly c: number;
}

function advance(kind: RecurrentKind, { x, q, h, c }: Cell): { readonly h: number; readonly c: number } {
  const sum = (k: number): number => x[k]! + q[k]!;
  if (kind === 'tanh') return { h: Math.tanh(sum(0)), c };
  if (kind === 'relu') return { h: Math.max(0, sum(0)), c };
  if (kind === 'lstm') {
    const after = sigmoid(sum(1)) * c + sigmoid(sum(0)) * Math.tanh(sum(2));
    return { h: sigmoid(sum(3)) * Math.tanh(after), c: after };
  }
  const n = Math.tanh(x[2]! + sigmoid(sum(0)) * q[2]!);
  return { h: n + sigmoid(sum(1)) * (h - n), c };
}

/** Numbers between -1 and 1, none near 0. */
const numbers = (count: number, seed: number): Float32Array =>
  Float32Array.from(
    { length: count },
    (_, i) => Math.sin(i * 12.9898 + seed * 78.233) * 0.8 + (i % 2 ? 0.15 : -0.15),
  );

describeOnDevice('steps of recurrent layers on a GPU', (current) => {
  for (const kind of ['tanh', 'relu', 'lstm', 'gru'] as const) {
    it(`take ${kind} forward and back, and leave a sequence that has ended`, async () => {
      const device = current();
      const { kernels } = device;
      const gates = gateCount[kind];
      const values = {
        input: numbers(steps * batch * gates * size, 1),
        weight: numbers(size * gates * size, 2).map((w) => w / 8),
        bias: kind === 'gru' ? numbers(gates * size, 9) : new Float32Array(gates * size),
        hidden: numbers(batch * size, 3),
        cell: numbers(batch * size, 4),
        gradStates: numbers(steps * batch * size, 5),
        later: numbers(batch * size, 6),
        carry: numbers(batch * size, 7),
        gradCell: numbers(batch * size, 8),
      };
      const place = (n: number, k: number, j: number): number => (n * gates + k) * size + j;
      const cellAt = (n: number, j: number): Cell => ({
        x: Array.from(
          { length: gates },
          (_, k) => values.input[step * batch * gates * size + place(n, k, j)]!,
        ),
        q: Array.from({ length: gates }, (_, k) => {
          const column = k * size + j;
          const products = Array.from(
            { length: size },
            (_h, i) => values.hidden[n * size + i]! * values.weight[i * gates * size + column]!,
          );
          return products.reduce((sum, product) => sum + product, values.bias[column]!);
        }),
        h: values.hidden[n * size + j]!,
        c: values.cell[n * size + j]!,
      });

      const zeros = (...shape: number[]) => kernels.fill(shape, 0, 'float32');
      const isLSTM = kind === 'lstm';
      const input = upload(device, values.input, [steps, batch, gates * size]);
      const weight = upload(device, values.weight, [size, gates * size]);
      const bias = kind === 'gru' ? upload(device, values.bias, [gates * size]) : undefined;
      const hidden = upload(device, values.hidden, [batch, size]);
      const cell = isLSTM ? upload(device, values.cell, [batch, size]) : undefined;
      const ends = upload(device, Int32Array.from(lengths), [batch]);
      const states = zeros(steps, batch, size);
      const saved = zeros(steps, batch, savedCount[kind] * size);
      const next = kernels.recurrentStep!({
        kind,
        step,
        input,
        hidden,
        weight,
        bias,
        cell,
        lengths: ends,
        states,
        saved,
      });

      const gradStates = upload(device, values.gradStates, [steps, batch, size]);
      const later = upload(device, values.later, [batch, size]);
      const carry = upload(device, values.carry, [batch, size]);
      const gradCell = isLSTM ? upload(device, values.gradCell, [batch, size]) : undefined;
      const gradInput = zeros(steps, batch, gates * size);
      const gradRecurrent = kind === 'gru' ? zeros(steps, batch, gates * size) : undefined;
      const gradGates = kernels.recurrentStepGrad!({
        kind,
        step,
        gradStates,
        recurrent: later,
        carry,
        cell: gradCell,
        lengths: ends,
        saved,
        gradInput,
        gradRecurrent,
      });

      const read = async (array: typeof next | undefined) => (array ? await valuesOf(device, array) : []);
      const got = {
        next: await read(next),
        states: (await read(states)).slice(batch * size),
        cell: await read(cell),
        carry: await read(carry),
        gradCell: await read(gradCell),
        x: (await read(gradInput)).slice(step * batch * gates * size),
        q: await read(gradGates),
        kept: (await read(gradRecurrent)).slice(step * batch * gates * size),
      };
      expect(got.states).toEqual(got.next);
      if (kind === 'gru') expect(got.kept).toEqual(got.q);
      for (let n = 0; n < batch; n++) {
        for (let j = 0; j < size; j++) {
          const e = n * size + j;
          const before = cellAt(n, j);
          const ended = lengths[n]! <= step;
          const after = ended ? before : advance(kind, before);
          expect(got.next[e]).toBeCloseTo(after.h, 6);
          if (isLSTM) expect(got.cell[e]).toBeCloseTo(after.c, 6);
          const dh = values.gradStates[batch * size + e]! + values.later[e]! + values.carry[e]!;
          const dc = isLSTM ? values.gradCell[e]! : 0;
          /** The derivative along a change of x, q, h or c, by central differences. */
          const slope = (change: (cell: Cell, by: number) => Cell): number => {
            const at = (by: number) => {
              const { h, c } = ended ? change(before, by) : advance(kind, change(before, by));
              return dh * h + dc * c;
            };
            return (at(1e-4) - at(-1e-4)) / 2e-4;
          };
          expect(got.carry[e]).toBeCloseTo(
            slope((cell, by) => ({ ...cell, h: cell.h + by })),
            5,
          );
          if (isLSTM)
            expect(got.gradCell[e]).toBeCloseTo(
              slope((cell, by) => ({ ...cell, c: cell.c + by })),
              5,
            );
          for (let k = 0; k < gates; k++) {
            const nudged = (part: readonly number[], by: number) => part.with(k, part[k]! + by);
            expect(got.x[place(n, k, j)]).toBeCloseTo(
              slope((cell, by) => ({ ...cell, x: nudged(cell.x, by) })),
              5,
            );
            expect(got.q[place(n, k, j)]).toBeCloseTo(
              slope((cell, by) => ({ ...cell, q: nudged(cell.q, by) })),
              5,
            );
          }
        }
      }
      freeAll(
        device,
        input,
        weight,
        ...(bias ? [bias] : []),
        hidden,
        ends,
        states,
        saved,
        next,
        gradStates,
        later,
        carry,
        gradInput,
        gradGates,
      );
      for (const array of [cell, gradCell, gradRecurrent]) if (array) device.free(array);
      expect(device.memory()).toEqual({ buffers: 0, bytes: 0 });
    });
  }
});
