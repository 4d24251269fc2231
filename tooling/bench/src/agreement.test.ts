import { expect, it } from 'vitest';
import { compareLosses } from './agreement.js';

it('takes losses that differ by rounding for the same', () => {
  expect(compareLosses([2, 1.0001], [2, 1])).toMatchObject({ agrees: true });
});

it('notices a step that does something else', () => {
  expect(compareLosses([2, 1.1], [2, 1]).agrees).toBe(false);
  expect(compareLosses([2, Number.NaN], [2, 1]).agrees).toBe(false);
});
