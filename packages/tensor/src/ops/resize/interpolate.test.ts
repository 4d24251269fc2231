import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { failureOf } from '../../testing/failure.js';
import { type InterpolateFunctionOptions, interpolate } from './interpolate.js';

const cases: Record<string, [InterpolateFunctionOptions, readonly number[]]> = {
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
    it('leaves integers whole', async () => {
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

describe('antialiasing', () => {
  // PyTorch 1.13: F.interpolate(x, size, mode=mode, align_corners=alignCorners, antialias=True), float64
  const smooth: [options: InterpolateFunctionOptions, expected: number[]][] = [
    [{ size: [3, 2], mode: 'bilinear' }, [1.107143, 1.428571, 1.132353, 1.205882, 1.339286, 1.169643]],
    [
      { size: [3, 2], mode: 'bilinear', alignCorners: true },
      [1.215278, 1.496528, 1.195473, 1.169753, 1.191358, 1.222222],
    ],
    [{ size: [3, 2], mode: 'bicubic' }, [1.060254, 1.488323, 1.125312, 1.197233, 1.356767, 1.131648]],
    [{ scaleFactor: 0.45, mode: 'bilinear' }, [1.075603, 1.372971, 1.08872, 1.212526, 1.400257, 1.17204]],
  ];
  forEachBackend(() => {
    it("gives PyTorch's values", async () => {
      const values = Float32Array.from({ length: 35 }, (_, i) => ((i * 7) % 11) / 4);
      const x = tensor(values, { shape: [1, 7, 5, 1] });
      for (const [options, expected] of smooth) {
        expectClose(await interpolate(x, { ...options, antialias: true }).data(), expected);
      }
    });

    it('is for images and their smooth modes', () => {
      expect(() => interpolate(ones([1, 2, 2, 1]), { size: 1, antialias: true })).toThrow(
        "[interpolate] expected mode 'bilinear' or 'bicubic' with antialias, got 'nearest'.",
      );
    });
  });
});
