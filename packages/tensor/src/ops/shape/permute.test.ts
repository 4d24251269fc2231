import { describe, expect, it } from 'vitest';
import { arange, ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { liveMemory } from '../../testing/index.js';
import { moveAxis, permute, t, transpose } from './permute.js';
import { reshape } from './reshape.js';

describeOp('permute', {
  run: (x) => permute(x, [2, 0, -2]),
  inputs: { cube: [[2, 3, 4]], 'axes of size 1': [[1, 3, 1]], empty: [[2, 0, 3]] },
});
describeOp('transpose', {
  run: (x) => transpose(x, 0, -1),
  inputs: { matrix: [[3, 4]], 'four axes': [[2, 3, 1, 4]], empty: [[0, 3]] },
});
describeOp('t', { run: t, inputs: { matrix: [[3, 4]], vector: [[3]], scalar: [[]] } });
describeOp('moveAxis', {
  run: (x) => moveAxis(x, [0, 1], [2, 0]),
  inputs: { cube: [[2, 3, 4]], empty: [[2, 0, 3]] },
});

describe('permuting axes', () => {
  forEachBackend(() => {
    it('keeps the dtype', async () => {
      const x = tensor([[true, false]]);
      expect(t(x).dtype).toBe('bool');
      expect(await t(x).array()).toEqual([[true], [false]]);
      expect(await t(tensor(new Int32Array([1, 2, 3, 4]), { shape: [2, 2] })).array()).toEqual([
        [1, 3],
        [2, 4],
      ]);
    });

    it('shares the memory where only axes of size 1 move', () => {
      const x = ones([1, 3, 1, 4]);
      const before = liveMemory(x.backend).buffers;
      expect(permute(x, [2, 1, 3, 0]).shape).toEqual([1, 3, 4, 1]);
      expect(liveMemory(x.backend).buffers).toBe(before);
    });

    it('moves five axes', async () => {
      const x = reshape(arange(2 * 1 * 3 * 2 * 2), [2, 1, 3, 2, 2]);
      const y = permute(x, [4, 2, 0, 3, 1]);
      expect(y.shape).toEqual([2, 3, 2, 2, 1]);
      expect(await permute(y, [2, 4, 1, 3, 0]).data()).toEqual(await x.data());
    });

    it('refuses axes that are not there', () => {
      expect(failureOf(() => permute(ones([2, 3]), [0]))).toBe(
        'ShapeError: [permute] expected each of 2 axes once, got [0] (x has shape [2, 3]).',
      );
      expect(failureOf(() => permute(ones([2, 3]), [0, 0]))).toBe(
        'ShapeError: [permute] expected each axis once, got [0, 0].',
      );
      expect(failureOf(() => transpose(ones([2]), 0, 1))).toBe(
        'ShapeError: [transpose] expected an axis from -1 to 0, got 1.',
      );
      expect(failureOf(() => t(ones([2, 3, 4])))).toBe(
        'ShapeError: [t] expected a matrix, got [2, 3, 4]. Use transpose(x, axis0, axis1) to say which axes to swap.',
      );
      expect(failureOf(() => moveAxis(ones([2, 3]), [0, 1], 0))).toBe(
        'ShapeError: [moveAxis] expected as many destinations as sources, got 2 sources and 1 destinations.',
      );
    });
  });
});
