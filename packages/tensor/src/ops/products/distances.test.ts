import { ArgumentError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { ones, tensor, zeros } from '../../create.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { embeddingBag } from '../indexing/embedding-bag.js';
import { lpPool1d } from '../pool/lp-pool1d.js';
import { cosineSimilarity } from './cosine-similarity.js';
import { pairwiseDistance } from './pairwise-distance.js';

describeOp('cosineSimilarity', {
  run: (a, b) => cosineSimilarity(a!, b!, { axis: 1 }),
  inputs: {
    matrices: [
      [3, 4],
      [3, 4],
    ],
    'one against all': [
      [3, 4],
      [1, 4],
    ],
  },
});

describeOp('pairwiseDistance', {
  run: (a, b) => pairwiseDistance(a!, b!, { p: 3 }),
  inputs: { matrices: [[2, 3], { shape: [2, 3], low: 5, high: 7 }] },
});

describeOp('lpPool1d', {
  run: (x) => lpPool1d(x!, 3, 2, { stride: 1 }),
  domain: [0.5, 2],
  inputs: { sequences: [[2, 4, 2]], 'one sequence': [[3, 2]] },
});

describeOp('embeddingBag', {
  run: (weight, indices, offsets) => embeddingBag(indices!, weight!, { offsets: offsets!, mode: 'mean' }),
  inputs: {
    bags: [
      [4, 2],
      { shape: [5], dtype: 'int32', values: [0, 3, 3, 1, 2] },
      { shape: [3], dtype: 'int32', values: [0, 2, 2] },
    ],
  },
});

describeOp('embeddingBag of factors', {
  run: (weight, indices, factors) => embeddingBag(indices!, weight!, { factors: factors!, mode: 'sum' }),
  inputs: {
    bags: [[4, 2], { shape: [2, 2], dtype: 'int32', values: [0, 3, 3, 1] }, [2, 2]],
  },
});

describe('distances', () => {
  beforeAll(async () => {
    await useBackend(cpu());
  });

  it('are those that are known', async () => {
    expectClose(
      await pairwiseDistance(tensor([[1, 2]]), tensor([[4, 6]]), { keepDims: true }).array(),
      [[5]],
      {
        atol: 1e-5,
      },
    );
    expectClose(await pairwiseDistance(zeros([2]), tensor([3, -4]), { p: 1, eps: 0 }).item(), 7);
    expectClose(await cosineSimilarity(tensor([3, 4]), tensor([4, 3])).item(), 0.96);
    expectClose(await cosineSimilarity(zeros([2]), ones([2])).item(), 0);
  });

  it('name what is wrong', () => {
    expect(() => cosineSimilarity(ones([2]), ones([2]), { eps: 0 })).toThrow(ArgumentError);
    expect(() => cosineSimilarity(ones([2]), ones([2]), { eps: 0 })).toThrow(
      '[cosineSimilarity] expected eps > 0, got 0.',
    );
    expect(() => pairwiseDistance(ones([2]), ones([2]), { p: Number.NaN })).toThrow(
      '[pairwiseDistance] expected p to be a number, got NaN.',
    );
    expect(() => embeddingBag([1], ones([2, 3]))).toThrow(
      '[embeddingBag] expected indices [N, L] without offsets, or [M] with offsets, got [1] without offsets.',
    );
    expect(() => embeddingBag([[1]], ones([3]))).toThrow(
      '[embeddingBag] expected a weight of shape [V, E], got [3].',
    );
    expect(() => embeddingBag([[1]], ones([2, 3]), { factors: [[1]] })).toThrow(
      "[embeddingBag] expected factors with mode 'sum' alone, got mode 'mean'.",
    );
    expect(() => embeddingBag([[1]], ones([2, 3]), { factors: [1], mode: 'sum' })).toThrow(
      "[embeddingBag] expected factors of the indices' shape [1, 1], got [1].",
    );
  });
});
