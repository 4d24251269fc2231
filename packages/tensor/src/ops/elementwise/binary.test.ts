import { ShapeError } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { grad, tensor } from '../../index.js';
import { forEachBackend } from '../../testing/backends.js';
import { describeOp } from '../../testing/describe-op.js';
import { expectClose } from '../../testing/expect-close.js';
import {
  add,
  atan2,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  logicalOr,
  logicalXor,
  maximum,
  minimum,
  mul,
  notEqual,
  pow,
  remainder,
  sub,
} from './binary.js';

const shapes = {
  'equal shapes': [
    [3, 4],
    [3, 4],
  ],
  'a row': [[3, 4], [4]],
  'a column and a row': [
    [3, 1],
    [1, 4],
  ],
  'a scalar': [[], [2, 3]],
  empty: [
    [0, 3],
    [1, 3],
  ],
} as const;
const integers = {
  integers: [
    { shape: [2, 3], dtype: 'int32', low: -5, high: 6 },
    { shape: [3], dtype: 'int32', low: 1, high: 4 },
  ],
} as const;
const away = (low: number, high: number) =>
  Object.fromEntries(
    Object.entries(shapes).map(([name, [a, b]]) => [name, [a, { shape: b, low, high, kinks: [] }]]),
  );

describeOp('add', { run: add, inputs: { ...shapes, ...integers } });
describeOp('sub', { run: sub, inputs: { ...shapes, ...integers } });
describeOp('mul', { run: mul, inputs: { ...shapes, ...integers } });
describeOp('div', { run: div, inputs: { ...away(1, 2), ...integers } });
describeOp('pow', { run: pow, inputs: shapes, domain: [0.5, 2] });
describeOp('atan2', { run: atan2, inputs: away(1, 2) });
describeOp('remainder', {
  run: remainder,
  inputs: {
    floats: [
      { shape: [4], values: [1.2, 4, -1.3, 7.7] },
      { shape: [4], values: [0.8, 3, 2.1, 5] },
    ],
    ...integers,
  },
});
// Operands that never come close: below 0 and above.
const apart = {
  ...shapes,
  'equal shapes': [
    { shape: [6], high: -0.2 },
    { shape: [6], low: 0.2 },
  ],
} as const;
const kinks = {
  inputs: { apart: apart['equal shapes'], swapped: [...apart['equal shapes']].reverse(), ...integers },
};
describeOp('maximum', { run: maximum, ...kinks });
describeOp('minimum', { run: minimum, ...kinks });

for (const [name, run] of Object.entries({ equal, notEqual, less, lessEqual, greater, greaterEqual })) {
  const same = {
    ties: [
      { shape: [5], values: [1, 2, 3, 4, 5] },
      { shape: [5], values: [1, 3, 2, 4, 0] },
    ],
  };
  describeOp(name, { run, inputs: { ...shapes, ...integers, ...same }, order: 0 });
}
for (const [name, run] of Object.entries({ logicalAnd, logicalOr, logicalXor })) {
  const truths = {
    truths: [
      { shape: [4, 1], dtype: 'bool' },
      { shape: [4], dtype: 'bool' },
    ],
  } as const;
  describeOp(name, { run, inputs: truths, order: 0 });
}

describe('binary operations', () => {
  forEachBackend(() => {
    it('halve the gradient of maximum and minimum between ties', async () => {
      for (const operation of [maximum, minimum]) {
        const [a, b] = [tensor([1, 2], { requiresGrad: true }), tensor([1, 2], { requiresGrad: true })];
        const [toA, toB] = grad(operation(a, b).sum(), [a, b]);
        expectClose(await toA.data(), [0.5, 0.5]);
        expectClose(await toB.data(), [0.5, 0.5]);
      }
    });

    it('raise 0 to a power with finite gradients', async () => {
      const x = tensor([0, 0, 0], { requiresGrad: true });
      const exponent = tensor([2, 1, 0], { requiresGrad: true });
      const [toX, toExponent] = grad(pow(x, exponent).sum(), [x, exponent]);
      expectClose(await toX.data(), [0, 1, 0]);
      expectClose(await toExponent.data(), [0, 0, 0]);
    });

    it('give numbers the dtype of the tensor, and mixed dtypes the wider', async () => {
      const whole = tensor(new Int32Array([1, 2]));
      expect(add(whole, 1).dtype).toBe('int32');
      expect(add(whole, 0.5).dtype).toBe('float32');
      expect(add(whole, tensor([1, 2])).dtype).toBe('float32');
      expect(sub(3, whole).dtype).toBe('int32');
      expectClose(await sub(2.5, tensor([1, 2])).data(), [1.5, 0.5]);
      expectClose(await div(3, tensor([1, 2])).data(), [3, 1.5]);
    });

    it('refuse shapes that do not broadcast', () => {
      expect(() => add(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(ShapeError);
      expect(() => add(tensor([1, 2]), tensor([1, 2, 3]))).toThrow(
        '[add] expected shapes that broadcast (equal, or 1, from the last axis on), got [2] and [3]. ' +
          'Reshape or insert axes of size 1 so that they line up.',
      );
    });
  });
});
