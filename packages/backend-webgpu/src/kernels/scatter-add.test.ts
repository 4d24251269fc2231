import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

describeOnDevice('scatterAdd on a GPU', (current) => {
  it('gives the same bits each time, in the order of the rows', async () => {
    const backend = current();
    const count = 700;
    const rows = 11;
    const inner = 5;
    const places = Int32Array.from({ length: count }, (_, i) => (i * i) % rows);
    const numbers = Float32Array.from({ length: count * inner }, (_, i) =>
      Math.fround(Math.sin(i) * 10 ** (i % 7)),
    );
    const expected = new Float32Array(rows * inner);
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < inner; j++) expected[places[i]! * inner + j]! += numbers[i * inner + j]!;
    }
    const updates = upload(backend, numbers, [count, inner]);
    const indices = upload(backend, places, [count]);
    const first = backend.kernels.scatterAdd(updates, indices, 0, rows);
    const second = backend.kernels.scatterAdd(updates, indices, 0, rows);
    expect(await valuesOf(backend, first)).toEqual(Array.from(expected));
    expect(await valuesOf(backend, second)).toEqual(Array.from(expected));
    freeAll(backend, updates, indices, first, second);
    expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
  });

  it('adds integers exactly', async () => {
    const backend = current();
    const updates = upload(backend, Int32Array.of(16777217, 2, 2 ** 31 - 1, 1), [4, 1]);
    const indices = upload(backend, Int32Array.of(1, 1, 0, 0), [4]);
    const sums = backend.kernels.scatterAdd(updates, indices, 0, 2);
    expect(await valuesOf(backend, sums)).toEqual([-(2 ** 31), 16777219]);
    freeAll(backend, updates, indices, sums);
  });
});
