import { tensor, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { dice } from './dice.js';

describe('dice', () => {
  forEachBackend(() => {
    it('has the value and the gradient that PyTorch computes', async () => {
      const logits = tensor(
        [
          [
            [
              [1, 0, -1],
              [0.5, 2, 0],
            ],
            [
              [0, 0, 3],
              [-1, 1, 1],
            ],
          ],
        ],
        { requiresGrad: true },
      );
      const targets = tensor(
        [
          [
            [0, 1],
            [2, 1],
          ],
        ],
        { dtype: 'int32' },
      );
      const loss = dice(logits, targets);
      expectClose(await loss.data(), [0.219393]);
      loss.backward();
      expectClose(
        await logits.grad!.data(),
        [
          -0.0440701, 0.0310607, 0.0130094, 0.0222778, -0.0341808, 0.0119029, 0.0084296, 0.0069021,
          -0.0153317, 0.0058833, -0.0417909, 0.0359076,
        ],
      );
    });
  });

  it('refuses shapes and settings that don’t fit', () => {
    expect(() => dice(zeros([2, 4, 4, 3]), zeros([2, 4], { dtype: 'int32' }))).toThrow(
      '[dice] expected logits [N, ..., C] with targets [N, ...], got [2, 4, 4, 3] with [2, 4].',
    );
    expect(() => dice(zeros([2, 3]), zeros([2], { dtype: 'int32' }), { smooth: 0 })).toThrow(
      '[dice] expected smooth > 0, got 0.',
    );
  });
});
