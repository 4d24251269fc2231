import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { failureOf } from '../../testing/failure.js';
import { diag, diagonal, trace } from './diagonal.js';
import { tril, triu } from './triangle.js';

describeOp('diagonal', {
  run: (x) => diagonal(x, { offset: 1, axis1: 0, axis2: 2 }),
  inputs: { cube: [[3, 2, 4]], 'nothing there': [[2, 2, 1]], empty: [[0, 2, 3]] },
});
describeOp('diag of a matrix', {
  run: (x) => diag(x, -1),
  inputs: { wide: [[3, 4]], tall: [[4, 2]], 'nothing there': [[1, 3]] },
});
describeOp('diag of a vector', { run: (x) => diag(x, -2), inputs: { vector: [[3]], empty: [[0]] } });
describeOp('trace', { run: trace, inputs: { square: [[3, 3]], wide: [[2, 4]], empty: [[0, 0]] } });
describeOp('tril', {
  run: (x) => tril(x, -1),
  inputs: { matrix: [[3, 4]], batch: [[2, 3, 3]], empty: [[0, 3]] },
});
describeOp('triu', {
  run: (x) => triu(x, 1),
  inputs: { matrix: [[4, 3]], batch: [[2, 3, 3]], empty: [[3, 0]] },
});

describe('diagonals', () => {
  forEachBackend(() => {
    it('are put on any diagonal', async () => {
      expect(await diag(tensor([1, 2]), 1).array()).toEqual([
        [0, 1, 0],
        [0, 0, 2],
        [0, 0, 0],
      ]);
      expect(await diag(tensor([1, 2]), -1).array()).toEqual([
        [0, 0, 0],
        [1, 0, 0],
        [0, 2, 0],
      ]);
    });

    it('cut triangles of integers and infinities', async () => {
      expect(
        await tril(
          tensor([
            [1, Infinity],
            [3, 4],
          ]),
        ).array(),
      ).toEqual([
        [1, 0],
        [3, 4],
      ]);
      expect(await triu(tensor(new Int32Array([1, 2, 3, 4]), { shape: [2, 2] })).array()).toEqual([
        [1, 2],
        [0, 4],
      ]);
    });

    it('refuse other ranks and axes', () => {
      expect(failureOf(() => diag(ones([2, 2, 2])))).toBe(
        'ShapeError: [diag] expected a vector or a matrix, got [2, 2, 2]. Use diagonal(x, { axis1, axis2 }) for batches of matrices.',
      );
      expect(failureOf(() => trace(ones([2])))).toBe('ShapeError: [trace] expected a matrix, got [2].');
      expect(failureOf(() => diagonal(ones([2, 2]), { axis1: 0, axis2: -2 }))).toBe(
        'ShapeError: [diagonal] expected each axis once, got [0, -2].',
      );
      expect(failureOf(() => diagonal(ones([2, 2]), { offset: 0.5 }))).toBe(
        'ArgumentError: [diagonal] expected an offset that is an integer, got 0.5.',
      );
      expect(failureOf(() => tril(ones([2])))).toBe(
        'ShapeError: [tril] expected at least two axes, got [2].',
      );
      expect(failureOf(() => triu(ones([2, 2]), 0.5))).toBe(
        'ArgumentError: [triu] expected an offset that is an integer, got 0.5.',
      );
    });
  });
});
