import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { zeros } from '@neurona/tensor';
import { describe, expect, it } from 'vitest';
import { axisOrder, fromTorch, fromTorchAxes, toTorchAxes } from './layout.js';
import { floats } from './testing/golden-folder.js';

describe('axisOrder', () => {
  it.each([
    ['NCHW', [0, 2, 3, 1]],
    ['NCL', [0, 2, 1]],
    ['CHW', [1, 2, 0]],
    ['NCDHW', [0, 2, 3, 4, 1]],
    ['OIHW', [2, 3, 1, 0]],
    ['OIL', [2, 1, 0]],
    ['OIDHW', [2, 3, 4, 1, 0]],
    ['IOHW', [2, 3, 0, 1]],
    ['IOL', [2, 0, 1]],
  ])('puts %s in our order', (layout, order) => {
    expect(axisOrder(layout)).toEqual(order);
  });

  it('refuses letters that it does not know', () => {
    expect(() => axisOrder('NXY')).toThrow('[axisOrder] expected a layout like NCHW or OIHW, got NXY.');
  });
});

describe('toTorchAxes and fromTorchAxes', () => {
  it('move axes there and back', async () => {
    await useBackend(cpu());
    const x = zeros([2, 4, 5, 3]);
    expect(toTorchAxes(x, 'NCHW').shape).toEqual([2, 3, 4, 5]);
    expect(fromTorchAxes(toTorchAxes(x, 'NCHW'), 'NCHW').shape).toEqual([2, 4, 5, 3]);
    expect(toTorchAxes(zeros([3, 2, 4, 6]), 'OIHW').shape).toEqual([6, 4, 3, 2]);
    expect(toTorchAxes(x, undefined)).toBe(x);
  });
});

describe('fromTorch', () => {
  it('leaves arrays without a layout alone', () => {
    const x = floats([2], 1, 2);
    expect(fromTorch(x, undefined)).toBe(x);
  });

  it('moves channels last', () => {
    const x = floats([1, 2, 1, 3], 1, 2, 3, 4, 5, 6);
    expect(fromTorch(x, 'NCHW')).toEqual(floats([1, 1, 3, 2], 1, 4, 2, 5, 3, 6));
  });

  it('reorders the features of a linear weight behind a flattened image', () => {
    const weight = floats([1, 4], 1, 2, 3, 4); // two channels of 1 by 2
    expect(fromTorch(weight, 'O[C2,H1,W2]')).toEqual(floats([1, 4], 1, 3, 2, 4));
  });

  it('keeps empty arrays empty', () => {
    expect(fromTorch(floats([0, 2, 3]), 'NCL')).toEqual(floats([0, 3, 2]));
  });
});
