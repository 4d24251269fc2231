import { expect, it } from 'vitest';
import { compareOutput } from './compare-output.js';

const values = (...numbers: number[]) => ({ shape: [numbers.length], values: numbers });

it('measures by the largest expected value', () => {
  expect(compareOutput(values(10.0005, 0), values(10, 0), 1e-4)).toMatchObject({ problem: undefined });
  expect(compareOutput(values(10, 0.0005), values(10, 0), 1e-4).use).toBeCloseTo(0.5);
  expect(compareOutput(values(10, 0), values(10, 0), 1e-4).use).toBe(0);
  expect(compareOutput(values(0), values(0), 1e-4).problem).toBeUndefined();
});

it('says how far an output is off, and which shape it should have', () => {
  expect(compareOutput(values(10.01, 0), values(10, 0), 1e-4).problem).toBe(
    'off by up to 0.0100, where 0.00100 is allowed',
  );
  expect(compareOutput(values(Number.NaN), values(1), 1e-4).problem).toContain('off by up to Infinity');
  expect(compareOutput(values(1, 2), values(1), 1).problem).toBe('expected shape [1], got [2]');
});
