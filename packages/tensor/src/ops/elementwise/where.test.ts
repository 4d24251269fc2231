import { describe, expect, it } from 'vitest';
import { tensor } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { where } from './where.js';

const condition = { shape: [3, 1], dtype: 'bool' } as const;

describeOp('where', {
  run: where,
  inputs: {
    broadcast: [condition, [3, 4], [4]],
    integers: [condition, { shape: [3], dtype: 'int32' }, { shape: [1], dtype: 'int32' }],
    empty: [{ shape: [0], dtype: 'bool' }, [0], []],
  },
});

describe('where', () => {
  forEachBackend(() => {
    it('takes numbers, which live where the condition lives', async () => {
      const y = where(tensor([true, false]), 1, 0);
      expect(y.dtype).toBe('float32');
      expectClose(await y.data(), [1, 0]);
    });
  });
});
