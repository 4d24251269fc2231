import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf, wholeNumbers } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

describeOnDevice('topK on a GPU', (current) => {
  for (const length of [300, 5_000]) {
    for (const largest of [true, false]) {
      it(`orders ${length} numbers with ties, ${largest ? 'largest' : 'smallest'} first`, async () => {
        const backend = current();
        const rows = [wholeNumbers([length]), wholeNumbers([length], 5)];
        rows[0]![7] = Number.NaN;
        const rank = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
        const order = rows.map((row) =>
          Array.from(row, (_, i) => i).sort((i, j) => {
            const difference = rank(row[i]!) - rank(row[j]!) || 0;
            return (largest ? -difference : difference) || i - j;
          }),
        );
        const x = upload(backend, Float32Array.from(rows.flatMap((row) => Array.from(row))), [2, length]);
        const { values, indices } = backend.kernels.topK(x, 120, largest);
        expect(await valuesOf(backend, indices)).toEqual(order.flatMap((line) => line.slice(0, 120)));
        expect(await valuesOf(backend, values)).toEqual(
          order.flatMap((line, row) => line.slice(0, 120).map((i) => rows[row]![i])),
        );
        freeAll(backend, x, values, indices);
        expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
      });
    }
  }
});
