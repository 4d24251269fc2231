import type { ReduceOp } from '@neurona/backend';
import { expect, it } from 'vitest';
import { freeAll, upload, valuesOf, wholeNumbers } from '../testing/arrays.js';
import { describeOnDevice } from '../testing/describe-on-device.js';

const folds: Partial<Record<ReduceOp, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  max: Math.max,
  min: Math.min,
};

describeOnDevice('large reductions on a GPU', (current) => {
  for (const [title, shape, axes] of [
    ['everything', [70_001], [0]],
    ['a few long rows', [3, 9_999], [1]],
    ['many short rows', [5_000, 7], [1]],
    ['the images of a batch', [4_000, 10], [0]],
    ['images, rows and columns', [5, 40, 30, 6], [0, 1, 2]],
    ['alternate axes', [9, 8, 7, 6, 5], [0, 2, 4]],
  ] as const) {
    for (const op of ['sum', 'max', 'min'] as const) {
      it(`folds ${title} by ${op}`, async () => {
        const backend = current();
        const values = wholeNumbers(shape);
        const kept = shape
          .map((_, axis) => axis)
          .filter((axis) => !(axes as readonly number[]).includes(axis));
        const expected = new Map<number, number>();
        values.forEach((value, i) => {
          let rest = i;
          const coordinates = shape.toReversed().map((size) => {
            const c = rest % size;
            rest = Math.floor(rest / size);
            return c;
          });
          const place = kept.reduce(
            (at, axis) => at * shape[axis]! + coordinates[shape.length - 1 - axis]!,
            0,
          );
          const before = expected.get(place);
          expected.set(place, before === undefined ? value : folds[op]!(before, value));
        });
        const x = upload(backend, values, shape);
        const y = backend.kernels.reduce(op, x, axes);
        expect(y.shape).toEqual(kept.map((axis) => shape[axis]));
        expect(await valuesOf(backend, y)).toEqual(
          [...expected.keys()].sort((a, b) => a - b).map((key) => expected.get(key)),
        );
        freeAll(backend, x, y);
        expect(backend.memory()).toEqual({ buffers: 0, bytes: 0 });
      });
    }
  }

  it('takes the mean of 100,000 numbers', async () => {
    const backend = current();
    const values = Float32Array.from({ length: 100_000 }, (_, i) => (i % 1000) / 1000);
    const x = upload(backend, values, [100_000]);
    const y = backend.kernels.reduce('mean', x, [0]);
    expect((await valuesOf(backend, y))[0]).toBeCloseTo(0.4995, 6);
    freeAll(backend, x, y);
  });
});
