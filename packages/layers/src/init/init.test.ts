import { Generator, ones, Parameter, scoped, type Tensor, withoutDraws, zeros } from '@neurona/tensor';
import { expectClose, forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  Conv2d,
  Embedding,
  fansOf,
  gainOf,
  initConstant,
  initIdentity,
  initKaimingNormal,
  initKaimingUniform,
  initLeCunNormal,
  initLeCunUniform,
  initNormal,
  initOrthogonal,
  initSparse,
  initTruncatedNormal,
  initUniform,
  initXavierNormal,
  initXavierUniform,
  kaimingStd,
  Linear,
  xavierStd,
} from '../index.js';

const shape = [60, 200];
const size = 12_000;
const rng = () => new Generator(21);

interface Row {
  readonly init: (parameter: Tensor) => Tensor;
  readonly mean: number;
  readonly std: number;
  /** The bound of uniform ones. */
  readonly bound?: number;
}

const uniformRow = (init: Row['init'], std: number, mean = 0): Row => ({
  init,
  mean,
  std,
  bound: Math.sqrt(3) * std,
});

const rows: Record<string, Row> = {
  initUniform: uniformRow((w) => initUniform(w, { low: -1, high: 5, rng: rng() }), Math.sqrt(3), 2),
  initNormal: { init: (w) => initNormal(w, { mean: 1, std: 0.5, rng: rng() }), mean: 1, std: 0.5 },
  // Of a standard normal number given that it is within 1 of 0: variance 1 - 2 φ(1) / (2 Φ(1) - 1).
  initTruncatedNormal: {
    init: (w) => initTruncatedNormal(w, { low: -1, high: 1, rng: rng() }),
    mean: 0,
    std: Math.sqrt(0.2911250947),
  },
  initXavierUniform: uniformRow((w) => initXavierUniform(w, { gain: 2, rng: rng() }), 2 * Math.sqrt(2 / 260)),
  initXavierNormal: { init: (w) => initXavierNormal(w, { rng: rng() }), mean: 0, std: Math.sqrt(2 / 260) },
  initKaimingUniform: uniformRow((w) => initKaimingUniform(w, { rng: rng() }), Math.sqrt(2 / 60)),
  initKaimingNormal: {
    init: (w) => initKaimingNormal(w, { mode: 'fanOut', nonlinearity: 'tanh', rng: rng() }),
    mean: 0,
    std: 5 / 3 / Math.sqrt(200),
  },
  initLeCunUniform: uniformRow((w) => initLeCunUniform(w, { rng: rng() }), Math.sqrt(1 / 60)),
  initLeCunNormal: { init: (w) => initLeCunNormal(w, { rng: rng() }), mean: 0, std: Math.sqrt(1 / 60) },
};

describe.each(Object.entries(rows))('%s', (_name, { init, mean, std, bound }) => {
  forEachBackend(() => {
    it('draws numbers of its mean, spread and bounds, and leaves nothing behind', async () => {
      const parameter = new Parameter(zeros(shape));
      const before = liveMemory();
      expect(init(parameter)).toBe(parameter);
      expect(liveMemory()).toEqual(before);
      expect(parameter.requiresGrad).toBe(true);
      const values = Array.from(await parameter.data());
      const found = values.reduce((sum, value) => sum + value, 0) / size;
      const variance = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / size;
      expect(Math.abs(found - mean)).toBeLessThan((5 * std) / Math.sqrt(size));
      expect(Math.abs(variance / std ** 2 - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
      const largest = Math.max(...values.map((value) => Math.abs(value - mean)));
      if (bound !== undefined)
        expect([largest <= bound * 1.000001, largest > bound * 0.99]).toEqual([true, true]);
      else expect(largest).toBeGreaterThan(1.7 * std);
      parameter.dispose();
    });
  });
});

describe('initialisers', () => {
  forEachBackend(() => {
    const learned = (sizes: number[]): Parameter => new Parameter(ones(sizes));

    it('give one value, or the identity', async () => {
      expect(await initConstant(learned([2]), 3).data()).toEqual(new Float32Array([3, 3]));
      expect(await initIdentity(learned([2, 3]), 2).array()).toEqual([
        [2, 0, 0],
        [0, 2, 0],
      ]);
    });

    it.each([[[8, 5]], [[5, 8]], [[2, 2, 3, 4]]])('give vectors at right angles (%s)', async (sizes) => {
      const weight = initOrthogonal(learned(sizes), { gain: 2, rng: rng() });
      const matrix = scoped(() => weight.reshape([-1, sizes.at(-1)!]));
      const [height, width] = matrix.shape as [number, number];
      const product = scoped(() => (height >= width ? matrix.t().matmul(matrix) : matrix.matmul(matrix.t())));
      const count = Math.min(height, width);
      const wanted = Array.from({ length: count }, (_, i) =>
        Array.from({ length: count }, (_, j) => (i === j ? 4 : 0)),
      );
      expectClose(await product.array(), wanted, { atol: 1e-5 });
    });

    it('draw nothing inside of withoutDraws', async () => {
      const own = rng();
      const made = withoutDraws(() => [
        initOrthogonal(learned([4, 3]), { rng: own }),
        initXavierNormal(learned([4, 3]), { rng: own }),
        initSparse(learned([4, 3]), 0.5, { rng: own }),
      ]);
      for (const weight of made) expect(await weight.data()).toEqual(new Float32Array(12));
      const [after, anew] = [own, rng()].map((rng) => initNormal(learned([4]), { rng }));
      expect(await after!.data()).toEqual(await anew!.data());
    });

    it('give zeros in each row', async () => {
      const values = (await initSparse(learned([6, 10]), 0.25, { std: 2, rng: rng() }).array()) as number[][];
      for (const row of values) expect(row.filter((value) => value === 0)).toHaveLength(3);
      expect(new Set(values.map((row) => row.indexOf(0))).size).toBeGreaterThan(1);
    });
  });

  it('give the same numbers from the same seed', async () => {
    const draw = () => initKaimingNormal(new Parameter(zeros([3, 4])), { rng: rng() }).data();
    expect(await draw()).toEqual(await draw());
  });

  it('know fans, gains and spreads', () => {
    expect(fansOf(new Conv2d(16, 32, 3).weight.shape)).toEqual({ fanIn: 144, fanOut: 288 });
    expect(gainOf('relu')).toBe(Math.SQRT2);
    expect(xavierStd([6, 2], { gain: 3 })).toBe(1.5);
    expect(kaimingStd([8, 32], { mode: 'fanOut' })).toBe(0.25);
    // What layers begin with is Kaiming's with a negative slope of √5.
    const bound = Math.sqrt(3) * kaimingStd([25, 4], { negativeSlope: Math.sqrt(5) });
    expect(bound).toBeCloseTo(1 / 5, 12);
  });

  it('name what is wrong', () => {
    expect(() => fansOf([3])).toThrow(
      '[fansOf] expected a weight [..., in, out] with at least two axes, got [3].',
    );
    expect(() => gainOf('cube' as never)).toThrow('[gainOf] expected one of linear, conv, sigmoid');
    expect(() => initIdentity(new Embedding(2, 3).weight.reshape([6]))).toThrow(
      '[initIdentity] expected a weight with two axes, got [6].',
    );
    expect(() => initSparse(new Linear(2, 3).weight, 2)).toThrow(
      '[initSparse] expected sparsity from 0 to 1, got 2.',
    );
    expect(() => initOrthogonal(new Linear(2, 3).bias!)).toThrow(
      '[initOrthogonal] expected a weight with at least two axes, got [3].',
    );
  });
});
