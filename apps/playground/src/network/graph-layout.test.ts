import { expect, it } from 'vitest';
import { layoutGraph } from './graph-layout.js';

it('puts each node after its inputs, and leaves just before what uses them', () => {
  const { places, columns, rows } = layoutGraph([[], [], [0, 1], [], [2, 3]]); // x · y + 1
  expect(places.map(({ column }) => column)).toEqual([0, 0, 1, 1, 2]);
  expect([columns, rows]).toEqual([3, 2.5]);
});

it('puts no two nodes into one place', () => {
  const inputs = [[], [0, 0], [1, 0], [], [2, 3], [4, 1], [5, 0]];
  const { places } = layoutGraph(inputs);
  for (const [i, a] of places.entries()) {
    for (const b of places.slice(i + 1)) {
      expect(a.column !== b.column || Math.abs(a.row - b.row) >= 1).toBe(true);
    }
    for (const from of inputs[i]!) expect(places[from]!.column).toBeLessThan(a.column);
  }
});
