import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { flip, roll, rot90 } from './flip.js';

describeOp('flip', {
  run: (x) => flip(x, [0, -1]),
  inputs: { cube: [[2, 3, 4]], vector: [[3, 1]], empty: [[0, 3]] },
});
describeOp('roll', { run: (x) => roll(x, 3), inputs: { matrix: [[2, 4]], scalar: [[]], empty: [[0, 3]] } });
describeOp('roll along axes', {
  run: (x) => roll(x, [1, -2], { axis: [0, -1] }),
  inputs: { cube: [[2, 3, 4]], 'all the way round': [[1, 2]], empty: [[2, 0]] },
});
describeOp('rot90', {
  run: (x) => rot90(x, 1, [1, 0]),
  inputs: { matrix: [[2, 3]], cube: [[2, 3, 2]], empty: [[0, 3]] },
});

describe('turning', () => {
  forEachBackend(() => {
    it('turns by any number of quarters', async () => {
      const x = tensor([
        [1, 2],
        [3, 4],
      ]);
      expect(await rot90(x, 0).array()).toEqual([
        [1, 2],
        [3, 4],
      ]);
      expect(await rot90(x, 1).array()).toEqual([
        [2, 4],
        [1, 3],
      ]);
      expect(await rot90(x, 2).array()).toEqual([
        [4, 3],
        [2, 1],
      ]);
      expect(await rot90(x, -1).array()).toEqual([
        [3, 1],
        [4, 2],
      ]);
      expect(await rot90(x, 5).array()).toEqual([
        [2, 4],
        [1, 3],
      ]);
    });

    it('keeps the dtype', async () => {
      expect(await flip(tensor([true, false]), 0).array()).toEqual([false, true]);
      expect(roll(tensor(new Int32Array([1, 2])), 1).dtype).toBe('int32');
    });

    it('refuses what makes no sense', () => {
      expect(failureOf(() => flip(ones([2]), [0, 0]))).toBe(
        'ShapeError: [flip] expected each axis once, got [0, 0].',
      );
      expect(failureOf(() => roll(ones([2, 2]), [1, 1], { axis: 0 }))).toBe(
        'ArgumentError: [roll] expected an integer for each axis, got [1, 1] (axes [0]).',
      );
      expect(failureOf(() => roll(ones([2, 2]), 0.5))).toBe(
        'ArgumentError: [roll] expected an integer for each axis, got 0.5 (no axis given).',
      );
      expect(failureOf(() => rot90(ones([2, 2]), 0.5))).toBe(
        'ArgumentError: [rot90] expected an integer of quarters, got 0.5.',
      );
    });
  });
});
