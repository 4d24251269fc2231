import { describe, expect, it } from 'vitest';
import { noGrad } from '../../autograd/grad-mode.js';
import { ones, tensor } from '../../create.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { concat } from '../shape/concat.js';
import { scaledDotProductAttention } from './attention.js';
import { type AttentionBlock, blockAttention } from './block-attention.js';

describeOp('blockAttention', {
  run: (query, key, value) =>
    blockAttention(query!, [
      { key: key!, value: value! },
      { key: value!, value: key! },
    ]),
  inputs: {
    'two queries': [
      [2, 2, 3],
      [2, 4, 3],
      [2, 4, 3],
    ],
  },
});

const whole = (blocks: readonly AttentionBlock[], name: keyof AttentionBlock): Tensor =>
  concat(
    blocks.map((block) => block[name]),
    { axis: -2 },
  );

describe('attention to blocks', () => {
  forEachBackend(() => {
    it('is that to one array of their keys and values, masked or not', async () => {
      const rng = new Generator(3);
      const query = randn([2, 3, 2, 6], { rng });
      const blocks = [5, 1, 9].map((length) => ({
        key: randn([2, 3, length, 6], { rng }),
        value: randn([2, 3, length, 4], { rng }),
      }));
      const [key, value] = [whole(blocks, 'key'), whole(blocks, 'value')];
      const row = randn([15], { rng }).greater(-0.5);
      const texts = randn([2, 1, 1, 15], { rng }).greater(0);
      const pairs = randn([2, 15], { rng }).greater(0); // differs between queries
      for (const mask of [undefined, row, row.unsqueeze(0), texts, pairs, randn([15], { rng })]) {
        for (const scale of [undefined, 0.3]) {
          const options = { mask, scale };
          const expected = scaledDotProductAttention(query, key, value, options);
          expectClose(await blockAttention(query, blocks, options).data(), await expected.data());
          const one = blockAttention(query, [{ key, value }], options);
          expectClose(await one.data(), await expected.data());
        }
      }
    });

    it('gives zeros to a query that may attend to none', async () => {
      const block = { key: ones([1, 2]), value: ones([1, 3]) };
      const y = blockAttention(ones([1, 2]), [block, block], {
        mask: tensor([false, false], { dtype: 'bool' }),
      });
      expect(await y.data()).toEqual(new Float32Array(3));
    });

    it('has nothing of keys that no query may attend to, even if they are NaN', async () => {
      const [bad, worse] = [Number.NaN, Number.POSITIVE_INFINITY];
      const key = tensor([0, 0, bad, 1, 0, 0]).reshape([3, 2]);
      const value = tensor([[1], [bad], [3]]);
      const blocks = [
        { key, value },
        { key, value: tensor([[worse], [bad], [5]]) },
      ];
      const mask = tensor([true, false, true, false, false, true], { dtype: 'bool' });
      for (const queries of [1, 9]) {
        const query = ones([queries, 2]);
        const y = await blockAttention(query, blocks, { mask }).data();
        expectClose(y, new Float32Array(queries).fill(3));
        const one = blockAttention(query, [{ key, value }], { mask: mask.narrow(0, 0, 3) });
        expectClose(await one.data(), new Float32Array(queries).fill(2));
      }
    });

    it('takes an empty batch', async () => {
      const block = { key: ones([0, 1, 2, 3]), value: ones([0, 1, 2, 4]) };
      const mask = ones([0, 1, 1, 4]).cast('bool');
      const y = blockAttention(ones([0, 1, 1, 3]), [block, block], { mask });
      expect(y.shape).toEqual([0, 1, 1, 4]);
      expect(await y.data()).toEqual(new Float32Array(0));
    });

    it('has gradients, which are not recorded where they are not wanted', async () => {
      const query = ones([1, 2]);
      query.requiresGrad = true;
      const blocks = [1, 3].map((x) => ({ key: tensor([[x, 0]]), value: tensor([[x]]) }));
      const y = blockAttention(query, blocks);
      const plain = noGrad(() => blockAttention(query, blocks));
      expect([y.requiresGrad, plain.requiresGrad]).toEqual([true, false]);
      expectClose(await plain.data(), await y.data());
    });

    it('refuses what does not fit', () => {
      const block = { key: ones([1, 2]), value: ones([1, 3]) };
      expect(() => blockAttention(ones([1, 2]), [])).toThrow(
        '[blockAttention] expected query [..., L, D] and blocks of key [..., S, D] and value [..., S, V], got [1, 2].',
      );
      expect(() => blockAttention(ones([1, 2]), [block, { ...block, value: ones([1, 4]) }])).toThrow(
        'got [1, 2], [1, 2], [1, 3], [1, 2], [1, 4].',
      );
      expect(() => blockAttention(ones([1, 2]), [{} as AttentionBlock])).toThrow(
        '[blockAttention] expected key and value',
      );
      expect(() => blockAttention(ones([1, 2]), [block], { mask: tensor([1], { dtype: 'int32' }) })).toThrow(
        'expected a mask of dtype bool or float32, got int32.',
      );
    });
  });
});
