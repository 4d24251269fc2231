import type { AttentionOptions } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad } from '../../autograd/backward.js';
import { tensor } from '../../create.js';
import { scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { liveMemory } from '../../testing/live-memory.js';
import { where } from '../elementwise/where.js';
import { attentionWeights, scaledDotProductAttention } from './attention.js';
import { matmul } from './matmul.js';
import { wholeAttention } from './whole-attention.js';

describeOp('attention without the matrix of scores', {
  run: (q, k, v) => wholeAttention([q!, k!, v!], { causal: true, scale: 0.7 }),
  inputs: {
    'shared keys': [
      [2, 9, 2],
      [1, 9, 2],
      [1, 9, 3],
    ],
  },
});

describeOp('attention in a window without the matrix of scores', {
  run: (q, k, v) => wholeAttention([q!, k!, v!], { causal: true, offset: 4, window: 5, scale: 0.7 }),
  inputs: {
    'shared keys': [
      [2, 5, 2],
      [1, 8, 2],
      [1, 8, 3],
    ],
  },
});

describeOp('attention to keys that are no padding without the matrix of scores', {
  run: (q, k, v, mask) => wholeAttention([q!, k!, v!], { scale: 0.7 }, mask!),
  inputs: {
    'shared keys, and a row that sees none': [
      [3, 2, 3, 2],
      [3, 1, 4, 2],
      [3, 1, 4, 3],
      { shape: [3, 4], dtype: 'bool', values: [1, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0] },
    ],
  },
});

describeOp('attention with dropped weights without the matrix of scores', {
  run: (q, k, v, mask) => {
    const dropout = { probability: 0.4, seed: 3, offset: 5 };
    return wholeAttention([q!, k!, v!], { scale: 0.7, causal: true, window: 3, dropout }, mask!);
  },
  inputs: {
    'shared keys, some of them hidden': [
      [2, 5, 2],
      [1, 5, 2],
      [1, 5, 3],
      { shape: [1, 5], dtype: 'bool', values: [1, 1, 0, 1, 1] },
    ],
  },
});

const operands = (...shapes: number[][]): Tensor[] => {
  const rng = new Generator(7);
  return shapes.map((shape) => {
    const x = randn(shape, { rng });
    x.requiresGrad = true;
    return x;
  });
};

/** Results and gradients, by the kernel and composed. */
async function both(
  inputs: readonly Tensor[],
  how: Omit<AttentionOptions, 'scale'>,
): Promise<Float32Array[][]> {
  const [q, k, v] = inputs as [Tensor, Tensor, Tensor];
  const options = { ...how, scale: 0.7 };
  return Promise.all(
    [wholeAttention([q, k, v], options), matmul(attentionWeights(q, k, options), v)].map((y) =>
      Promise.all([y, ...grad(y.square().sum(), [q, k, v])].map((x) => x!.data() as Promise<Float32Array>)),
    ),
  );
}

describe('attention by blocks', () => {
  forEachBackend((name) => {
    it.each([
      [{ causal: true }, [2, 3, 70, 8], [2, 3, 70, 8]],
      [{ causal: true }, [1, 2, 2, 40, 8], [1, 2, 1, 40, 8]],
      [{ causal: false }, [3, 33, 5], [3, 65, 5]],
      [{ causal: true, window: 11 }, [2, 3, 70, 8], [2, 3, 70, 8]],
      [{ causal: true, offset: 30 }, [1, 2, 2, 40, 8], [1, 2, 1, 70, 8]],
      [{ causal: true, offset: 7, window: 20 }, [3, 2, 50, 8], [3, 1, 57, 8]],
      [{ causal: true, offset: 9, window: 3 }, [35, 4], [8, 4]],
    ])('has the values and gradients of the composed one (%o, %s)', async (how, query, key) => {
      const [whole, composed] = await both(operands(query, key, key), how);
      for (const [i, values] of whole!.entries())
        expectClose(values, composed![i]!, { rtol: 1e-4, atol: 2e-5 });
    });

    it.each([
      ['padding of texts', [2, 2, 100, 4], [2, 2, 110, 4], [2, 1, 1, 110], {}],
      [
        'padding of texts, causal, grouped heads',
        [2, 2, 2, 97, 4],
        [2, 2, 1, 97, 4],
        [2, 1, 1, 1, 97],
        { causal: true },
      ],
      [
        'padding of heads, in a window',
        [2, 3, 98, 4],
        [2, 3, 98, 4],
        [3, 1, 98],
        { causal: true, window: 9 },
      ],
      ['keys that texts share', [3, 96, 4], [1, 99, 4], [3, 1, 99], {}],
      ['one mask for all', [2, 96, 4], [2, 99, 4], [99], {}],
    ] as const)(
      'is the composed one where masks hide keys, which are not finite: %s',
      async (_, q, k, m, options) => {
        const mask = randn([...m], { rng: new Generator(5) }).greater(-0.4);
        const hidden = mask.ndim > 1 ? mask.any({ axis: -2 }) : mask;
        const nowhere = mask.ndim > 1 ? hidden.any({ axis: 0, keepDims: true }) : hidden;
        const [query, ...pair] = operands([...q], [...k], [...k]) as [Tensor, Tensor, Tensor];
        const { backend } = query;
        const { kernels } = backend;
        const derive = (isWhole: boolean): Tensor[] => {
          if (!isWhole) {
            backend.kernels = { ...kernels };
            delete backend.kernels.attention;
          }
          const isKept = (k[0] === 1 ? nowhere : hidden).unsqueeze(-1);
          const [key, value] = pair.map((x) => where(isKept, x, Number.NaN)) as [Tensor, Tensor];
          const y = scaledDotProductAttention(query, key, value, { ...options, mask });
          const results = [y, ...grad(y.square().sum(), [query, ...pair])] as Tensor[];
          backend.kernels = kernels;
          return results;
        };
        let calls = 0;
        const stop = backend.listen((call) => {
          calls += Number(call.kernel === 'attention' || call.kernel === 'attentionGrad');
        });
        const whole = derive(true);
        stop();
        expect(calls).toBe(2);
        const composed = derive(false);
        for (const [i, values] of whole.entries())
          expectClose(await values.data(), await composed[i]!.data(), { rtol: 1e-4, atol: 2e-5 });
      },
    );

    it.each([
      ['all keys', [2, 2, 97, 4], [2, 2, 103, 4], {}],
      ['causal, grouped heads', [2, 2, 2, 98, 4], [2, 2, 1, 98, 4], { causal: true }],
      ['in a window, after other keys', [2, 99, 4], [2, 120, 4], { causal: true, offset: 21, window: 33 }],
    ] as const)(
      'drops the weights that the composed one drops with the same seed: %s',
      async (_, q, k, options) => {
        const inputs = operands([...q], [...k], [...k]) as [Tensor, Tensor, Tensor];
        const { backend } = inputs[0];
        const { kernels } = backend;
        const states: number[] = [];
        const derive = (): Tensor[] => {
          const rng = new Generator(11);
          rng.take(9);
          const y = scaledDotProductAttention(...inputs, { ...options, dropout: 0.3, rng });
          states.push(rng.offset);
          return [y, ...grad(y.square().sum(), inputs)] as Tensor[];
        };
        let draws = 0;
        const stop = backend.listen(({ kernel }) => {
          draws += Number(kernel === 'random');
        });
        const whole = derive();
        stop();
        expect(draws).toBe(0);
        backend.kernels = { ...kernels };
        delete backend.kernels.attention;
        const composed = derive();
        backend.kernels = kernels;
        expect(states[0]).toBe(states[1]);
        for (const [i, values] of whole.entries())
          expectClose(await values.data(), await composed[i]!.data(), { rtol: 1e-4, atol: 2e-5 });
      },
    );

    it('gives zeros to texts of padding alone', async () => {
      const [q, k, v] = operands([2, 96, 4], [2, 5, 4], [2, 5, 4]);
      const mask = tensor([[[false, false, false, false, false]], [[true, false, true, false, false]]]);
      const y = scaledDotProductAttention(q!, k!, v!, { mask });
      const results = [y, ...grad(y.square().sum(), [q!, k!, v!])] as Tensor[];
      for (const x of results) {
        const values = [...((await x.data()) as Float32Array)];
        expect(values.every((value) => Number.isFinite(value))).toBe(true);
        expect(values.slice(0, values.length / 2).every((value) => value === 0)).toBe(true);
      }
    });

    it.each([
      ['causal', { causal: true }, false],
      ['in a window', { causal: true, window: 40 }, false],
      ['with padding', {}, true],
      ['with dropped weights', { causal: true, dropout: 0.2 }, false],
    ] as const)(
      'takes memory that grows with the length, not with its square: %s',
      (_, options, isPadded) => {
        const lengths = name === 'wasm' ? [128, 512] : [96, 160];
        const extra = lengths.map((length) => {
          const shape = [1, 2, length, 4];
          const [q, k, v] = operands(shape, shape, shape);
          const seen = randn([1, 1, 1, length]).greater(0);
          const masks = isPadded ? { mask: seen } : {};
          const before = liveMemory().bytes;
          let most = 0;
          const { backend } = q!;
          const stop = backend.listen(() => {
            most = Math.max(most, backend.memory().bytes);
          });
          scoped(() =>
            scaledDotProductAttention(q!, k!, v!, { ...options, ...masks })
              .sum()
              .backward(),
          );
          stop();
          return (most - before) / length;
        });
        expect(extra[1]! / extra[0]!).toBeLessThan(1.1);
      },
    );
  });
});
