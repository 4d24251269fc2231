import { ArgumentError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad, type Tensor, tensor, zeros } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import { countNonzero } from './count-nonzero.js';
import { logSumExp } from './log-sum-exp.js';
import { norm } from './norm.js';
import { prod } from './prod.js';
import { std, variance } from './variance.js';

const cube = { cube: [[2, 3, 4]] } as const;
const zerosInside = { zeros: [{ shape: [3, 3], values: [1, 0, 2, 0, 0, 3, 0.5, 2, 4] }] } as const;

describeOp('prod', {
  run: (x) => prod(x!),
  inputs: { cube: [{ shape: [2, 3], low: 0.5, high: 1.5 }], empty: [[0, 3]], scalar: [[]] },
});
describeOp('prod over axes', {
  run: (x) => prod(x!, { axis: [0, 2], keepDims: true }),
  inputs: { cube: [[2, 3, 2]] },
});
describeOp('prod with zeros', { run: (x) => prod(x!, { axis: 1 }), inputs: zerosInside });
describeOp('prod of integers', {
  run: (x) => prod(x!),
  inputs: { vector: [{ shape: [4], dtype: 'int32' }] },
});
describeOp('variance', { run: (x) => variance(x!), inputs: cube });
describeOp('variance over axes', {
  run: (x) => variance(x!, { axis: [0, -1], correction: 0, keepDims: true }),
  inputs: cube,
});
describeOp('std', { run: (x) => std(x!), inputs: cube });
describeOp('std over an axis', { run: (x) => std(x!, { axis: 1 }), inputs: cube });
describeOp('logSumExp', { run: (x) => logSumExp(x!), inputs: cube });
describeOp('logSumExp over axes', {
  run: (x) => logSumExp(x!, { axis: [0, 2], keepDims: true }),
  inputs: { ...cube, empty: [[2, 0, 3]] },
});
describeOp('countNonzero', {
  run: (x) => countNonzero(x!, { axis: 1 }),
  inputs: { ...zerosInside, ...cube },
  order: 0,
});

const away = { distinct: true, low: 0.3, high: 3 } as const;
for (const p of [2, 1, 0, 3, 0.5, -1, Infinity, -Infinity]) {
  const inputs = {
    positive: [{ shape: [2, 3], ...away }],
    negative: [{ shape: [2, 3], ...away, low: -3, high: -0.3 }],
  } as const;
  describeOp(`norm of order ${p}`, { run: (x) => norm(x!, { p, axis: 1 }), inputs });
}
describeOp('norm over axes', {
  run: (x) => norm(x!, { p: 'fro', axis: [0, 2], keepDims: true }),
  inputs: cube,
});

async function slope(run: (x: Tensor) => Tensor, values: number[]): Promise<number[]> {
  const x = tensor(values, { requiresGrad: true });
  const [found] = grad(run(x).sum(), [x]);
  return Array.from(await found.data());
}

describe('statistics', () => {
  forEachBackend((name) => {
    const tolerance = name === 'webgpu' ? { rtol: 1e-4, atol: 1e-5 } : {};

    it('variance keeps its digits far from 0', async () => {
      const x = tensor([10000.25, 10000.5, 10000.75, 10001]);
      expectClose(await variance(x).item(), 0.10416667, tolerance);
    });

    it('variance of one value is NaN with the correction and 0 without', async () => {
      expectClose(await variance(tensor([5])).item(), Number.NaN);
      expectClose(await variance(tensor([5]), { correction: 0 }).item(), 0);
    });

    it('std of equal values has gradient 0', async () => {
      expectClose(await slope(std, [3, 3, 3]), [0, 0, 0]);
    });

    it('logSumExp is right with infinities and large numbers', async () => {
      const x = tensor([
        [1000, 1000],
        [-Infinity, 2],
        [-Infinity, -Infinity],
        [Infinity, 0],
      ]);
      expectClose(
        await logSumExp(x, { axis: 1 }).data(),
        [1000 + Math.LN2, 2, -Infinity, Infinity],
        tolerance,
      );
      expectClose(await slope(logSumExp, [-Infinity, 2]), [0, 1]);
      expectClose(await slope(logSumExp, [-Infinity, -Infinity]), [0, 0]);
      expectClose(await slope(logSumExp, [-2000, 1000]), [0, 1]);
    });

    it('prod has a gradient with no, one and two zeros', async () => {
      expectClose(await slope(prod, [2, 3, 4]), [12, 8, 6]);
      expectClose(await slope(prod, [2, 0, 4]), [0, 8, 0]);
      expectClose(await slope(prod, [0, 0, 4]), [0, 0, 0]);
    });

    it('norm has gradient 0 where it is 0, and splits that of the largest', async () => {
      for (const p of [1, 2, 3, 0.5, 0, 'fro', Infinity] as const) {
        expectClose(await slope((x) => norm(x, { p }), [0, 0]), [0, 0]);
      }
      expectClose(await slope((x) => norm(x, { p: Infinity }), [3, -3, 1]), [0.5, -0.5, 0]);
      expectClose(await slope((x) => norm(x, { p: 3 }), [0, 2]), [0, 1], tolerance);
      expectClose(await slope((x) => norm(x, { p: 0.5 }), [0, 2]), [0, 1], tolerance);
    });
  });

  it('norm refuses what is no order', () => {
    expect(() => norm(zeros([2]), { p: Number.NaN })).toThrow(ArgumentError);
    expect(() => norm(zeros([2]), { p: 'nuc' as 'fro' })).toThrow(
      "[norm] expected p to be a number or 'fro', got nuc.",
    );
  });
});
