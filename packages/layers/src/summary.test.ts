import { currentBackend, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { freeConstants } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { Conv2d, Flatten, Linear, MaxPool2d, ReLU, Sequential, summary } from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

it('lists layers with shapes, parameters and multiply-adds', () => {
  const model = new Sequential(
    new Conv2d(1, 32, 3, { padding: 'same' }),
    new ReLU(),
    new MaxPool2d(2),
    new Flatten(),
    new Linear(4 * 4 * 32, 10),
  );
  model.freeze('0');
  freeConstants();
  const before = currentBackend().memory();
  const result = summary(model, [2, 8, 8, 1]);
  freeConstants();
  expect(currentBackend().memory()).toEqual(before);
  expect(
    result.rows.map(({ type, outputShape, params, multiplyAdds }) => [
      type,
      outputShape,
      params,
      multiplyAdds,
    ]),
  ).toEqual([
    ['Conv2d', [2, 8, 8, 32], 320, 2 * 8 * 8 * 32 * 9],
    ['ReLU', [2, 8, 8, 32], 0, 0],
    ['MaxPool2d', [2, 4, 4, 32], 0, 0],
    ['Flatten', [2, 512], 0, 0],
    ['Linear', [2, 10], 5130, 2 * 512 * 10],
  ]);
  expect([result.params, result.trainableParams]).toEqual([5450, 5130]);
  expect(model.training).toBe(true);
  expect(String(result).split('\n').at(-1)).toBe('5,450 parameters, 5,130 trainable; 47,104 multiply-adds');
});

it('gives the weights of one neuron that sees 227 by 227 pixels in colour, and of one filter', () => {
  expect(summary(new Sequential(new Flatten(), new Linear(227 * 227 * 3, 1)), [1, 227, 227, 3]).params).toBe(
    154_588,
  );
  expect(summary(new Conv2d(3, 1, 11), [1, 227, 227, 3]).params).toBe(364);
});
