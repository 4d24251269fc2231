import { ArgumentError, ShapeError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor, zeros } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { cumprod, cumsum } from '../reduce/cumulate.js';
import { argmax, argmin, maxWithIndex, minWithIndex } from '../reduce/extremes.js';
import { logSoftmax, softmax, softmin } from '../reduce/softmax.js';
import { argsort, median, sort, topK } from '../reduce/sort.js';

const cube = { cube: [[2, 3, 4]] } as const;
const distinct = { cube: [{ shape: [2, 3, 4], distinct: true, low: -4, high: 4 }] } as const;
const integers = { integers: [{ shape: [2, 5], dtype: 'int32', low: -3, high: 4 }] } as const;
const ties = { ties: [{ shape: [2, 6], values: [1, 3, 3, 0, 1, 3, 2, 2, 2, 2, 2, 2] }] } as const;
const empty = { empty: [[2, 0, 3]] } as const;

describeOp('softmax', { run: (x) => softmax(x!), inputs: { ...cube, ...empty } });
describeOp('softmax along an axis', { run: (x) => softmax(x!, { axis: 1 }), inputs: cube });
describeOp('logSoftmax', { run: (x) => logSoftmax(x!), inputs: { ...cube, ...empty } });
describeOp('logSoftmax along an axis', { run: (x) => logSoftmax(x!, { axis: 0 }), inputs: cube });
describeOp('softmin', { run: (x) => softmin(x!, { axis: 1 }), inputs: cube });
describeOp('cumsum', { run: (x) => cumsum(x!, { axis: 1 }), inputs: { ...cube, ...integers, ...empty } });
describeOp('cumprod', {
  run: (x) => cumprod(x!),
  inputs: { vector: [{ shape: [7], low: 0.5, high: 1.5 }], empty: [[2, 0]] },
});
describeOp('cumprod along an axis', { run: (x) => cumprod(x!, { axis: 1 }), inputs: cube });
describeOp('cumprod with zeros', {
  run: (x) => cumprod(x!),
  inputs: { zeros: [{ shape: [2, 5], values: [1, 0, 2, 3, 0.5, 2, 0, 0, 3, 1] }] },
});
for (const [name, run] of Object.entries({ argmax, argmin })) {
  describeOp(name, {
    run: (x) => run(x!, { axis: 1 }),
    inputs: { ...distinct, ...integers, ...ties },
    order: 0,
  });
  describeOp(`${name} of all`, { run: (x) => run(x!), inputs: { ...distinct, ...ties }, order: 0 });
}
for (const [name, run] of Object.entries({ maxWithIndex, minWithIndex })) {
  const both = (x: Tensor, axis: number, keepDims: boolean): Tensor[] =>
    Object.values(run(x, { axis, keepDims }));
  describeOp(name, { run: (x) => both(x!, 1, false), inputs: { ...distinct, ...integers } });
  describeOp(`${name}, axis kept`, { run: (x) => both(x!, 0, true), inputs: distinct });
}
describeOp('sort', { run: (x) => Object.values(sort(x!)), inputs: { ...distinct, ...integers } });
describeOp('sort along an axis', {
  run: (x) => Object.values(sort(x!, { axis: 0, descending: true })),
  inputs: distinct,
});
describeOp('sort of ties', {
  run: (x) => Object.values(sort(x!)),
  inputs: { ...ties, empty: [[2, 0]] },
  order: 0,
});
describeOp('argsort', {
  run: (x) => argsort(x!, { axis: 1, descending: true }),
  inputs: { ...distinct, ...ties },
  order: 0,
});
describeOp('topK', { run: (x) => Object.values(topK(x!, 2)), inputs: distinct });
describeOp('topK of the smallest', {
  run: (x) => Object.values(topK(x!, 2, { axis: 1, largest: false })),
  inputs: distinct,
});
describeOp('topK of none', { run: (x) => Object.values(topK(x!, 0)), inputs: cube });
describeOp('median', { run: (x) => Object.values(median(x!, { axis: 1 })), inputs: distinct });

