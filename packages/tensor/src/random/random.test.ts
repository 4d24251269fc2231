import { ArgumentError, ShapeError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { freeConstants, memoryScope, type Tensor, tensor } from '../index.js';
import { forEachBackend } from '../testing/backends.js';
import { expectClose } from '../testing/expect-close.js';
import { liveMemory } from '../testing/index.js';
import { bernoulli, multinomial, permutation, permutationArray, randint } from './discrete.js';
import { defaultGenerator, Generator, manualSeed } from './generator.js';
import { normal, randn, truncatedNormal } from './normal.js';
import { rand, uniform } from './uniform.js';
import { isDrawEnabled, withoutDraws } from './without-draws.js';

const size = 20_000;

interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly skewness: number;
  /** 3 for a normal distribution. */
  readonly kurtosis: number;
  readonly min: number;
  readonly max: number;
}

async function momentsOf(x: Tensor): Promise<Moments> {
  const values = Array.from(await x.data());
  const average = (f: (value: number) => number): number =>
    values.reduce((sum, v) => sum + f(v), 0) / values.length;
  const mean = average((v) => v);
  const variance = average((v) => (v - mean) ** 2);
  return {
    mean,
    variance,
    skewness: average((v) => (v - mean) ** 3) / variance ** 1.5,
    kurtosis: average((v) => (v - mean) ** 4) / variance ** 2,
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** χ² of counts against expected shares. */
const chiSquare = (counts: readonly number[], shares: readonly number[]): number => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count, i) => sum + (count - total * shares[i]!) ** 2 / (total * shares[i]!), 0);
};

function countsOf(values: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const value of values) counts[value]!++;
  return counts;
}

