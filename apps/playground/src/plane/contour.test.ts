import { expect, it } from 'vitest';
import { contour } from './contour.js';

it('finds where a field passes zero, between the points of the grid', () => {
  expect(contour([-1, 3, -1, 3], 2)).toEqual([[0.25, 0, 0.25, 1]]);
});

it('draws two pieces through a saddle', () => {
  expect(contour([1, -1, -1, 1], 2)).toHaveLength(2);
});

it('finds nothing where a field keeps its sign', () => {
  expect(contour([1, 2, 3, 4], 2)).toEqual([]);
  expect(contour([0, 0, 0, 0], 2)).toEqual([]);
});
