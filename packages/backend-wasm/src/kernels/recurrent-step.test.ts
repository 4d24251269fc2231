import type { DeviceArray, RecurrentKind } from '@neurona/backend';
import { describe, it } from 'vitest';
import { arrayOf, expectArray, floats, numbers, sharedBackend } from '../testing/arrays.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const gateCount: Record<RecurrentKind, number> = { tanh: 1, relu: 1, lstm: 4, gru: 3 };
const savedCount: Record<RecurrentKind, number> = { tanh: 1, relu: 1, lstm: 5, gru: 5 };

interface Place {
  readonly x: readonly number[];
  readonly q: readonly number[];
  readonly h: number;
  readonly c: number;
}

/** The new hidden and cell state of one feature, and what is saved. */
function stepOf(kind: RecurrentKind, { x, q, h, c }: Place): { y: number; c: number; saved: number[] } {
  const sum = (gate: number) => x[gate]! + q[gate]!;
  if (kind === 'tanh') return { y: Math.tanh(sum(0)), c, saved: [Math.tanh(sum(0))] };
  if (kind === 'relu') return { y: Math.max(0, sum(0)), c, saved: [Math.max(0, sum(0))] };
  const [a, b] = [sigmoid(sum(0)), sigmoid(sum(1))];
  if (kind === 'lstm') {
    const [g, o] = [Math.tanh(sum(2)), sigmoid(sum(3))];
    const after = b * c + a * g;
    return { y: o * Math.tanh(after), c: after, saved: [a, b, g, o, c] };
  }
  const n = Math.tanh(x[2]! + a * q[2]!);
  return { y: n + b * (h - n), c, saved: [a, b, n, q[2]!, h] };
}

const cases = (['tanh', 'relu', 'lstm', 'gru'] as const).flatMap((kind) =>
  [1, 3, 4, 9].map((size) => [kind, size] as const),
);

describe('a recurrent step', () => {
  it.each(cases)('%s with %i features agrees with its equations, forward and back', async (kind, size) => {
    const backend = await sharedBackend({});
    const { kernels } = backend;
    const next = numbers(size);
    const [steps, batch, step] = [3, 3, 1];
    const gates = gateCount[kind];
    const width = savedCount[kind];
    const input = floats(backend, [steps, batch, gates * size], next);
    const weight = floats(backend, [size, gates * size], next);
    const bias = floats(backend, [gates * size], next);
    const hidden = floats(backend, [batch, size], next);
    const cell = floats(backend, [batch, size], next);
    const lengths = arrayOf(backend, [3, 1, 2], [batch], 'int32'); // the second sequence has ended
    const zeros = (...shape: number[]) => kernels.fill(shape, 0, 'float32');
    const [states, saved] = [zeros(steps, batch, size), zeros(steps, batch, width * size)];
    const hasCell = kind === 'lstm' ? { cell: cell.array } : {};
    const places = Array.from({ length: batch * size }, (_, e): Place => {
      const [row, j] = [Math.floor(e / size), e % size];
      const x = Array.from(
        { length: gates },
        (_g, g) => input.values[((step * batch + row) * gates + g) * size + j]!,
      );
      const q = Array.from({ length: gates }, (_g, g) => {
        const column = g * size + j;
        const products = Array.from(
          { length: size },
          (_h, i) => hidden.values[row * size + i]! * weight.values[i * gates * size + column]!,
        );
        return products.reduce((sum, product) => sum + product, bias.values[column]!);
      });
      return { x, q, h: hidden.values[e]!, c: cell.values[e]! };
    });
    const isLive = (e: number) => Math.floor(e / size) !== 1;
    const results = places.map((place) => stepOf(kind, place));
    const y = results.map((result, e) => (isLive(e) ? result.y : places[e]!.h));
    const common = { kind, step, lengths, ...hasCell };
    const out = kernels.recurrentStep!({
      ...common,
      input: input.array,
      hidden: hidden.array,
      weight: weight.array,
      bias: bias.array,
      states,
      saved,
    });
    await expectArray(backend, out, [batch, size], y);
    const row = (x: DeviceArray) => kernels.slice(x, [step, 0, 0], [1, ...x.shape.slice(1)], [1, 1, 1]);
    await expectArray(backend, row(states), [1, batch, size], y);
    const expectedSaved = new Float64Array(batch * width * size);
    results.forEach((result, e) => {
      result.saved.forEach((value, k) => {
        if (isLive(e)) expectedSaved[(Math.floor(e / size) * width + k) * size + (e % size)] = value;
      });
    });
    await expectArray(backend, row(saved), [1, batch, width * size], expectedSaved);
    if (kind === 'lstm') {
      const after = results.map((result, e) => (isLive(e) ? result.c : places[e]!.c));
      await expectArray(backend, kernels.copy(cell.array), [batch, size], after);
    }

    const gradStates = floats(backend, [steps, batch, size], next);
    const through = floats(backend, [batch, size], next);
    const carry = floats(backend, [batch, size], next);
    const gradCell = floats(backend, [batch, size], next);
    const [gradInput, gradRecurrent] = [zeros(steps, batch, gates * size), zeros(steps, batch, gates * size)];
    const gradGates = kernels.recurrentStepGrad!({
      kind,
      step,
      lengths,
      gradStates: gradStates.array,
      recurrent: through.array,
      carry: carry.array,
      saved,
      gradInput,
      ...(kind === 'lstm' ? { cell: gradCell.array } : {}),
      ...(kind === 'gru' ? { gradRecurrent } : {}),
    });
    // Central differences of dh · y + dc · c with respect to each of x, q, h, c.
    const dx = new Float64Array(batch * gates * size);
    const dq = new Float64Array(batch * gates * size);
    const dhBefore: number[] = [];
    const dcBefore: number[] = [];
    places.forEach((place, e) => {
      const dh = gradStates.values[step * batch * size + e]! + through.values[e]! + carry.values[e]!;
      const dc = kind === 'lstm' ? gradCell.values[e]! : 0;
      const slope = (change: (by: number) => Place) => {
        const value = (by: number) => {
          const result = stepOf(kind, change(by));
          return dh * result.y + dc * result.c;
        };
        return (value(1e-5) - value(-1e-5)) / 2e-5;
      };
      if (!isLive(e)) {
        dhBefore.push(dh);
        dcBefore.push(gradCell.values[e]!);
        return;
      }
      for (let g = 0; g < gates; g++) {
        const at = (Math.floor(e / size) * gates + g) * size + (e % size);
        dx[at] = slope((by) => ({ ...place, x: place.x.with(g, place.x[g]! + by) }));
        dq[at] = slope((by) => ({ ...place, q: place.q.with(g, place.q[g]! + by) }));
      }
      dhBefore.push(slope((by) => ({ ...place, h: place.h + by })));
      dcBefore.push(slope((by) => ({ ...place, c: place.c + by })));
    });
    await expectArray(backend, row(gradInput), [1, batch, gates * size], dx, 2e-5);
    if (kind === 'gru') await expectArray(backend, row(gradRecurrent), [1, batch, gates * size], dq, 2e-5);
    await expectArray(backend, gradGates, [batch, gates * size], dq, 2e-5);
    await expectArray(backend, kernels.copy(carry.array), [batch, size], dhBefore, 2e-5);
    if (kind === 'lstm')
      await expectArray(backend, kernels.copy(gradCell.array), [batch, size], dcBefore, 2e-5);
  });
});
