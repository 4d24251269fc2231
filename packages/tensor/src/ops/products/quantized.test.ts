import { describe, expect, it } from 'vitest';
import { ones, tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { quantizedLinear, quantizedLinears } from './quantized-linear.js';
import { dequantizeWeight, quantizeWeight } from './quantized-weight.js';

const sample = (...shape: number[]): Tensor => randn(shape, { rng: new Generator(5) });

describeOp('quantizedLinear', {
  run: (x, bias) => scoped(() => quantizedLinear(x!, quantizeWeight(sample(3, 2), { bits: 4 }), bias)),
  inputs: { rows: [[4, 3], [2]], 'a batch': [[2, 2, 3], [2]], empty: [[0, 3], [2]] },
});

/** The root mean square of a tensor. */
const spread = async (x: Tensor): Promise<number> => Math.sqrt(await x.square().mean().item());

describe('quantised weights', () => {
  forEachBackend(() => {
    it.each([
      [16, 1 / 2048, 0.0004],
      [8, 0.5 / 127, 0.007],
      [4, 19.5 / 127, 0.1],
    ] as const)('are as near as %s bits allow', async (bits, most, share) => {
      const weight = sample(150, 9);
      const error = dequantizeWeight(quantizeWeight(weight, { bits })).sub(weight);
      const largest = await weight.narrow(0, 64, 64).abs().max({ axis: 0 }).data();
      const errors = await error.narrow(0, 64, 64).abs().max({ axis: 0 }).data();
      errors.forEach((one, i) => expect(one).toBeLessThanOrEqual(most * largest[i]! * 1.0001));
      const relative = (await spread(error)) / (await spread(weight));
      expect(relative).toBeLessThan(share);
      expect(relative).toBeGreaterThan(share / 3);
    });

    it('of values that have codes are exact, in the largest and smallest codes too', async () => {
      const values = Array.from({ length: 130 }, (_, i) => (i % 255) - 127);
      const whole = tensor([...values.slice(0, 64), ...values.slice(64)]).reshape([130, 1]);
      const edges = tensor([-127, 127, 0, 1, -1, ...Array(61).fill(-127)]).reshape([66, 1]);
      const levels = tensor([-127, -88, -67, -50, -36, -23, -12, 0, 10, 20, 31, 43, 56, 71, 92, 127]).reshape(
        [16, 1],
      );
      expectClose(await dequantizeWeight(quantizeWeight(edges)).data(), await edges.data());
      expectClose(await dequantizeWeight(quantizeWeight(levels, { bits: 4 })).data(), await levels.data());
      expect(await dequantizeWeight(quantizeWeight(whole.mul(0))).data()).toEqual(new Float32Array(130));
    });

    it('of 16 bits keep 11 digits whatever their size, and float16 numbers as they are', async () => {
      const relative = sample(70, 3).add(3); // none near 0
      for (const size of [1e-30, 1e-6, 1, 1e6, 1e30]) {
        const weight = relative.mul(size);
        const kept = dequantizeWeight(quantizeWeight(weight, { bits: 16 }));
        expect(await kept.div(weight).sub(1).abs().max().item()).toBeLessThan(1.001 / 2048);
      }
      const smallest = [0, 1, 2, 1023, 1024, 1025, 2047, -3].map((units) => units * 2 ** -24);
      for (const largest of [2 ** -14, 1, 65504]) {
        const halves = tensor([...smallest, largest, -largest]).reshape([10, 1]);
        const kept = dequantizeWeight(quantizeWeight(halves, { bits: 16 }));
        expect(await kept.data()).toEqual(await halves.data());
      }
      const zeros = ones([3, 2]).mul(0);
      expect(await dequantizeWeight(quantizeWeight(zeros, { bits: 16 })).data()).toEqual(new Float32Array(6));
    });

    it.each([16, 8, 4] as const)('of %s bits are not finite in a block where one is not', async (bits) => {
      const values = [...(await sample(192).data())];
      const kept = await dequantizeWeight(quantizeWeight(tensor(values).reshape([192, 1]), { bits })).data();
      values[3] = Number.NaN;
      values[130] = Number.NEGATIVE_INFINITY;
      const found = await dequantizeWeight(quantizeWeight(tensor(values).reshape([192, 1]), { bits })).data();
      expect(found.slice(64, 128)).toEqual(kept.slice(64, 128));
      expect([...found].filter(Number.isFinite)).toHaveLength(64);
    });

    it.each([16, 8, 4] as const)('multiply as the weight of %s bits that is written out', async (bits) => {
      const weight = quantizeWeight(sample(130, 70), { bits });
      for (const rows of [1, 3]) {
        const x = sample(rows, 130);
        x.requiresGrad = true;
        const { backend } = x;
        const { kernels } = backend;
        const y = quantizedLinear(x, weight, ones([70]));
        y.square().sum().backward();
        const slope = x.grad!;
        backend.kernels = { ...kernels };
        delete backend.kernels.quantizedMatmul;
        delete backend.kernels.dequantize;
        x.grad = undefined;
        const composed = quantizedLinear(x, weight, ones([70]));
        composed.square().sum().backward();
        backend.kernels = kernels;
        // A single row is rounded to 16 bits: the error is 2e-5 of the results' size.
        const atol = rows === 1 ? 1e-4 * (await spread(composed)) : 1e-5;
        expectClose(await y.data(), await composed.data(), { rtol: 1e-5, atol });
        expectClose(await slope.data(), await x.grad!.data(), { rtol: 1e-4, atol: 100 * atol });
      }
    });

    it.each([16, 8, 4] as const)('of %s bits multiply one x together as one by one', async (bits) => {
      const weights = [70, 3].map((columns) => quantizeWeight(sample(130, columns), { bits }));
      const maps = [weights[0]!, { ...weights[1]!, bias: ones([3]) }];
      for (const shape of [[130], [1, 1, 130], [2, 3, 130], [0, 130]]) {
        const x = sample(...shape);
        const together = quantizedLinears(x, maps);
        const alone = [quantizedLinear(x, weights[0]!), quantizedLinear(x, weights[1]!, ones([3]))];
        expect(together.map((y) => y.shape)).toEqual(alone.map((y) => y.shape));
        for (const [i, y] of together.entries()) expect(await y.data()).toEqual(await alone[i]!.data());
      }
      const short = { ...weights[0]!, bias: ones([3]) };
      expect(() => quantizedLinears(sample(130), [short])).toThrow('expected a bias of shape [70], got [3]');
      expect(() => quantizedLinear(sample(130), short, short.bias)).toThrow('expected a bias of shape [70]');
      const x = sample(2, 130);
      x.requiresGrad = true;
      const [y, z] = quantizedLinears(x, maps);
      y!.sum().add(z!.sum()).backward();
      const both = weights.map((weight) => dequantizeWeight(weight).sum({ axis: 1 }));
      const slope = both[0]!.add(both[1]!).broadcastTo([2, 130]);
      expectClose(await x.grad!.data(), await slope.data(), { rtol: 1e-4, atol: 1e-3 });
      const other = quantizeWeight(sample(130, 2), { bits: bits === 4 ? 8 : 4 });
      expect(quantizedLinears(x.detach(), [...maps, other]).map((one) => one.shape[1])).toEqual([70, 3, 2]);
      expect(quantizedLinears(x, [])).toEqual([]);
    });

    it('refuse what does not fit', () => {
      expect(() => quantizedLinears(ones([2, 4]), [quantizeWeight(ones([3, 2]))])).toThrow(
        '[quantizedLinear] expected 3 input features, got 4 (x has shape [2, 4]).',
      );
      expect(() => quantizeWeight(ones([3]))).toThrow(
        '[quantizeWeight] expected a weight [inFeatures, outFeatures], got [3].',
      );
      expect(() => quantizeWeight(ones([3, 2]), { bits: 5 as 4 })).toThrow(
        '[quantizeWeight] expected bits to be 16, 8 or 4, got 5.',
      );
      expect(() => quantizedLinear(ones([2, 4]), quantizeWeight(ones([3, 2])))).toThrow(
        '[quantizedLinear] expected 3 input features, got 4 (x has shape [2, 4]).',
      );
    });
  });
});
