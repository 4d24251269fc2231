import { describe, expect, it } from 'vitest';
import { ArgumentError, ShapeError } from './errors.js';
import {
  broadcastShapes,
  checkShape,
  resolveAxes,
  resolveAxis,
  sameShape,
  sizeOf,
  splitAtAxis,
  stridesOf,
} from './shape.js';

describe('shapes', () => {
  it('have a size and strides', () => {
    expect([sizeOf([]), sizeOf([2, 3]), sizeOf([2, 0])]).toEqual([1, 6, 0]);
    expect([stridesOf([]), stridesOf([5]), stridesOf([2, 3, 4])]).toEqual([[], [1], [12, 4, 1]]);
  });

  it('are equal or not', () => {
    expect([sameShape([2], [2]), sameShape([2], [2, 1]), sameShape([2], [3]), sameShape([], [])]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it.each([
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [[2, 1], [3], [2, 3]],
    [[], [2], [2]],
    [
      [4, 1, 3],
      [2, 1],
      [4, 2, 3],
    ],
    [[0], [1], [0]],
    [
      [1, 3],
      [0, 1],
      [0, 3],
    ],
  ])('%j and %j broadcast to %j', (a, b, shape) => {
    expect(broadcastShapes('add', a, b)).toEqual(shape);
    expect(broadcastShapes('add', b, a)).toEqual(shape);
  });

  it('that do not broadcast are told', () => {
    const wrong = () => broadcastShapes('add', [2, 3], [2]);
    expect(wrong).toThrow(ShapeError);
    expect(wrong).toThrow(
      '[add] expected shapes that broadcast (equal, or 1, from the last axis on), got [2, 3] and [2]. ' +
        'Reshape or insert axes of size 1 so that they line up.',
    );
  });

  it.each([[[2, -1]], [[1.5]], [[Number.NaN]]])('%j is not a shape', (shape) => {
    expect(() => checkShape('zeros', shape)).toThrow(ArgumentError);
  });

  it('are checked with a message', () => {
    expect(() => checkShape('zeros', [2, -1])).toThrow(
      '[zeros] expected a shape of whole sizes that are at least 0, got [2, -1].',
    );
    expect(checkShape('zeros', [])).toEqual([]);
  });

  it('are seen around an axis', () => {
    expect(splitAtAxis([2, 3, 4], 0)).toEqual({ outer: 1, size: 2, inner: 12 });
    expect(splitAtAxis([2, 3, 4], 2)).toEqual({ outer: 6, size: 4, inner: 1 });
  });
});

describe('axes', () => {
  it('count from the end when negative', () => {
    expect([resolveAxis('sum', 0, 2), resolveAxis('sum', -1, 2), resolveAxis('sum', -2, 2)]).toEqual([
      0, 1, 0,
    ]);
  });

  it.each([
    [2, 2, '[sum] expected an axis from -2 to 1, got 2.'],
    [-3, 2, '[sum] expected an axis from -2 to 1, got -3.'],
    [0.5, 1, '[sum] expected an axis from -1 to 0, got 0.5.'],
    [0, 0, '[sum] expected no axis, as the array is a scalar, got 0.'],
  ])('%d of %d axes is not there', (axis, ndim, message) => {
    expect(() => resolveAxis('sum', axis, ndim)).toThrow(ShapeError);
    expect(() => resolveAxis('sum', axis, ndim)).toThrow(message);
  });

  it('are sorted, all by default', () => {
    expect(resolveAxes('sum', [-1, 0], 3)).toEqual([0, 2]);
    expect(resolveAxes('sum', undefined, 2)).toEqual([0, 1]);
    expect(resolveAxes('sum', 1, 2)).toEqual([1]);
    expect(resolveAxes('sum', [], 2)).toEqual([]);
  });

  it('are named once', () => {
    expect(() => resolveAxes('sum', [0, -2], 2)).toThrow('[sum] expected each axis once, got [0, -2].');
  });
});
