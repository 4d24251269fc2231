import { describe, expect, it } from 'vitest';
import { ones, tensor, zeros } from '../../create.js';
import { forEachBackend } from '../../testing/backends.js';
import { maskedSelect, nonzero } from './masked-select.js';

describe('maskedSelect and nonzero', () => {
  forEachBackend(() => {
    it('find the places and take the values', async () => {
      const x = tensor(
        [
          [1, 0, NaN],
          [0, -2, 0],
        ],
        { requiresGrad: true },
      );
      expect(await (await nonzero(x)).array()).toEqual([
        [0, 0],
        [0, 2],
        [1, 1],
      ]);
      const chosen = await maskedSelect(x, x.notEqual(0));
      expect(await chosen.array()).toEqual([1, NaN, -2]);
      chosen.mul([1, 2, 3]).sum().backward();
      expect(await x.grad!.array()).toEqual([
        [1, 0, 2],
        [0, 3, 0],
      ]);
    });

    it('broadcast x and mask', async () => {
      const x = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      expect(await (await maskedSelect(x, [true, false, true])).array()).toEqual([1, 3, 4, 6]);
      expect(await (await maskedSelect(x, [[true], [false]])).array()).toEqual([1, 2, 3]);
      expect(
        await (
          await maskedSelect(
            [7, 8],
            [
              [true, false],
              [true, true],
            ],
          )
        ).array(),
      ).toEqual([7, 7, 8]);
    });

    it('may find nothing, or a scalar', async () => {
      expect((await nonzero(zeros([2, 2]))).shape).toEqual([0, 2]);
      expect((await nonzero(tensor(3))).shape).toEqual([1, 0]);
      expect((await maskedSelect(ones([2]), [false, false])).shape).toEqual([0]);
    });

    it('refuse a mask of numbers', async () => {
      await expect(maskedSelect(ones([2]), ones([2]))).rejects.toThrow(
        '[maskedSelect] expected a mask of dtype bool, got float32. ' +
          "Compare, as in x.greater(0), or cast the mask to 'bool'.",
      );
    });
  });
});
