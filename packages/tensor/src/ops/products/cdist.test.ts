import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { cdist } from './cdist.js';

const apart = (shape: readonly number[], low: number) => ({ shape, low, high: low + 1, distinct: true });

for (const p of [1, 2, 3.5]) {
  describeOp(`cdist with p = ${p}`, {
    run: (a, b) => cdist(a, b, { p }),
    inputs: {
      matrices: [apart([3, 2], 0), apart([2, 2], 3)],
      'batches that broadcast': [apart([2, 1, 2, 2], 0), apart([2, 2, 2], 3)],
      'no rows': [
        [0, 2],
        [3, 2],
      ],
      'no columns': [
        [2, 0],
        [3, 0],
      ],
    },
  });
}
describeOp('cdist with p = Infinity', {
  run: (a, b) => cdist(a, b, { p: Infinity }),
  inputs: {
    'no ties': [
      { shape: [2, 2], values: [0, 0.2, 0.5, 1] },
      { shape: [2, 2], values: [3, 2, 2.5, 4] },
    ],
    'no columns': [
      [2, 0],
      [3, 0],
    ],
  },
});

describe('distances', () => {
  forEachBackend(() => {
    it('have derivative 0 where they are 0', async () => {
      for (const p of [1, 2, 3.5, Infinity]) {
        const x = tensor(
          [
            [1, 2],
            [3, 4],
          ],
          { requiresGrad: true },
        );
        cdist(x, x.detach(), { p }).sum().backward();
        const expected = p === Infinity ? [-0.5, -0.5, 0.5, 0.5] : undefined;
        const found = Array.from(await x.grad!.data());
        expect(found.every(Number.isFinite)).toBe(true);
        if (expected) expect(found).toEqual(expected);
      }
    });

    it('count what differs with p = 0, and pass NaN on', async () => {
      expect(
        await cdist(
          tensor([[1, 2]]),
          tensor([
            [1, 3],
            [1, 2],
          ]),
          { p: 0 },
        ).array(),
      ).toEqual([[1, 0]]);
      expect(await cdist(tensor([[NaN]]), tensor([[1]])).array()).toEqual([[NaN]]);
    });

    it('refuse what makes no sense', () => {
      expect(failureOf(() => cdist(ones([2, 3]), ones([2, 2])))).toBe(
        'ShapeError: [cdist] expected a [..., M, D] and b [..., N, D], got [2, 3] and [2, 2].',
      );
      expect(failureOf(() => cdist(ones([2, 3]), ones([2, 3]), { p: -1 }))).toBe(
        'ArgumentError: [cdist] expected p of at least 0, got -1.',
      );
    });
  });
});
