import { tensor } from '@neurona/tensor';
import { expect, it } from 'vitest';
import {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveAvgPool3d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
  AdaptiveMaxPool3d,
  AvgPool1d,
  AvgPool2d,
  AvgPool3d,
  GlobalAvgPool,
  GlobalMaxPool,
  LPPool1d,
  LPPool2d,
  LPPool3d,
  MaxPool1d,
  MaxPool2d,
  MaxPool3d,
  MaxUnpool1d,
  MaxUnpool2d,
  MaxUnpool3d,
} from '../index.js';
import { describeLayer } from '../testing/index.js';

const sequence = [1, 5, 2];
const image = [1, 4, 3, 2];
const volume = [1, 2, 4, 3, 2];

describeLayer('MaxPool1d', {
  make: () => new MaxPool1d(2),
  distinct: true,
  cases: { sequences: { inputs: [sequence], output: [1, 2, 2] } },
  wrong: [
    [[[1, 1, 2]], '[maxPool1d] expected at least 2 elements under the kernel, padding included, got 1'],
  ],
});

describeLayer('MaxPool2d', {
  make: () => new MaxPool2d([2, 3], { stride: 1 }),
  distinct: true,
  cases: { images: { inputs: [image], output: [1, 3, 1, 2] } },
});

describeLayer('AvgPool1d', {
  make: () => new AvgPool1d(3, { stride: 2, padding: 1 }),
  cases: { sequences: { inputs: [sequence], output: [1, 3, 2] } },
});

describeLayer('AvgPool2d', {
  make: () => new AvgPool2d(2),
  cases: { images: { inputs: [image], output: [1, 2, 1, 2] } },
  wrong: [[[[4, 3]], '[avgPool2d] expected x [N, H, W, C] or [H, W, C], got [4, 3]']],
});

describeLayer('LPPool1d', {
  make: () => new LPPool1d(2, 2),
  domain: [0.5, 2],
  cases: { sequences: { inputs: [sequence], output: [1, 2, 2] } },
});

describeLayer('LPPool2d', {
  make: () => new LPPool2d(3, 2),
  domain: [0.5, 2],
  cases: { images: { inputs: [image], output: [1, 2, 1, 2] } },
});

describeLayer('AdaptiveAvgPool1d', {
  make: () => new AdaptiveAvgPool1d(3),
  cases: { sequences: { inputs: [sequence], output: [1, 3, 2] } },
});

describeLayer('AdaptiveAvgPool2d', {
  make: () => new AdaptiveAvgPool2d([3, null]),
  cases: { images: { inputs: [image], output: [1, 3, 3, 2] } },
});

describeLayer('AdaptiveMaxPool1d', {
  make: () => new AdaptiveMaxPool1d(3),
  distinct: true,
  cases: { sequences: { inputs: [sequence], output: [1, 3, 2] } },
});

describeLayer('AdaptiveMaxPool2d', {
  make: () => new AdaptiveMaxPool2d(2),
  distinct: true,
  cases: { images: { inputs: [image], output: [1, 2, 2, 2] } },
});

describeLayer('MaxPool3d', {
  make: () => new MaxPool3d([1, 2, 3], { stride: 1 }),
  distinct: true,
  cases: { volumes: { inputs: [volume], output: [1, 2, 3, 1, 2] } },
});

describeLayer('AvgPool3d', {
  make: () => new AvgPool3d(2, { padding: [1, 0, 0] }),
  cases: { volumes: { inputs: [volume], output: [1, 2, 2, 1, 2] } },
  wrong: [[[[4, 3, 1]], '[avgPool3d] expected x [N, D, H, W, C] or [D, H, W, C], got [4, 3, 1]']],
});

describeLayer('LPPool3d', {
  make: () => new LPPool3d(3, 2),
  domain: [0.5, 2],
  cases: { volumes: { inputs: [volume], output: [1, 1, 2, 1, 2] } },
});

