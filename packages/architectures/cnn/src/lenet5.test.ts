import { zeros } from '@neurona/tensor';
import { expect, it } from 'vitest';
import { lenet5 } from './lenet5.js';
import { describeImageModel } from './testing/describe-image-model.js';
import { failureOf } from './testing/failure-of.js';

describeImageModel('LeNet5', {
  make: () => lenet5({ numClasses: 3 }),
  input: [4, 32, 32, 1],
  features: [4, 5, 5, 16],
  least: 32,
  learningRate: 0.003,
  everywhere: true,
  published: {
    lenet5: {
      make: lenet5,
      input: [1, 32, 32, 1],
      output: [1, 10],
      facts: {
        parameters: 61_706,
        stateDict: [
          ['conv1.weight', [6, 1, 5, 5]],
          ['conv1.bias', [6]],
          ['conv2.weight', [16, 6, 5, 5]],
          ['conv2.bias', [16]],
          ['fc1.weight', [120, 400]],
          ['fc1.bias', [120]],
          ['fc2.weight', [84, 120]],
          ['fc2.bias', [84]],
          ['fc3.weight', [10, 84]],
          ['fc3.bias', [10]],
        ],
      },
    },
  },
});

it('takes images of 28 × 28 with padding, and no others', () => {
  expect(lenet5({ padding: 2 }).forward(zeros([1, 28, 28, 1])).shape).toEqual([1, 10]);
  expect(failureOf(() => lenet5().forward(zeros([1, 40, 40, 1])))).toBe(
    'ShapeError: [LeNet5] expected images of 32 × 32, whose features are [N, 5, 5, 16], got features [1, 7, 7, 16]. Resize the images, or set padding: 2 for those of 28 × 28.',
  );
});
