import { currentBackend, type KernelCall, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones } from '@neurona/tensor';
import { liveMemory } from '@neurona/tensor/testing';
import { beforeAll, expect, it } from 'vitest';
import {
  BatchNorm2d,
  Bilinear,
  Conv2d,
  ConvTranspose2d,
  ConvTranspose3d,
  Embedding,
  Flatten,
  GRU,
  Linear,
  LSTM,
  MaxPool2d,
  ReLU,
  Sequential,
  summary,
  TransformerEncoderLayer,
  Upsample,
} from '../index.js';

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
  const before = liveMemory();
  const result = summary(model, [2, 8, 8, 1]);
  expect(liveMemory()).toEqual(before);
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
  expect(String(result).split('\n').slice(-2)).toEqual([
    '5,450 parameters, 5,130 trainable; 47,104 multiply-adds',
    'memory: 21.8 kB of parameters and buffers, 41 kB of results',
  ]);
});

it('counts each product of a transposed convolution', () => {
  expect(summary(new ConvTranspose2d(3, 4, 2, { stride: 2 }), [1, 5, 6, 3]).multiplyAdds).toBe(
    5 * 6 * 3 * 2 * 2 * 4,
  );
  const result = summary(new ConvTranspose3d(2, 6, 3, { groups: 2 }), [2, 4, 5, 6, 2]);
  expect(result.rows[0]!.outputShape).toEqual([2, 6, 7, 8, 6]);
  expect(result.multiplyAdds).toBe(2 * 4 * 5 * 6 * 2 * 27 * 3);
});

it('gives the weights of one neuron that sees 227 by 227 pixels in colour, and of one filter', () => {
  expect(summary(new Sequential(new Flatten(), new Linear(227 * 227 * 3, 1)), [1, 227, 227, 3]).params).toBe(
    154_588,
  );
  expect(summary(new Conv2d(3, 1, 11), [1, 227, 227, 3]).params).toBe(364);
});

it('computes nothing on the device, and leaves the model as it was', async () => {
  const model = new Sequential(
    new Conv2d(3, 4, 3, { padding: 'same' }),
    new BatchNorm2d(4),
    new Upsample({ scaleFactor: 2, mode: 'bilinear' }),
    new Flatten(),
    new Linear(8 * 8 * 4, 2),
  );
  model.layers[1]!.eval();
  const before = await model.forward(ones([1, 4, 4, 3])).data();
  const state = Object.values(model.stateDict());
  const calls: KernelCall[] = [];
  const stop = currentBackend().listen((call) => calls.push(call));
  const { rows } = summary(model, [1, 4, 4, 3]);
  stop();
  expect(calls).toEqual([]);
  expect(rows.map(({ outputShape }) => outputShape)).toEqual([
    [1, 4, 4, 4],
    [1, 4, 4, 4],
    [1, 8, 8, 4],
    [1, 256],
    [1, 2],
  ]);
  expect(Object.values(model.stateDict())).toEqual(state);
  expect([model.training, model.layers[1]!.training, model.layers[0]!.training]).toEqual([true, false, true]);
  expect(await model.forward(ones([1, 4, 4, 3])).data()).toEqual(before);
});

it('takes words, several inputs and layers with several results', () => {
  const words = summary(new Sequential(new Embedding(10, 4), new Flatten()), [2, 3], { dtype: 'int32' });
  expect(words.rows.map(({ outputShape }) => outputShape)).toEqual([
    [2, 3, 4],
    [2, 12],
  ]);
  expect(
    summary(new Bilinear(3, 4, 5), [
      [2, 3],
      [2, 4],
    ]).rows[0]!.outputShape,
  ).toEqual([2, 5]);
  const recurrent = summary(new LSTM(4, 3, { numLayers: 2 }), [2, 5, 4]);
  expect(recurrent.rows.map(({ type, outputShape }) => [type, outputShape])).toEqual([['LSTM', [2, 5, 3]]]);
  const attention = summary(new TransformerEncoderLayer(4, 2, { feedForwardDim: 3 }), [2, 5, 4]);
  expect(attention.rows[0]).toMatchObject({
    path: 'selfAttn',
    type: 'MultiheadAttention',
    params: 4 * 16 + 16,
  });
  expect(attention.rows.reduce((sum, { params }) => sum + params, 0)).toBe(attention.params);
  expect(recurrent.params).toBe(4 * 3 * (4 + 3 + 2) + 4 * 3 * (3 + 3 + 2));
  expect(summary(new GRU(4, 3), [2, 5, 4]).params).toBe(3 * 3 * (4 + 3 + 2));
});

it('passes on what a model does not take, and puts everything back', () => {
  const model = new Sequential(new Linear(3, 2));
  const backend = currentBackend();
  expect(() => summary(model, [1, 4])).toThrow('[Linear] expected 3 features on the last axis, got 4');
  expect(currentBackend()).toBe(backend);
  expect(model.parameters().every((parameter) => parameter.backend === backend)).toBe(true);
  expect(model.training).toBe(true);
});
