import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { Generator } from '../../random/generator.js';
import { rand } from '../../random/uniform.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { attentionWeights, scaledDotProductAttention } from './attention.js';

describeOp('scaledDotProductAttention', {
  run: (q, k, v, mask) =>
    scaledDotProductAttention(q!, k!, v!, mask?.dtype === 'bool' ? { mask, causal: true } : { mask }),
  inputs: {
    heads: [
      [2, 2, 3],
      [2, 4, 3],
      [2, 4, 2],
    ],
    'a mask of numbers': [
      [2, 3],
      [2, 3],
      [2, 2],
      [2, 2],
    ],
    'a mask of booleans': [[2, 3], [2, 3], [2, 2], { shape: [2, 2], dtype: 'bool', values: [1, 1, 1, 0] }],
  },
  order: 2,
});

describe('attention', () => {
  forEachBackend(() => {
    it('takes the scale that it is given', async () => {
      const [q, k] = [
        tensor([[1, 0]]),
        tensor([
          [2, 0],
          [0, 0],
        ]),
      ];
      const share = 1 / (1 + Math.exp(-2));
      expectClose(await attentionWeights(q, k, { scale: 1 }).data(), [share, 1 - share]);
    });

    it('takes masks of every form as composing does', async () => {
      const sample = (...shape: number[]) => rand(shape, { rng: new Generator(2) });
      const [q, k] = [sample(2, 3, 4, 5), sample(2, 3, 6, 5)];
      const { backend } = q;
      const { kernels } = backend;
      const forms = [[6], [4, 1], [4, 6], [2, 1, 1, 6], [2, 1, 4, 6], [1, 3, 1, 6], [2, 3, 4, 6]];
      for (const shape of forms) {
        const mask = sample(...shape).greater(0.4);
        for (const causal of [false, true]) {
          const fused = attentionWeights(q, k, { mask, causal });
          backend.kernels = { ...kernels };
          delete backend.kernels.attentionSoftmax;
          const composed = attentionWeights(q, k, { mask, causal });
          backend.kernels = kernels;
          expectClose(await fused.data(), await composed.data(), { rtol: 1e-5, atol: 1e-6 });
        }
      }
    });

    it('applies several masks', async () => {
      const masks = [tensor([[true, true, false]]), tensor([[false, true, true]]), tensor([[5, 0, 0]])];
      const weights = attentionWeights(ones([2, 2]), ones([3, 2]), { mask: masks });
      expect(await weights.array()).toEqual([
        [0, 1, 0],
        [0, 1, 0],
      ]);
    });

    it('takes -∞ in masks of numbers for false', async () => {
      const [q, k] = [ones([2, 2], { requiresGrad: true }), ones([2, 2])];
      const mask = tensor([
        [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
        [Number.NEGATIVE_INFINITY, 3],
      ]);
      const weights = attentionWeights(q, k, { mask });
      expectClose(await weights.data(), [0, 0, 0, 1]);
      weights.sum().backward();
      expectClose(await q.grad!.data(), [0, 0, 0, 0]);
    });

    it('gives keys that nobody may see no influence, even if they are not finite', async () => {
      const sample = (...shape: number[]) => rand(shape, { rng: new Generator(2) });
      const hides = tensor([false, false, true]); // the last key, and as a query
      const masks = {
        truth: tensor([true, true, false]),
        numbers: tensor([0, 0, Number.NEGATIVE_INFINITY]),
        matrix: tensor([
          [true, true, false],
          [true, true, false],
          [false, false, false],
        ]),
      };
      const derive = (padding: number, mask: Tensor): Tensor[] => {
        const operands = [sample(2, 3, 4), sample(2, 3, 4), sample(2, 3, 2)].map((x, i) => {
          const isHidden = i > 0 || mask === masks.matrix ? hides : tensor([false, false, false]);
          const operand = isHidden.unsqueeze(-1).where(padding, x);
          operand.requiresGrad = true;
          return operand;
        }) as [Tensor, Tensor, Tensor];
        const y = scaledDotProductAttention(...operands, { mask });
        y.square().sum().backward();
        return [y, ...operands.map(({ grad }) => grad!)];
      };
      const { backend } = hides;
      const { kernels } = backend;
      for (const mask of Object.values(masks)) {
        const expected = derive(0, mask);
        for (const padding of [Number.NaN, Number.POSITIVE_INFINITY]) {
          for (const isFused of [true, false]) {
            if (!isFused) {
              backend.kernels = { ...kernels };
              delete backend.kernels.attentionSoftmax;
            }
            const results = derive(padding, mask);
            backend.kernels = kernels;
            for (const [i, value] of results.entries())
              expectClose(await value.data(), await expected[i]!.data(), { rtol: 1e-5, atol: 1e-6 });
          }
        }
      }
    });

    it('leaves nothing of a row in which an allowed score is infinite or NaN, as a softmax, and zeros where all are -∞', async () => {
      const { NaN: none, POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
      const mask = tensor([true, false, true]);
      const { backend } = mask;
      const { kernels } = backend;
      const nothing = [none, none, none];
      const cases: [scores: number[], expected: number[]][] = [
        [[most, 2, 3], nothing],
        [[most, 2, most], nothing],
        [[none, 2, 3], nothing],
        [
          [2, most, 2],
          [0.5, 0, 0.5],
        ], // where nobody looks
        [
          [least, 2, 3],
          [0, 0, 1],
        ],
        [
          [least, 2, least],
          [0, 0, 0],
        ],
      ];
      for (const [scores, expected] of cases) {
        const key = tensor(scores).unsqueeze(-1); // [3, 1]
        for (const isFused of [true, false]) {
          if (!isFused) {
            backend.kernels = { ...kernels };
            delete backend.kernels.attentionSoftmax;
          }
          const weights = attentionWeights(ones([1, 1]), key, { mask });
          const causal = attentionWeights(ones([3, 1]), key, { causal: true });
          backend.kernels = kernels;
          expect(Array.from(await weights.data())).toEqual(expected);
          const first = scores[0] === 2 ? [1, 0, 0] : scores[0] === least ? [0, 0, 0] : nothing;
          expect(Array.from(await causal.data()).slice(0, 3)).toEqual(first);
        }
      }
    });

    it('looks back from where queries stand, as far as the window', async () => {
      const weights = attentionWeights(ones([3, 2]), ones([4, 2]), { causal: true, offset: 1, window: 2 });
      expect(await weights.array()).toEqual([
        [0.5, 0.5, 0, 0],
        [0, 0.5, 0.5, 0],
        [0, 0, 0.5, 0.5],
      ]);
      const mask = tensor([true, false, true, true]);
      const masked = attentionWeights(ones([2, 2]), ones([4, 2]), { causal: true, window: 2, mask });
      expect(await masked.array()).toEqual([
        [1, 0, 0, 0],
        [1, 0, 0, 0],
      ]);
    });

    it('drops weights', async () => {
      const [q, k] = [ones([1, 2]), ones([400, 2])];
      const v = ones([400, 1]);
      const y = scaledDotProductAttention(q, k, v, { dropout: 0.25, rng: new Generator(4) });
      const share = (await y.item()) * 0.75; // of the 400 keys that were kept
      expect(share * 400).toBeCloseTo(Math.round(share * 400), 2);
      expect(Math.abs(share - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 400));
    });

    it('names what does not fit', () => {
      const [a, b, mask] = [ones([2, 3]), ones([4, 5]), ones([2, 3])];
      expect(() => scaledDotProductAttention(a, b, b)).toThrow(
        '[scaledDotProductAttention] expected query [..., L, D], key [..., S, D] and value [..., S, V], got [2, 3], [4, 5], [4, 5].',
      );
      expect(() => attentionWeights(a, a, { mask: ones([2, 2], { dtype: 'int32' }) })).toThrow(
        "[attentionWeights] expected a mask of dtype bool or float32, got int32. Use mask.cast('bool'): true is where attention is allowed.",
      );
      expect(() =>
        attentionWeights(a, a, { mask: mask.reshape([1, 2, 3]).slice(0, 2, { axis: 2 }) }),
      ).toThrow(
        "[attentionWeights] expected a mask that broadcasts to the scores' shape [2, 2], got [1, 2, 2].",
      );
      expect(() => attentionWeights(a, a, { causal: true, window: 0 })).toThrow(
        '[attentionWeights] expected window to be a whole number of at least 1, got 0.',
      );
      expect(() => scaledDotProductAttention(a, a, a, { offset: 2 })).toThrow(
        '[scaledDotProductAttention] expected no offset without causal, got 2. Pass causal: true, or a mask.',
      );
    });
  });
});