describe('random numbers', () => {
  forEachBackend((name) => {
    const rng = (): Generator => new Generator(6202);

    it('rand is uniform on [0, 1), and the same on every backend, to the bit', async () => {
      const moments = await momentsOf(rand([size], { rng: rng() }));
      expect(moments.min).toBeGreaterThanOrEqual(0);
      expect(moments.max).toBeLessThan(1);
      expect(Math.abs(moments.mean - 0.5)).toBeLessThan(0.008); // four standard errors
      expect(Math.abs(moments.variance - 1 / 12)).toBeLessThan(0.0025);
      expect(Array.from(await rand([5], { rng: new Generator(0) }).data())).toEqual(
        [0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db, 0xdd7a8d].map((word, i) =>
          i < 4 ? word * 2 ** -24 : expect.any(Number),
        ),
      );
    });

    it('rand fills its bins evenly', async () => {
      const values = await rand([size], { rng: rng() }).data();
      const counts = countsOf(
        Array.from(values, (u) => Math.floor(u * 100)),
        100,
      );
      expect(
        chiSquare(
          counts,
          counts.map(() => 0.01),
        ),
      ).toBeLessThan(148.2); // 99 degrees of freedom, p = 0.001
    });

    it('uniform keeps to its bounds', async () => {
      const { min, max, mean } = await momentsOf(uniform([size], { low: -3, high: 1, rng: rng() }));
      expect(min).toBeGreaterThanOrEqual(-3);
      expect(max).toBeLessThan(1);
      expect(Math.abs(mean + 1)).toBeLessThan(0.033);
      expectClose(await uniform([3], { low: 2, high: 2 }).data(), [2, 2, 2]);
      const narrow = await momentsOf(uniform([size], { low: 1, high: 1 + 2 ** -22, rng: rng() }));
      expect(narrow.max).toBeLessThan(1 + 2 ** -22);
    });

    it('randn has the moments of a normal distribution', async () => {
      const { mean, variance, skewness, kurtosis, min, max } = await momentsOf(randn([size], { rng: rng() }));
      expect(Math.abs(mean)).toBeLessThan(0.028);
      expect(Math.abs(variance - 1)).toBeLessThan(0.04);
      expect(Math.abs(skewness)).toBeLessThan(0.07);
      expect(Math.abs(kurtosis - 3)).toBeLessThan(0.14);
      expect(min).toBeLessThan(-3);
      expect(max).toBeGreaterThan(3);
    });

    it('randn gives the same numbers on every backend', async () => {
      const words = [0x6627e8, 0xe169c5, 0xbc57ac, 0x9b00db];
      const expected = [0, 2].flatMap((i) => {
        const radius = Math.sqrt(-2 * Math.log((words[i]! + 1) * 2 ** -24));
        const angle = 2 * Math.PI * words[i + 1]! * 2 ** -24;
        return [radius * Math.cos(angle), radius * Math.sin(angle)];
      });
      const tolerance = name === 'webgpu' ? { rtol: 1e-4, atol: 1e-4 } : {};
      expectClose(await randn([2, 2], { rng: new Generator(0) }).data(), expected, tolerance);
    });

    it('normal has the given mean and standard deviation', async () => {
      const { mean, variance } = await momentsOf(normal([size], { mean: 5, std: 0.5, rng: rng() }));
      expect(Math.abs(mean - 5)).toBeLessThan(0.015);
      expect(Math.abs(Math.sqrt(variance) - 0.5)).toBeLessThan(0.01);
    });

    it('truncatedNormal keeps to its bounds and has the right variance', async () => {
      const { mean, variance, min, max } = await momentsOf(truncatedNormal([size], { rng: rng() }));
      expect(min).toBeGreaterThanOrEqual(-2);
      expect(max).toBeLessThanOrEqual(2);
      expect(max).toBeGreaterThan(1.9);
      expect(Math.abs(mean)).toBeLessThan(0.026);
      expect(Math.abs(variance - 0.7737)).toBeLessThan(0.025); // 1 - 2 · 2 φ(2) / (Φ(2) - Φ(-2))
      const oneSided = await momentsOf(
        truncatedNormal([size], { mean: 1, std: 2, low: 3, high: Infinity, rng: rng() }),
      );
      expect(oneSided.min).toBeGreaterThanOrEqual(3);
      expect(Math.abs(oneSided.mean - 4.0503)).toBeLessThan(0.03); // 1 + 2 φ(1) / (1 - Φ(1))
    });

    it('randint is even over its range', async () => {
      const x = randint(-2, 5, [size], { rng: rng() });
      expect(x.dtype).toBe('int32');
      const counts = countsOf(
        Array.from(await x.data(), (value) => value + 2),
        7,
      );
      expect(counts.length).toBe(7);
      expect(
        chiSquare(
          counts,
          counts.map(() => 1 / 7),
        ),
      ).toBeLessThan(22.5); // 6 degrees of freedom, p = 0.001
      expect(Array.from(await randint(0, 10, [4], { rng: new Generator(0) }).data())).toEqual([1, 7, 2, 4]);
    });

    it('bernoulli hits with its probability', async () => {
      const { mean } = await momentsOf(bernoulli(0.3, { shape: [size], rng: rng() }));
      expect(Math.abs(mean - 0.3)).toBeLessThan(0.013);
      expectClose(await bernoulli(tensor([0, 1, 0, 1])).data(), [0, 1, 0, 1]);
      expectClose(await bernoulli(tensor([0, 1]), { shape: [2, 2] }).data(), [0, 1, 0, 1]);
    });

    it('multinomial draws with the given weights', async () => {
      const shares = [0, 0.1, 0.6, 0, 0.3, 0];
      const weights = tensor(shares.map((share) => 5 * share));
      const drawn = multinomial(weights, 5000, { replacement: true, rng: rng() });
      expect([drawn.dtype, drawn.shape]).toEqual(['int32', [5000]]);
      const counts = countsOf(await drawn.data(), 6);
      expect([counts[0], counts[3], counts[5]]).toEqual([0, 0, 0]);
      const likely = [1, 2, 4];
      expect(
        chiSquare(
          likely.map((i) => counts[i]!),
          likely.map((i) => shares[i]!),
        ),
      ).toBeLessThan(13.8); // 2 degrees of freedom
    });

    it('multinomial without replacement draws no class twice, the heavier ones first', async () => {
      const rows = tensor([1, 2, 4, 0]).broadcastTo([2000, 4]);
      const drawn = multinomial(rows, 3, { rng: rng() });
      expect(drawn.shape).toEqual([2000, 3]);
      const values = await drawn.data();
      const firsts = countsOf(
        values.filter((_, i) => i % 3 === 0),
        4,
      );
      expect(firsts[3]).toBe(0);
      expect(chiSquare(firsts.slice(0, 3), [1 / 7, 2 / 7, 4 / 7])).toBeLessThan(13.8);
      for (let row = 0; row < 2000; row++) expect(new Set(values.slice(3 * row, 3 * row + 3)).size).toBe(3);
    });

    it('permutation has each number once, and each order alike often', async () => {
      const drawn = await permutation(1000, { rng: rng() }).data();
      expect(Array.from(drawn).sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
      const generator = rng();
      const orders = new Map<string, number>();
      for (let i = 0; i < 2400; i++) {
        const order = permutationArray(4, generator).join('');
        orders.set(order, (orders.get(order) ?? 0) + 1);
      }
      expect(orders.size).toBe(24);
      expect(
        chiSquare(
          [...orders.values()],
          Array.from(orders, () => 1 / 24),
        ),
      ).toBeLessThan(49.7); // 23 degrees of freedom
    });

    it('frees its temporaries', () => {
      freeConstants();
      using _outer = memoryScope();
      const { backend } = tensor([1]);
      const before = liveMemory(backend).buffers;
      truncatedNormal([8]);
      uniform([8], { low: -1, high: 1 });
      multinomial(tensor([1, 2, 3]), 2);
      expect(liveMemory(backend).buffers - before).toBe(4); // three results and the weights
    });

    it('can make tensors that require a gradient', () => {
      expect(rand([2], { requiresGrad: true }).requiresGrad).toBe(true);
      expect(truncatedNormal([2], { requiresGrad: true }).isLeaf).toBe(true);
    });
  });
});

describe('withoutDraws', () => {
  it('makes zeros, takes nothing from the generator, and checks as ever', async () => {
    manualSeed(3);
    const expected = await randn([2]).array();
    manualSeed(3);
    const made = withoutDraws(() => [
      rand([2]),
      randn([2]),
      uniform([2], { low: 1, high: 2 }),
      normal([2], { mean: 5, requiresGrad: true }),
      truncatedNormal([2], { low: 1 }),
    ]);
    for (const x of made) expect(await x.array()).toEqual([0, 0]);
    expect(made.map(({ requiresGrad }) => requiresGrad)).toEqual([false, false, false, true, false]);
    expect(await randn([2]).array()).toEqual(expected);
    expect(() => withoutDraws(() => uniform([2], { low: 2, high: 1 }))).toThrow('low ≤ high');
    expect(() => withoutDraws(() => randn([-1]))).toThrow('shape');
    expect(() => withoutDraws(() => randn([1], { rng: {} as never }))).toThrow('generator');
    expect(isDrawEnabled()).toBe(true); // after what failed too
  });

  it('refuses what is asynchronous, where nothing would be drawn elsewhere either', () => {
    expect(() => withoutDraws(async () => randn([2]))).toThrow('a function that returns at once');
    expect(() => withoutDraws(undefined as never)).toThrow(ArgumentError);
    expect(isDrawEnabled()).toBe(true);
  });
});

describe('Generator', () => {
  it('moves on by a counter for each four numbers', () => {
    const rng = new Generator(9);
    for (const [count, offset] of [
      [1, 1],
      [4, 2],
      [5, 4],
      [0, 4],
    ] as const) {
      rng.take(count);
      expect(rng.state).toEqual({ seed: 9, offset });
    }
  });

  it('goes on where a saved state stood', async () => {
    const rng = new Generator(2 ** 52 + 3);
    await rand([6], { rng }).data();
    const { state } = rng;
    const next = await rand([6], { rng }).data();
    const other = new Generator(0);
    other.state = state;
    expect(await rand([6], { rng: other }).data()).toEqual(next);
    rng.state = state;
    expect(await rand([6], { rng }).data()).toEqual(next);
  });

  it('is shared by all who give none, and starts again with manualSeed', async () => {
    expect(manualSeed(5)).toBe(defaultGenerator());
    const first = await rand([3]).data();
    const second = await rand([3]).data();
    expect(second).not.toEqual(first);
    manualSeed(5);
    expect(await rand([3]).data()).toEqual(first);
    expect((globalThis as Record<symbol, unknown>)[Symbol.for('neurona.generator')]).toBe(defaultGenerator());
  });

  it('refuses seeds, shapes and bounds that make no sense', () => {
    expect(() => new Generator(-1)).toThrow(ArgumentError);
    expect(() => new Generator(0.5)).toThrow(
      '[Generator] expected a whole seed from 0 to 2^53 - 1, got 0.5.',
    );
    expect(() => manualSeed(2 ** 53)).toThrow(ArgumentError);
    expect(() => rand([-1])).toThrow(ArgumentError);
    expect(() => uniform([1], { low: 1, high: 0 })).toThrow(
      '[uniform] expected finite bounds with low ≤ high, got [1, 0].',
    );
    expect(() => normal([1], { std: -1 })).toThrow('[normal] expected std ≥ 0, got -1.');
    expect(() => truncatedNormal([1], { low: 2, high: 1 })).toThrow(
      '[truncatedNormal] expected low < high, got [2, 1].',
    );
    expect(() => randint(3, 3, [1])).toThrow(ArgumentError);
    expect(() => randint(0.5, 3, [1])).toThrow(ArgumentError);
    expect(() => permutation(-1)).toThrow('[permutation] expected an integer of at least 0, got -1.');
    expect(() => multinomial(tensor([1, 2]), 3)).toThrow(
      '[multinomial] expected a whole count from 1 to 2, got 3 (the weights have shape [2]). ' +
        'Pass { replacement: true } to draw a class more than once.',
    );
    expect(() => multinomial(tensor(1), 1)).toThrow(ShapeError);
  });
});
