import { describe, expect, it } from 'vitest';
import { tensor, zeros } from '../create.js';
import { multinomial } from '../random/discrete.js';
import { Generator } from '../random/generator.js';
import type { Tensor } from '../tensor.js';
import { forEachBackend } from '../testing/backends.js';
import { expectClose } from '../testing/expect-close.js';
import { failureOf } from '../testing/failure.js';
import { tanhshrink } from './activations/shrinkage.js';
import { atan2, div, maximum, pow } from './elementwise/binary.js';
import { fmod } from './elementwise/fractional.js';
import { hypot } from './elementwise/hypot.js';
import { log2, log10 } from './elementwise/other-bases.js';
import { at } from './indexing/at.js';
import { embedding } from './indexing/embedding.js';
import { gather, scatter, scatterAdd, takeAlongAxis } from './indexing/gather.js';
import { indexSelect } from './indexing/index-select.js';
import { oneHot } from './indexing/one-hot.js';
import { lpPool2d } from './pool/lp-pool2d.js';
import { maxPool2d, maxPool2dWithIndices } from './pool/max-pool2d.js';
import { cdist } from './products/cdist.js';
import { cosineSimilarity } from './products/cosine-similarity.js';
import { einsum } from './products/einsum.js';
import { dot, matmul } from './products/matmul.js';
import { norm } from './reduce/norm.js';
import { median } from './reduce/sort.js';

const int32 = (values: number[] | number[][]): Tensor => tensor(values, { dtype: 'int32' });
const least = -(2 ** 31);

async function gradOf(run: (x: Tensor) => Tensor, values: number[] | number[][]): Promise<number[]> {
  const x = tensor(values, { requiresGrad: true });
  run(x).sum().backward();
  return Array.from(await x.grad!.data());
}

/** Within float32's own precision, also of numbers far from 1. */
function expectNear(got: ArrayLike<number>, expected: readonly number[]): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Number.isFinite(value)) expect(Math.abs(got[i]! - value)).toBeLessThanOrEqual(2e-6 * Math.abs(value));
    else expect(got[i]).toBe(value);
  });
}

