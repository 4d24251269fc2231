import { describe, it } from 'vitest';
import { grad, tensor } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import {
  abs,
  ceil,
  floor,
  neg,
  reciprocal,
  relu,
  round,
  rsqrt,
  sign,
  sqrt,
  square,
  trunc,
} from './arithmetic.js';

const inputs = { matrix: [[3, 4]], scalar: [[]], empty: [[0, 3]] } as const;
const integers = { integers: [{ shape: [6], dtype: 'int32', low: -3, high: 4 }] } as const;
const kinks = [0] as const;
const positive = { inputs, domain: [0.5, 3] } as const;

describeOp('neg', { run: neg, inputs: { ...inputs, ...integers } });
describeOp('abs', { run: abs, inputs: { ...inputs, ...integers }, kinks });
describeOp('sign', { run: sign, inputs: { ...inputs, ...integers }, kinks });
describeOp('square', { run: square, inputs: { ...inputs, ...integers } });
describeOp('sqrt', { run: sqrt, ...positive });
describeOp('rsqrt', { run: rsqrt, ...positive });
describeOp('reciprocal', { run: reciprocal, ...positive });
describeOp('relu', { run: relu, inputs: { ...inputs, ...integers }, kinks });
describeOp('floor', { run: floor, inputs, kinks: [-2, -1, 0, 1, 2] });
describeOp('ceil', { run: ceil, inputs, kinks: [-2, -1, 0, 1, 2] });
describeOp('round', { run: round, inputs, kinks: [-1.5, -0.5, 0.5, 1.5] });
describeOp('trunc', { run: trunc, inputs, kinks: [-2, -1, 1, 2] });

describe('arithmetic', () => {
  forEachBackend(() => {
    it('gives the gradients of kinks: 0 at 0', async () => {
      for (const operation of [abs, relu, sign]) {
        const x = tensor([0], { requiresGrad: true });
        const [slope] = grad(operation(x).sum(), [x]);
        expectClose(await slope.data(), [0]);
      }
    });

    it('rounds halves to even', async () => {
      expectClose(await round(tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5])).data(), [-2, -2, 0, 0, 2, 2]);
    });
  });
});
