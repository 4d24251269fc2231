import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { clamp } from './clamp.js';
import { addcdiv, addcmul, lerp } from './combine.js';
import { erfc, erfinv } from './error-function.js';
import { fmod, frac } from './fractional.js';
import { hypot } from './hypot.js';
import { allClose, isClose } from './is-close.js';
import { logAddExp } from './log-add-exp.js';
import { maskedFill, nanToNum } from './masked-fill.js';
import { exp2, log2, log10 } from './other-bases.js';

const matrix = { matrix: [[3, 4]], empty: [[0, 3]] } as const;
const pairs = {
  'equal shapes': [
    [3, 4],
    [3, 4],
  ],
  'a column and a row': [
    [3, 1],
    [1, 4],
  ],
  empty: [[0, 3], [3]],
} as const;
const positive = { inputs: matrix, domain: [0.5, 4] } as const;
const mask = { shape: [3, 1], dtype: 'bool' } as const;

describeOp('exp2', { run: exp2, inputs: matrix });
describeOp('log2', { run: log2, ...positive });
describeOp('log10', { run: log10, ...positive });
describeOp('erfc', { run: erfc, inputs: matrix, domain: [-3, 3] });
describeOp('erfinv', { run: erfinv, inputs: matrix, domain: [-0.8, 0.8] });
describeOp('frac', { run: frac, inputs: matrix, kinks: [-2, -1, 1, 2] });
describeOp('fmod', {
  run: fmod,
  inputs: {
    signs: [
      { shape: [4], values: [1.2, -4, -1.3, 7.7] },
      { shape: [4], values: [0.8, 3, -2.1, -5] },
    ],
  },
});
describeOp('hypot', {
  run: hypot,
  inputs: { ...pairs, 'a column and a row': [[3, 1], { shape: [4], low: 1 }] },
});
describeOp('logAddExp', { run: logAddExp, inputs: pairs });
describeOp('lerp', { run: lerp, inputs: { 'a weight': [[3, 4], [4], { shape: [], low: 0, high: 0.4 }] } });
describeOp('lerp with a number', { run: (a, b) => lerp(a!, b!, 0.3), inputs: pairs });
describeOp('addcmul', {
  run: (x, a, b) => addcmul(x!, a!, b!, { value: 0.5 }),
  inputs: { broadcast: [[3, 4], [4], [3, 1]] },
});
describeOp('addcdiv', {
  run: (x, a, b) => addcdiv(x!, a!, b!, { value: 0.5 }),
  inputs: { broadcast: [[3, 4], [4], { shape: [3, 1], low: 1 }] },
});
describeOp('clamp', { run: (x) => clamp(x!, { min: -0.5, max: 0.8 }), kinks: [-0.5, 0.8], inputs: matrix });
describeOp('clamp with one bound', { run: (x) => clamp(x!, { min: 0.1 }), kinks: [0.1], inputs: matrix });
describeOp('clamp with tensors', {
  run: (x, min, max) => clamp(x!, { min, max }),
  inputs: {
    'a row': [
      { shape: [2, 3], values: [-2, 0, 2, 2, -2, 0.4] },
      { shape: [3], low: -1, high: -0.4 },
      { shape: [], low: 1, high: 1.5 },
    ],
  },
});
describeOp('maskedFill', { run: (x, m) => maskedFill(x!, m!, 9), inputs: { broadcast: [[3, 4], mask] } });
describeOp('maskedFill with a tensor', { run: maskedFill, inputs: { broadcast: [[3, 4], mask, []] } });
describeOp('nanToNum', { run: (x) => nanToNum(x!), inputs: matrix });
describeOp('isClose', { run: (a, b) => isClose(a!, b!, { atol: 1 }), inputs: pairs, order: 0 });

/** Value and slope at one point. */
async function at(
  run: (x: Tensor) => Tensor,
  ...points: number[]
): Promise<{ values: number[]; slopes: number[] }> {
  const x = tensor(points, { requiresGrad: true });
  const y = run(x);
  const [slope] = grad(y.sum(), [x]);
  return { values: Array.from(await y.data()), slopes: Array.from(await slope.data()) };
}

