import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { expand } from './expand.js';
import { meshgrid } from './meshgrid.js';
import { repeatInterleave, tile } from './tile.js';

describeOp('tile', {
  run: (x) => tile(x, [2, 1, 3]),
  inputs: { matrix: [[2, 3]], scalar: [[]], empty: [[0, 2]] },
});
describeOp('repeatInterleave', {
  run: (x) => repeatInterleave(x, 2),
  inputs: { matrix: [[2, 3]], empty: [[0, 2]] },
});
describeOp('repeatInterleave by element', {
  run: (x) => repeatInterleave(x, [2, 0, 1], { axis: 1 }),
  inputs: { cube: [[2, 3, 2]], empty: [[0, 3]] },
});
describeOp('expand', {
  run: (x) => expand(x, [2, -1, 4]),
  inputs: { matrix: [[3, 1]], 'one element': [[1, 1]] },
});
describeOp('meshgrid', {
  run: (...xs) => meshgrid(xs, { indexing: 'xy' }),
  inputs: { two: [[2], [3]], three: [[2], [3], [2]], one: [[3]] },
});

describe('repeating', () => {
  forEachBackend(() => {
    it('repeats nothing with 0', () => {
      expect(tile(ones([2, 3]), [0, 2]).shape).toEqual([0, 6]);
      expect(repeatInterleave(ones([2, 3]), 0, { axis: 1 }).shape).toEqual([2, 0]);
    });

    it('keeps the dtype', async () => {
      expect(await tile(tensor([true, false]), 2).array()).toEqual([true, false, true, false]);
    });

    it('refuses what makes no sense', () => {
      expect(failureOf(() => tile(ones([2]), -1))).toBe(
        'ArgumentError: [tile] expected repeats that are integers of at least 0, got [-1].',
      );
      expect(failureOf(() => repeatInterleave(ones([2]), [1, 2, 3]))).toBe(
        'ArgumentError: [repeatInterleave] expected one number of repeats, or 2, got 3.',
      );
      expect(failureOf(() => meshgrid([]))).toBe(
        'ArgumentError: [meshgrid] expected at least one vector, got none.',
      );
      expect(failureOf(() => meshgrid([ones([2, 2])]))).toBe(
        'ShapeError: [meshgrid] expected vectors, got [2, 2].',
      );
      expect(failureOf(() => expand(ones([2]), [3]))).toBe(
        'ShapeError: [broadcastTo] expected a shape that [2] broadcasts to, got [3].',
      );
    });
  });
});
