import { describe, expect, it } from 'vitest';
import { tensor } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';

describe('predicates', () => {
  forEachBackend(() => {
    it('tell numbers, infinities and NaN apart', async () => {
      const x = tensor([0, 1, Infinity, -Infinity, Number.NaN]);
      expect(await x.isNaN().array()).toEqual([false, false, false, false, true]);
      expect(await x.isInf().array()).toEqual([false, false, true, true, false]);
      expect(await x.isFinite().array()).toEqual([true, true, false, false, false]);
      expect(await x.logicalNot().array()).toEqual([true, false, false, false, false]);
    });
  });
});
