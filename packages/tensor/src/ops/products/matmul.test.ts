import { describe, expect, it } from 'vitest';
import { ones, tensor, zeros } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { failureOf } from '../../testing/failure.js';
import { addmm, baddbmm } from './addmm.js';
import { bmm, dot, matmul, mm, mv, outer } from './matmul.js';

describeOp('matmul', {
  run: (a, b) => matmul(a, b),
  inputs: {
    matrices: [
      [3, 5],
      [5, 4],
    ],
    vectors: [[5], [5]],
    'row and matrix': [[5], [5, 4]],
    'matrix and column': [[3, 5], [5]],
    'batch and matrix': [
      [2, 3, 5],
      [5, 4],
    ],
    'matrix and batch': [
      [3, 5],
      [2, 5, 4],
    ],
    'batch and column': [[2, 3, 5], [5]],
    'row and batch': [[5], [2, 5, 4]],
    batches: [
      [2, 3, 5],
      [2, 5, 4],
    ],
    'batches that broadcast': [
      [2, 1, 3, 5],
      [4, 5, 2],
    ],
    'nothing to sum': [
      [2, 0],
      [0, 3],
    ],
    empty: [
      [0, 3],
      [3, 2],
    ],
  },
});
describeOp('matmul of transposed matrices', {
  run: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
  inputs: {
    matrices: [
      [5, 3],
      [4, 5],
    ],
    'rows in batches and one matrix': [
      [2, 5, 1],
      [4, 5],
    ],
    'one term': [
      [2, 1, 3],
      [4, 1],
    ],
    batches: [
      [2, 5, 3],
      [2, 4, 5],
    ],
    'batches that broadcast': [
      [5, 3],
      [2, 4, 5],
    ],
  },
});
describeOp('matmul with b transposed', {
  run: (a, b) => matmul(a, b, { transposeB: true }),
  inputs: {
    'batch and matrix': [
      [2, 3, 5],
      [4, 5],
    ],
    'row and matrix': [[5], [4, 5]],
  },
});
describeOp('mm', {
  run: mm,
  inputs: {
    matrices: [
      [3, 5],
      [5, 4],
    ],
  },
});
describeOp('bmm', {
  run: bmm,
  inputs: {
    batches: [
      [2, 3, 5],
      [2, 5, 4],
    ],
  },
});
describeOp('mv', { run: mv, inputs: { matrix: [[3, 5], [5]] } });
describeOp('dot', { run: dot, inputs: { vectors: [[5], [5]], empty: [[0], [0]] } });
describeOp('outer', { run: outer, inputs: { vectors: [[3], [4]], empty: [[0], [4]] } });
describeOp('addmm', {
  run: (c, a, b) => addmm(c, a, b, { alpha: 0.5, beta: -2 }),
  inputs: {
    row: [[4], [3, 5], [5, 4]],
    matrix: [
      [3, 4],
      [3, 5],
      [5, 4],
    ],
  },
});
describeOp('baddbmm', {
  run: (c, a, b) => baddbmm(c, a, b),
  inputs: {
    batch: [
      [1, 3, 4],
      [2, 3, 5],
      [2, 5, 4],
    ],
  },
});

describe('matrix products', () => {
  forEachBackend(() => {
    it('are right for large odd sizes', async () => {
      const [m, k, n] = [67, 129, 35];
      const a = Float32Array.from({ length: m * k }, (_, i) => ((i * 7) % 11) - 5);
      const b = Float32Array.from({ length: k * n }, (_, i) => ((i * 5) % 13) - 6);
      const expected = Float32Array.from({ length: m * n }, (_, i) => {
        let total = 0;
        for (let p = 0; p < k; p++) total += a[Math.floor(i / n) * k + p]! * b[p * n + (i % n)]!;
        return total;
      });
      const [x, y] = [tensor(a, { shape: [m, k] }), tensor(b, { shape: [k, n] })];
      expectClose(await matmul(x, y).data(), expected);
      expectClose(await matmul(x.t(), y, { transposeA: true }).data(), expected);
      expectClose(await matmul(x, y.t(), { transposeB: true }).data(), expected);
    });

    it('take integers and arrays', async () => {
      expect(await matmul([[1, 2]], [[3], [4]]).array()).toEqual([[11]]);
      expect(matmul(tensor(new Int32Array([1, 2])), [1, 2]).dtype).toBe('float32');
    });

    it('of nothing are zeros', async () => {
      expect(await matmul(zeros([2, 0]), zeros([0, 2])).array()).toEqual([
        [0, 0],
        [0, 0],
      ]);
    });

    it('refuse shapes that do not fit', () => {
      expect(failureOf(() => matmul(ones([2, 3]), ones([4, 5])))).toBe(
        'ShapeError: [matmul] expected a matrix b of 3 rows, got 4 (a has shape [2, 3], b has shape [4, 5]). ' +
          'The last axis of a and the last but one of b must be equal.',
      );
      expect(failureOf(() => matmul(ones([2, 3]), ones([3, 5]), { transposeA: true }))).toBe(
        'ShapeError: [matmul] expected a matrix b of 2 rows, got 3 (a has shape [2, 3] transposed, b has shape [3, 5]). ' +
          'The last axis of a and the last but one of b must be equal.',
      );
      expect(failureOf(() => matmul(tensor(1), ones([3])))).toBe(
        'ShapeError: [matmul] expected operands of at least one axis, got [] and [3]. Use mul(a, b) to multiply by a number.',
      );
      expect(failureOf(() => matmul(ones([2, 2, 3]), ones([3, 3, 2])))).toBe(
        'ShapeError: [matmul] expected shapes that broadcast (equal, or 1, from the last axis on), got [2] and [3]. ' +
          'Reshape or insert axes of size 1 so that they line up.',
      );
      expect(failureOf(() => mm(ones([2]), ones([2])))).toBe(
        'ShapeError: [mm] expected two matrices, got [2] and [2]. Use matmul(a, b) for other ranks.',
      );
      expect(failureOf(() => bmm(ones([2, 2, 3]), ones([1, 3, 2])))).toBe(
        'ShapeError: [bmm] expected a batch b of 2 matrices, got 1 (a has shape [2, 2, 3], b has shape [1, 3, 2]). ' +
          'Use matmul(a, b) to broadcast batches.',
      );
      expect(failureOf(() => dot(ones([2, 2]), ones([2])))).toBe(
        'ShapeError: [dot] expected two vectors, got [2, 2] and [2]. Use matmul(a, b) for other ranks.',
      );
      expect(failureOf(() => addmm(ones([3, 4]), ones([2, 3]), ones([3, 4])))).toBe(
        'ShapeError: [addmm] expected shapes that broadcast (equal, or 1, from the last axis on), got [3, 4] and [2, 4]. ' +
          'Reshape or insert axes of size 1 so that they line up.',
      );
      expect(failureOf(() => addmm(ones([5, 2, 4]), ones([2, 3]), ones([3, 4])))).toBe(
        'ShapeError: [addmm] expected an input that broadcasts to [2, 4], got [5, 2, 4] (the shape of the product).',
      );
    });
  });
});
