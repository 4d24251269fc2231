import { expect, it } from 'vitest';
import { contour, joined } from './contour.js';

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

it('joins the pieces of a ring to one closed way', () => {
  const size = 9;
  const field = Array.from(
    { length: size * size },
    (_, i) => Math.hypot((i % size) - 4, Math.floor(i / size) - 4) - 2.5,
  );
  const segments = contour(field, size);
  const ways = joined(segments);
  expect(ways.map((way) => way.length)).toEqual([segments.length + 1]);
  expect(ways[0]!.at(-1)).toEqual(ways[0]![0]);
  for (const [x, y] of ways[0]!) expect(Math.hypot(x - 4, y - 4)).toBeCloseTo(2.5, 0.5);
});

it('joins the pieces of an open line from one end to the other', () => {
  const [way, ...others] = joined(contour([-1, 1, 3, -2, 1, 4, -1, 3, 5], 3));
  expect(others).toEqual([]);
  expect([way![0]![1], way!.at(-1)![1]].sort()).toEqual([0, 2]);
});
