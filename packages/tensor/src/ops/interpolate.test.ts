import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../create.js';
import { forEachBackend } from '../testing/backends.js';
import { describeOp } from '../testing/describe-op.js';
import { failureOf } from '../testing/failure.js';
import { type InterpolateOptions, interpolate } from './interpolate.js';

const cases: Record<string, [InterpolateOptions, readonly number[]]> = {
  'nearest, twice': [{ scaleFactor: 2 }, [2, 3, 2, 2]],
  'nearest, odd': [{ size: [5, 3] }, [1, 3, 4, 1]],
  'nearest-exact': [{ size: [5, 3], mode: 'nearest-exact' }, [1, 3, 4, 1]],
  'nearest, sequence': [{ size: 7 }, [2, 4, 2]],
  'nearest, volume': [{ scaleFactor: [2, 1, 2] }, [1, 2, 2, 2, 1]],
  linear: [{ size: 7, mode: 'linear' }, [2, 4, 2]],
  bilinear: [{ scaleFactor: 1.5, mode: 'bilinear' }, [2, 3, 4, 2]],
  'bilinear, corners': [{ size: [5, 2], mode: 'bilinear', alignCorners: true }, [1, 3, 4, 1]],
  'bilinear to one pixel': [{ size: 1, mode: 'bilinear', alignCorners: true }, [1, 3, 4, 1]],
  trilinear: [{ size: [3, 2, 3], mode: 'trilinear' }, [1, 2, 3, 2, 1]],
  bicubic: [{ scaleFactor: 2, mode: 'bicubic' }, [1, 3, 4, 2]],
  'bicubic, smaller': [{ size: [2, 3], mode: 'bicubic' }, [1, 5, 4, 1]],
  area: [{ size: [2, 5], mode: 'area' }, [1, 5, 4, 1]],
  empty: [{ scaleFactor: 2, mode: 'bilinear' }, [0, 3, 2, 1]],
};
for (const [title, [options, shape]] of Object.entries(cases)) {
  describeOp(`interpolate (${title})`, { run: (x) => interpolate(x, options), inputs: { images: [shape] } });
}

describe('interpolate', () => {
  forEachBackend(() => {
    it('leaves whole numbers whole', async () => {
      const y = interpolate(tensor(new Int32Array([1, 2]), { shape: [1, 2, 1] }), { scaleFactor: 2 });
      expect(y.dtype).toBe('int32');
      expect(await y.data()).toEqual(new Int32Array([1, 1, 2, 2]));
    });

    it('refuses what does not fit', () => {
      const x = ones([1, 4, 4, 1]);
      expect(failureOf(() => interpolate(x, {}))).toBe(
        'ArgumentError: [interpolate] expected either size or scaleFactor, got neither.',
      );
      expect(failureOf(() => interpolate(x, { size: 2, scaleFactor: 2 }))).toBe(
        'ArgumentError: [interpolate] expected either size or scaleFactor, got both.',
      );
      expect(failureOf(() => interpolate(x, { size: [2] }))).toBe(
        'ArgumentError: [interpolate] expected sizes of at least 1, one for all or 2, got [2] (x has shape [1, 4, 4, 1]).',
      );
      expect(failureOf(() => interpolate(x, { scaleFactor: 0.1 }))).toBe(
        'ArgumentError: [interpolate] expected sizes of at least 1, one for all or 2, got 0.1 (x has shape [1, 4, 4, 1]).',
      );
      expect(failureOf(() => interpolate(x, { size: 2, mode: 'linear' }))).toBe(
        "ShapeError: [interpolate] expected x [N, ..., C] with 3 axes for mode 'linear', got [1, 4, 4, 1].",
      );
      expect(failureOf(() => interpolate(x, { size: 2, alignCorners: true }))).toBe(
        "ArgumentError: [interpolate] expected a linear or cubic mode with alignCorners, got 'nearest'.",
      );
      expect(failureOf(() => interpolate(x, { size: 2, mode: 'sinc' as 'linear' }))).toBe(
        'ArgumentError: [interpolate] expected a mode of nearest, nearest-exact, linear, bilinear, trilinear, bicubic, area, got sinc.',
      );
    });
  });
});
