import { ShapeError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad, tensor, zeros } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { all, any, max, mean, min, type ReduceFunction, type ReduceFunctionOptions, sum } from './reduce.js';

const cube = { shape: [2, 3, 4], distinct: true } as const;
const integers = { shape: [2, 3], dtype: 'int32', low: -5, high: 6 } as const;
const cases: Readonly<Record<string, ReduceFunctionOptions>> = {
  'all axes': {},
  'the last axis': { axis: -1 },
  'two axes, kept': { axis: [0, -1], keepDims: true },
  'no axis': { axis: [] },
};

for (const [name, run] of Object.entries({ sum, mean, max, min } as Record<string, ReduceFunction>)) {
  for (const [title, options] of Object.entries(cases)) {
    describeOp(`${name} over ${title}`, {
      run: (x) => run(x!, options),
      domain: [-3, 3],
      inputs: { cube: [cube] },
    });
  }
  describeOp(`${name} of integers`, { run: (x) => run(x!, { axis: 0 }), inputs: { matrix: [integers] } });
}
for (const [name, run] of Object.entries({ all, any } as Record<string, ReduceFunction>)) {
  const inputs = { truths: [{ shape: [3, 4], dtype: 'bool' }], numbers: [[2, 2]] } as const;
  describeOp(name, { run: (x) => run(x!, { axis: 1 }), inputs, order: 0 });
}

describe('reductions', () => {
  forEachBackend(() => {
    it('give sum 0, mean NaN, all true and any false of nothing', async () => {
      const nothing = zeros([2, 0]);
      expectClose(await sum(nothing, { axis: 1 }).data(), [0, 0]);
      expectClose(await mean(nothing, { axis: 1 }).data(), [Number.NaN, Number.NaN]);
      expectClose(await all(nothing).data(), [1]);
      expectClose(await any(nothing).data(), [0]);
      expect(max(nothing, { axis: 0 }).shape).toEqual([0]);
    });

    it('pass NaN on', async () => {
      const x = tensor([1, Number.NaN, 3]);
      for (const run of [sum, mean, max, min]) expectClose(await run(x).data(), [Number.NaN]);
    });

    it('share the gradient of an extreme evenly among ties', async () => {
      const x = tensor(
        [
          [1, 5, 5],
          [2, 2, 2],
        ],
        { requiresGrad: true },
      );
      const [slope] = grad(max(x, { axis: 1 }).sum(), [x]);
      expectClose(await slope.data(), [0, 0.5, 0.5, 1 / 3, 1 / 3, 1 / 3]);
    });
  });

  it('refuse the largest of nothing, and axes that are not there', () => {
    expect(() => max(zeros([2, 0]))).toThrow(ShapeError);
    expect(() => min(zeros([2, 0]), { axis: 1 })).toThrow(
      '[min] expected axes of at least one element, got none (x has shape [2, 0], axes [1]).',
    );
    expect(() => sum(zeros([2]), { axis: 1 })).toThrow('[sum] expected an axis from -1 to 0, got 1.');
    expect(() => sum(zeros([2, 2]), { axis: [0, -2] })).toThrow(
      '[sum] expected each axis once, got [0, -2].',
    );
  });
});