describeLayer('AdaptiveAvgPool3d', {
  make: () => new AdaptiveAvgPool3d([1, 3, null]),
  cases: { volumes: { inputs: [volume], output: [1, 1, 3, 3, 2] } },
});

describeLayer('AdaptiveMaxPool3d', {
  make: () => new AdaptiveMaxPool3d([1, 3, 2]),
  distinct: true,
  cases: { volumes: { inputs: [volume], output: [1, 1, 3, 2, 2] } },
});

// Each is called with the values that it is checked with and the places of their maxima.
describeLayer('MaxUnpool1d', {
  make: () => new MaxUnpool1d(2),
  call: (layer, [x]) =>
    layer.forward(
      x!,
      tensor(
        [
          [
            [1, 0],
            [3, 2],
          ],
        ],
        { dtype: 'int32' },
      ),
      5,
    ),
  cases: { sequences: { inputs: [[1, 2, 2]], output: [1, 5, 2] } },
});

describeLayer('MaxUnpool2d', {
  make: () => new MaxUnpool2d([1, 2], { stride: [1, 2], padding: [0, 1] }),
  call: (layer, [x]) =>
    layer.forward(
      x!,
      tensor(
        [
          [
            [[0], [1]],
            [[2], [3]],
          ],
        ],
        { dtype: 'int32' },
      ),
    ),
  cases: { images: { inputs: [[1, 2, 2, 1]], output: [1, 2, 2, 1] } },
});

describeLayer('MaxUnpool3d', {
  make: () => new MaxUnpool3d([1, 2, 2]),
  call: (layer, [x]) => layer.forward(x!, tensor([[[[[3, 1]]], [[[4, 7]]]]], { dtype: 'int32' })),
  cases: { volumes: { inputs: [[1, 2, 1, 1, 2]], output: [1, 2, 2, 2, 2] } },
  wrong: [
    [[[1, 1, 1, 1, 2]], "[maxUnpool3d] expected indices of x's shape [1, 1, 1, 1, 2], got [1, 2, 1, 1, 2]"],
  ],
});

describeLayer('GlobalAvgPool', {
  make: () => new GlobalAvgPool(),
  cases: { images: { inputs: [image], output: [1, 2] }, sequences: { inputs: [sequence], output: [1, 2] } },
  wrong: [[[[4, 3]], '[globalAvgPool] expected x [N, ..., C] with at least three axes, got [4, 3]']],
});

describeLayer('GlobalMaxPool', {
  make: () => new GlobalMaxPool(),
  distinct: true,
  cases: { images: { inputs: [image], output: [1, 2] } },
});

it('gives places to unpooling', async () => {
  const x = tensor([[[1], [5], [3], [4]]]);
  const { values, indices } = new MaxPool1d(2).withIndices(x);
  expect(await new MaxUnpool1d(2).forward(values, indices).data()).toEqual(new Float32Array([0, 5, 0, 4]));
  const image = tensor([
    [
      [[1], [2]],
      [[4], [3]],
    ],
  ]);
  expect(await new MaxPool2d(2).withIndices(image).indices.data()).toEqual(new Int32Array([2]));
  expect(await new MaxPool3d(1).withIndices(image.reshape([1, 2, 2, 1, 1])).indices.data()).toEqual(
    new Int32Array([0, 1, 2, 3]),
  );
});

it('says what pools are', () => {
  expect(String(new MaxUnpool2d(2, { stride: 1 }))).toBe('MaxUnpool2d(2, stride: 1)');
  expect(String(new MaxPool2d(2, { stride: 1 }))).toBe('MaxPool2d(2, stride: 1)');
  expect(String(new LPPool2d(2, [2, 3]))).toBe('LPPool2d(2, [2,3])');
  expect(String(new MaxPool3d([1, 2, 2], { padding: 1 }))).toBe('MaxPool3d([1,2,2], padding: 1)');
  expect(String(new AdaptiveAvgPool2d([3, null]))).toBe('AdaptiveAvgPool2d([3,null])');
});
