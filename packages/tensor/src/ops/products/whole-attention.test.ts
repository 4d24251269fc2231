import type { AttentionOptions } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad } from '../../autograd/backward.js';
import { scoped } from '../../memory/scope.js';
import { Generator } from '../../random/generator.js';
import { randn } from '../../random/normal.js';
import type { Tensor } from '../../tensor.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { liveMemory } from '../../testing/live-memory.js';
import { attentionWeights, scaledDotProductAttention } from './attention.js';
import { matmul } from './matmul.js';
import { wholeAttention } from './whole-attention.js';

describeOp('attention without the matrix of scores', {
  run: (q, k, v) => wholeAttention(q!, k!, v!, { causal: true, scale: 0.7 }),
  inputs: {
    'shared keys': [
      [2, 9, 2],
      [1, 9, 2],
      [1, 9, 3],
    ],
  },
});

describeOp('attention in a window without the matrix of scores', {
  run: (q, k, v) => wholeAttention(q!, k!, v!, { causal: true, offset: 4, window: 5, scale: 0.7 }),
  inputs: {
    'shared keys': [
      [2, 5, 2],
      [1, 8, 2],
      [1, 8, 3],
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
    [wholeAttention(q, k, v, options), matmul(attentionWeights(q, k, options), v)].map((y) =>
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
      ['causal', { causal: true }],
      ['in a window', { causal: true, window: 40 }],
    ])('takes memory that grows with the length, not with its square: %s', (_, options) => {
      const lengths = name === 'wasm' ? [128, 512] : [96, 160];
      const extra = lengths.map((length) => {
        const shape = [1, 2, length, 4];
        const [q, k, v] = operands(shape, shape, shape);
        const before = liveMemory().bytes;
        let most = 0;
        const { backend } = q!;
        const stop = backend.listen(() => {
          most = Math.max(most, backend.memory().bytes);
        });
        scoped(() => scaledDotProductAttention(q!, k!, v!, options).sum().backward());
        stop();
        return (most - before) / length;
      });
      expect(extra[1]! / extra[0]!).toBeLessThan(1.1);
    });
  });
});