describe('element-wise functions', () => {
  forEachBackend((name) => {
    const tolerance = name === 'webgpu' ? { rtol: 1e-4 } : { rtol: 1e-5 };

    it('erfc is exact in the tail, where 1 - erf would be 0', async () => {
      const expected = [0.004677734981047266, 1.5374597944280347e-12, 0, 2, 1.8427007929497148];
      const { values } = await at(erfc, 2, 5, 15, -8, -1);
      expectClose(values, expected, { rtol: name === 'webgpu' ? 1e-4 : 5e-6, atol: 1e-16 });
    });

    it('erfinv undoes erf, up to the edges', async () => {
      const x = tensor([-0.9999, -0.9, -0.3, 0, 0.5, 0.99]);
      expectClose(await erfinv(x).erf().data(), await x.data(), tolerance);
      expectClose(await erfinv(tensor([-1, 1, 2])).data(), [-Infinity, Infinity, Number.NaN]);
    });

    it('exp2 is exact for integers', async () => {
      const { values } = await at(exp2, -3, 0, 10, 100);
      expectClose(values, [0.125, 1, 1024, 2 ** 100], tolerance);
    });

    it('fmod has the sign of the dividend', async () => {
      expectClose(await fmod(tensor([-7, 7, -7, 7]), tensor([3, 3, -3, -3])).data(), [-1, 1, -1, 1]);
      expectClose(await fmod(tensor([0]), 3).data(), [0]);
    });

    it('hypot neither overflows nor divides by 0', async () => {
      expectClose(await hypot(tensor([3e30, 0, Infinity]), tensor([4e30, 0, 1])).data(), [5e30, 0, Infinity]);
      expectClose((await at((x) => hypot(x, 0), 0, -2)).slopes, [0, -1]);
    });

    it('logAddExp is right with infinities and large numbers', async () => {
      const a = tensor([-Infinity, Infinity, -Infinity, 1000, 88]);
      const b = tensor([-Infinity, Infinity, 3, 1000, -88]);
      expectClose(await logAddExp(a, b).data(), [-Infinity, Infinity, 3, 1000 + Math.LN2, 88], tolerance);
      expectClose((await at((x) => logAddExp(x, -Infinity), 0, 5)).slopes, [1, 1]);
    });

    it('lerp is exact at both ends', async () => {
      const [a, b] = [tensor([0.1, 7]), tensor([0.3, -2])];
      for (const weight of [0, 1]) {
        const expected = await (weight === 0 ? a : b).data();
        expect(await lerp(a, b, weight).data()).toEqual(expected);
        expect(await lerp(a, b, tensor(weight)).data()).toEqual(expected);
      }
    });

    it('clamp has slope 1 on its bounds, and hands gradients on to them', async () => {
      expectClose((await at((x) => clamp(x, { min: -1, max: 1 }), -1, 1, -2, 2)).slopes, [1, 1, 0, 0]);
      const [x, low, high] = [
        tensor([-5, 0, 5]),
        tensor(-1, { requiresGrad: true }),
        tensor(2, { requiresGrad: true }),
      ];
      const [toLow, toHigh] = grad(clamp(x, { min: low, max: high }).sum(), [low, high]);
      expect([await toLow.item(), await toHigh.item()]).toEqual([1, 1]);
      expect(() => clamp(x, {})).toThrow('[clamp] expected min, max or both, got neither.');
    });

    it('maskedFill stops the gradient where the mask holds, also for -∞', async () => {
      const { values, slopes } = await at((x) => maskedFill(x, tensor([true, false]), -Infinity), 1, 2);
      expectClose(values, [-Infinity, 2]);
      expectClose(slopes, [0, 1]);
    });

    it('nanToNum replaces what is not finite', async () => {
      const x = tensor([Number.NaN, Infinity, -Infinity, 3]);
      expectClose(await nanToNum(x).data(), [0, 3.4028234663852886e38, -3.4028234663852886e38, 3]);
      expectClose(await nanToNum(x, { nan: 0.5, posInf: 9, negInf: -9 }).data(), [0.5, 9, -9, 3]);
      expectClose((await at((y) => nanToNum(y), Number.NaN, 2)).slopes, [0, 1]);
    });

    it('isClose and allClose treat NaN and infinities as PyTorch does', async () => {
      const a = tensor([1, Number.NaN, Infinity, Infinity, 1e-9]);
      const b = tensor([1 + 1e-6, Number.NaN, Infinity, 1, 0]);
      expect(await isClose(a, b).array()).toEqual([true, false, true, false, true]);
      expect(await isClose(a, b, { equalNaN: true }).array()).toEqual([true, true, true, false, true]);
      expect(await allClose(tensor([1, 2]), tensor([1, 2.000001]))).toBe(true);
      expect(await allClose(tensor([1, 2]), tensor([1, 2.1]))).toBe(false);
      expect(await allClose(tensor([1, 2]), tensor([1, 2.1]), { atol: 0.2 })).toBe(true);
    });
  });
});
