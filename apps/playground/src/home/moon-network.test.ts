import { expect, it } from 'vitest';
import { moonPoints, signals, think } from './moon-network.js';

it('tells the two moons apart', () => {
  for (const { x, y, label } of moonPoints) expect(Number(think(x, y).output > 0)).toBe(label);
});

it('adds up what its connections say', () => {
  const thought = think(0.5, -1);
  const { in: into, out } = signals(thought);
  expect(into).toHaveLength(10);
  expect(Math.tanh((out.reduce((a, b) => a + b) + 0.15) / 2)).toBeCloseTo(thought.output, 12);
  expect(Math.tanh(into[0]! + into[5]! + 3.18)).toBeCloseTo(thought.hidden[0]!, 12);
});
