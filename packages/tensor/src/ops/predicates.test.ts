import { describe, expect, it } from 'vitest';
import { forEachBackend } from '../testing/backends.js';
import { tensor } from '../index.js';
import { isFinite, isInf, isNaN, logicalNot } from './predicates.js';

describe('predicates', () => {
  forEachBackend(() => {
    it('tell numbers, infinities and NaN apart', async () => {
      const x = tensor([0, 1, Infinity, -Infinity, Number.NaN]);
      expect(await isNaN(x).array()).toEqual([false, false, false, false, true]);
      expect(await isInf(x).array()).toEqual([false, false, true, true, false]);
      expect(await isFinite(x).array()).toEqual([true, true, false, false, false]);
      expect(await logicalNot(x).array()).toEqual([true, false, false, false, false]);
    });
  });
});