describe('numbers at their edges', () => {
  forEachBackend(() => {
    it('an index out of range never names another row', async () => {
      const x = tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]);
      const outside = int32([
        [3, 0],
        [-1, 2],
      ]);
      const expected = [Number.NaN, 1, Number.NaN, 6];
      expectClose(await gather(x, 1, outside).data(), expected);
      expectClose(await takeAlongAxis(x, outside, 1).data(), expected);
      expectClose(await at(x, int32([0, 1, 5]), int32([3, 0, 0])).data(), [Number.NaN, 4, Number.NaN]);
      expectClose(await gather(x.cast('int32'), 1, outside).data(), [least, 1, least, 6]);
      expectClose(await gather(x.greater(0), 1, outside).data(), [0, 1, 0, 1]);
      const ones = tensor([
        [10, 20],
        [30, 40],
      ]);
      expectClose(await scatterAdd(x, 1, outside, ones).data(), [21, 2, 3, 4, 5, 46]);
      expectClose(await scatter(x, 1, outside, ones).data(), [20, 2, 3, 4, 5, 40]);
      expectClose(
        await gradOf(
          (y) => scatterAdd(x, 1, outside, y),
          [
            [1, 1],
            [1, 1],
          ],
        ),
        [0, 1, 0, 1],
      );
      expectClose(
        await gradOf(
          (y) => gather(y, 1, outside),
          [
            [1, 2, 3],
            [4, 5, 6],
          ],
        ),
        [1, 0, 0, 0, 0, 1],
      );
    });

    it('indices are integers', () => {
      const broken = tensor([1.9]);
      const message = "of dtype int32, got float32. Use indices.cast('int32') if they are integers.";
      for (const call of [
        () => embedding(broken, zeros([3, 2])),
        () => oneHot(broken, 3),
        () => gather(zeros([3]), 0, broken),
        () => indexSelect(zeros([3]), 0, broken),
        () => at(zeros([3]), broken),
        () => scatterAdd(zeros([3]), 0, broken, zeros([1])),
      ]) {
        expect(failureOf(call)).toContain(message);
      }
      expect(failureOf(() => oneHot([1.9], 3))).toBe(
        'ArgumentError: [oneHot] expected whole class numbers, got 1.9.',
      );
    });

    it('int32 stays exact in powers, products, scattering and remainders', async () => {
      const odd = 2 ** 24 + 1;
      const checks: [Tensor, number[]][] = [
        [int32([3, -2, odd, 0]).pow(2), [9, 4, 33554433, 0]],
        [pow(int32([2, 3, 5, -1, -1, 0]), int32([30, 19, -1, -3, 4, 0])), [2 ** 30, 1162261467, 0, -1, 1, 1]],
        [pow(2, int32([0, 31])), [1, least]],
        [dot(int32([odd, 1]), int32([1, 1])), [odd + 1]],
        [matmul(int32([[odd, 2]]), int32([[1], [0]])), [odd]],
        [einsum('i,i->', int32([odd]), int32([1])), [odd]],
        [scatter(int32([1, 2]), 0, [1], int32([odd])), [1, odd]],
        [fmod(int32([least, 7, -7, 7]), int32([7, 3, 3, -3])), [-2, 1, -1, 1]],
      ];
      for (const [got, expected] of checks) {
        expect(got.dtype).toBe('int32');
        expect(Array.from(await got.data())).toEqual(expected);
      }
      expect(failureOf(() => int32([2]).pow(-1))).toBe(
        "ArgumentError: [pow] expected an exponent of at least 0 for int32, got -1. Use x.cast('float32') for fractions.",
      );
    });

    it('lengths neither over- nor underflow on the way', async () => {
      expectNear(await norm(tensor([3e20, 4e20])).data(), [5e20]);
      expectNear(await norm(tensor([3e-25, -4e-25])).data(), [5e-25]);
      expectNear(await norm(tensor([1e15, 1e15]), { p: 3 }).data(), [1e15 * 2 ** (1 / 3)]);
      expectNear(await norm(tensor([Infinity, 1])).data(), [Infinity]);
      expectClose(await norm(tensor([Infinity, NaN])).data(), [NaN]);
      expectNear(await gradOf((x) => norm(x), [3e20, -4e20]), [0.6, -0.8]);
      expectNear(await gradOf((x) => norm(x), [3e-25, 4e-25]), [0.6, 0.8]);
      expectNear(await cosineSimilarity(tensor([1e20, 0]), tensor([1e20, 1e20])).data(), [Math.SQRT1_2]);
      expectNear(await cdist(tensor([[3e20, 0]]), tensor([[0, 4e20]])).data(), [5e20]);
      expectNear(await hypot(tensor([Infinity, NaN]), tensor([NaN, -Infinity])).data(), [Infinity, Infinity]);
      expectNear(await gradOf((b) => div(1e-30, b), [1e-25]), [-1e20]);
      expectNear(await gradOf((b) => div(1e30, b), [1e25]), [-1e-20]);
      expectNear(await gradOf((a) => atan2(a, 1e20), [1e20]), [5e-21]);
    });

    it('keep the last digits of small differences and exact powers', async () => {
      const xs = [1e-3, -0.1, 0.59, 0.61, 3].map(Math.fround);
      expectNear(
        await tanhshrink(tensor(xs)).data(),
        xs.map((x) => x - Math.tanh(x)),
      );
      expect(Array.from(await log2(tensor([8, 2 ** -20, 2 ** 100, 1, 0])).data())).toEqual([
        3,
        -20,
        100,
        0,
        -Infinity,
      ]);
      expect(Array.from(await log10(tensor([1000, 1e10, 1e-3, 1, Infinity])).data())).toEqual([
        3,
        10,
        -3,
        0,
        Infinity,
      ]);
      expectNear(await log2(tensor([3, 1e30])).data(), [Math.log2(3), Math.log2(1e30)]);
    });

    it('agree about NaN and infinity', async () => {
      const powers = pow(tensor([1, 1, -1, NaN, 2]), tensor([NaN, Infinity, -Infinity, 0, NaN]));
      expectClose(await powers.data(), [1, 1, 1, 1, NaN]);
      const { values, indices } = median(
        tensor([
          [1, NaN, 3],
          [5, 4, 6],
        ]),
        { axis: 1 },
      );
      expectClose(await values.data(), [NaN, 5]);
      expect(Array.from(await indices.data())).toEqual([1, 0]);
      expectClose(await tensor([NaN, -3, 0]).sign().data(), [0, -1, 0]);
      expectClose(await tensor([NaN, 3e9, -3e9, -1.5]).cast('int32').data(), [0, 2 ** 31 - 1, least, -1]);
      expectClose(await maximum(tensor([NaN, 1]), tensor([1, NaN])).data(), [NaN, NaN]);
      expectClose(await lpPool2d(tensor([[[-1], [-1]]]), 3, [1, 2]).data(), [NaN]);
      expectClose(await lpPool2d(tensor([[[-1], [-1]]]), 1, [1, 2]).data(), [-2]);
      const window = { padding: [0, 1], dilation: [1, 2] } as const; // covers nothing but padding
      const pooled = maxPool2dWithIndices(tensor([[[1]]]), [1, 2], window);
      expect([await pooled.values.item(), await pooled.indices.item()]).toEqual([-Infinity, -1]);
      expect(await gradOf((x) => maxPool2d(x.reshape([1, 1, 1]), [1, 2], window), [1])).toEqual([0]);
    });

    it('draw no class where the weights are none', async () => {
      const rng = new Generator(1);
      const weights = tensor([
        [NaN, 1],
        [0, 0],
        [-1, 2],
        [Infinity, 1],
        [0, 1],
      ]);
      const once = await multinomial(weights, 1, { rng }).data();
      expect(Array.from(once)).toEqual([-1, -1, -1, -1, 1]);
      const often = await multinomial(weights, 2, { rng, replacement: true }).data();
      expect(Array.from(often)).toEqual([-1, -1, -1, -1, -1, -1, -1, -1, 1, 1]);
      const tooFew = await multinomial(tensor([0, 1]), 2, { rng }).data();
      expect(Array.from(tooFew)).toEqual([1, -1]);
      expect(failureOf(() => multinomial([NaN, 1], 1))).toBe(
        'ArgumentError: [multinomial] expected finite weights of at least 0, got NaN.',
      );
    });
  });
});
