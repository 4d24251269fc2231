import { scoped, tensor } from '@neurona/tensor';
import { expectClose, forEachBackend } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Embedding, EmbeddingBag } from '../index.js';
import { describeLayer } from '../testing/index.js';

const words = (shape: readonly number[], values: readonly number[]) =>
  ({ shape, values, dtype: 'int32' }) as const;

describeLayer('Embedding', {
  make: () => new Embedding(5, 3),
  cases: {
    sentences: { inputs: [words([2, 3], [0, 4, 1, 2, 1, 1])], output: [2, 3, 3] },
    'one word': { inputs: [words([], [2])], output: [3] },
  },
  state: { weight: [5, 3] },
});

describeLayer('EmbeddingBag', {
  make: () => new EmbeddingBag(5, 3),
  cases: {
    bags: { inputs: [words([2, 3], [0, 4, 1, 2, 1, 1])], output: [2, 3] },
    'bags that begin at offsets': {
      inputs: [words([4], [0, 4, 1, 2]), words([4], [0, 1, 1, 4])],
      output: [4, 3],
    },
  },
  state: { weight: [5, 3] },
  wrong: [
    [
      [words([2], [0, 1])],
      '[embeddingBag] expected indices [N, L] without offsets, or [M] with offsets, got [2] without offsets.',
    ],
  ],
});

describe('embeddings', () => {
  const indices = (values: number[] | number[][]) => tensor(values, { dtype: 'int32' });
  const table = tensor.bind(undefined, [
    [1, 0],
    [3, 4],
    [6, 8],
  ]);

  forEachBackend(() => {
    it('leave the padding row alone', async () => {
      const layer = new Embedding(3, 2, { paddingIndex: -1 });
      expect(await layer.weight.select(0, 2).data()).toEqual(new Float32Array(2));
      scoped(() =>
        layer
          .forward(indices([2, 1, 1]))
          .sum()
          .backward(),
      );
      expect(await layer.weight.grad!.array()).toEqual([
        [0, 0],
        [2, 2],
        [0, 0],
      ]);
      layer.dispose();
    });

    it('divide gradients by how often a word comes', async () => {
      const layer = new Embedding(3, 2, { scaleGradByFrequency: true });
      scoped(() =>
        layer
          .forward(indices([1, 1, 2]))
          .sum()
          .backward(),
      );
      expectClose(await layer.weight.grad!.array(), [
        [0, 0],
        [1, 1],
        [1, 1],
      ]);
      layer.dispose();
    });

    it('shorten the rows that are looked up', async () => {
      const layer = new Embedding(3, 2, { maxNorm: 2 });
      layer.weight.set(table());
      layer.forward(indices([0, 1])).dispose();
      expectClose(await layer.weight.array(), [
        [1, 0],
        [1.2, 1.6],
        [6, 8],
      ]);
      layer.dispose();
    });

    it.each([
      [
        'sum',
        [
          [4, 4],
          [0, 0],
          [6, 8],
        ],
      ],
      [
        'mean',
        [
          [2, 2],
          [0, 0],
          [6, 8],
        ],
      ],
      [
        'max',
        [
          [3, 4],
          [0, 0],
          [6, 8],
        ],
      ],
    ] as const)('fold bags, empty ones to zeros (%s)', async (mode, expected) => {
      const layer = new EmbeddingBag(3, 2, { mode });
      layer.weight.set(table());
      expectClose(await layer.forward(indices([0, 1, 2]), indices([0, 2, 2])).array(), expected);
      layer.dispose();
    });

    it.each([
      ['sum', [3, 4]],
      ['mean', [3, 4]],
      ['max', [3, 4]],
    ] as const)('leave padding out of bags (%s)', async (mode, expected) => {
      const layer = new EmbeddingBag(3, 2, { mode, paddingIndex: 2 });
      layer.weight.set(table());
      expectClose(await layer.forward(indices([[1, 2, 2]])).data(), expected);
      layer.dispose();
    });
  });

  it('refuse settings out of range', () => {
    expect(() => new Embedding(3, 2, { paddingIndex: 3 })).toThrow(
      '[Embedding] expected a paddingIndex from -3 to 2, got 3.',
    );
    expect(() => new Embedding(3, 2, { maxNorm: 0 })).toThrow('[Embedding] expected maxNorm > 0, got 0.');
    expect(() => new EmbeddingBag(3, 2, { mode: 'min' as never }).forward(indices([[1]]))).toThrow(
      "[embeddingBag] expected mode 'sum', 'mean' or 'max', got min.",
    );
  });
});