async function slope(run: (x: Tensor) => Tensor, values: number[]): Promise<number[]> {
  const x = tensor(values, { requiresGrad: true });
  const [found] = grad(run(x).sum(), [x]);
  return Array.from(await found.data());
}

describe('operations along an axis', () => {
  forEachBackend(() => {
    it('softmax and logSoftmax stay finite when logits are far apart', async () => {
      expectClose(await logSoftmax(tensor([[1000, 0]])).data(), [0, -1000]);
      expectClose(await softmax(tensor([[1000, 0, -Infinity]])).data(), [1, 0, 0]);
      expectClose(await slope((x) => logSoftmax(x).mul(tensor([1, 0])), [1000, 0]), [0, 0]);
      expectClose(await softmin(tensor([0, 1e30])).data(), [1, 0]);
    });

    it('cumprod has a gradient behind zeros', async () => {
      // y = x0 + x0 x1 + x0 x1 x2 + …
      expectClose(await slope((x) => cumprod(x), [2, 0, 3, 4]), [1, 2 * (1 + 3 + 12), 0, 0]);
      expectClose(await slope((x) => cumprod(x), [0, 0, 3]), [1, 0, 0]);
    });

    it('report the first of equals, and hand it the whole gradient', async () => {
      const x = [2, 5, 5, 1, 1];
      expect(await argmax(tensor(x)).item()).toBe(1);
      expect(await argmin(tensor(x)).item()).toBe(3);
      expectClose(await slope((y) => maxWithIndex(y).values, x), [0, 1, 0, 0, 0]);
      expectClose(await slope((y) => minWithIndex(y).values, x), [0, 0, 0, 1, 0]);
      expectClose(await slope((y) => median(y).values, x), [1, 0, 0, 0, 0]);
    });

    it('count NaN as extreme', async () => {
      const x = tensor([1, Number.NaN, 3]);
      const { values, indices } = maxWithIndex(x);
      expectClose(await values.item(), Number.NaN);
      expect([await indices.item(), await argmin(x).item()]).toEqual([1, 1]);
      expectClose(await sort(x).values.data(), [1, 3, Number.NaN]);
    });

    it('sort equals stably, both ways', async () => {
      const x = tensor([2, 1, 2, 1]);
      expectClose(await argsort(x).data(), [1, 3, 0, 2]);
      expectClose(await argsort(x, { descending: true }).data(), [0, 2, 1, 3]);
    });

    it('hand gradients of sorted values back to their places', async () => {
      expectClose(await slope((x) => sort(x).values.mul(tensor([10, 20, 30])), [3, 1, 2]), [30, 10, 20]);
      expectClose(await slope((x) => topK(x, 2).values.mul(tensor([10, 20])), [3, 1, 2]), [10, 0, 20]);
    });
  });

  it('refuse empty axes and counts that are too large', () => {
    expect(() => argmax(zeros([0]))).toThrow(ShapeError);
    expect(() => maxWithIndex(zeros([2, 0]))).toThrow(
      '[maxWithIndex] expected an axis of at least one element, got one of none (x has shape [2, 0], axis 1).',
    );
    expect(() => median(zeros([2, 0]))).toThrow(ShapeError);
    expect(() => topK(zeros([2]), 3)).toThrow(ArgumentError);
    expect(() => topK(zeros([2]), 3)).toThrow(
      '[topK] expected a whole k from 0 to 2, got 3 (x has shape [2], axis 0).',
    );
    expect(() => softmax(zeros([]))).toThrow('[softmax] expected no axis, as the array is a scalar, got -1.');
    expect(() => cumsum(zeros([2]), { axis: 1 })).toThrow('[cumsum] expected an axis from -1 to 0, got 1.');
  });
});
