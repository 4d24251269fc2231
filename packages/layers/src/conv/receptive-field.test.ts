import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ones } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  AvgPool1d,
  Conv1d,
  Conv2d,
  ConvTranspose1d,
  ConvTranspose2d,
  Embedding,
  initConstant,
  MaxPool2d,
  outputSize,
  ReLU,
  Residual,
  receptiveField,
  Sequential,
  Upsample,
} from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

it('receptiveField follows a model of tokens', () => {
  const model = new Sequential(new Embedding(9, 4), new Conv1d(4, 8, 3), new Conv1d(8, 2, 3, { stride: 2 }));
  expect(receptiveField(model)).toEqual({ size: [5], stride: [2] });
  expect(receptiveField(model, { inputShape: [1, 12] })).toEqual({ size: [5], stride: [2] });
});

describe('outputSize', () => {
  it.each([
    [{ kernelSize: 3 }, 26],
    [{ kernelSize: 3, padding: 1 }, 28],
    [{ kernelSize: 2, stride: 2 }, 14],
    [{ kernelSize: 3, stride: 2, padding: 1, dilation: 2 }, 13],
  ])('is the size that a convolution of 28 pixels has (%o)', (window, expected) => {
    expect(outputSize(28, window)).toBe(expected);
    const { kernelSize, ...options } = window;
    expect(new Conv1d(1, 1, kernelSize, options).forward(ones([1, 28, 1])).shape).toEqual([1, expected, 1]);
  });

  it('names what does not fit', () => {
    expect(() => outputSize(4, { kernelSize: 3, dilation: 2 })).toThrow(
      '[outputSize] expected at least 5 elements under the kernel, padding included, got 4.',
    );
    expect(() => outputSize(4, { kernelSize: 0 })).toThrow(
      '[outputSize] expected kernelSize to be an integer of at least 1, got 0.',
    );
  });
});

describe('receptiveField', () => {
  it('of two 3x3 kernels is that of one 5x5', () => {
    const two = new Sequential(new Conv2d(1, 2, 3), new ReLU(), new Conv2d(2, 2, 3));
    expect(receptiveField(two)).toEqual(receptiveField(new Conv2d(1, 2, 5)));
  });

  it('grows by the strides before it', () => {
    const model = new Sequential(
      new Conv2d(1, 2, [5, 3], { stride: [2, 1] }),
      new MaxPool2d(2),
      new Conv2d(2, 2, 3, { dilation: 2 }),
    );
    expect(receptiveField(model)).toEqual({ size: [5 + 2 + 4 * 4, 3 + 1 + 4 * 2], stride: [4, 2] });
  });

  it('follows branches, and counts the widest', async () => {
    const block = (size: number) =>
      new Residual(new Conv1d(1, 1, size, { padding: (size - 1) / 2 }), new Conv1d(1, 1, 1));
    const model = new Sequential(block(3), new Conv1d(1, 1, 3, { stride: 2, padding: 1 }), block(5));
    expect(receptiveField(model)).toEqual({ size: [3 - 1 + 3 - 1 + (5 - 1) * 2 + 1], stride: [2] });
    for (const parameter of model.parameters()) initConstant(parameter, 1);
    const x = ones([1, 60, 1], { requiresGrad: true });
    model.forward(x).select(1, 15).sum().backward();
    const reached = [...(await x.grad!.data())].flatMap((value, i) => (value === 0 ? [] : [i]));
    expect(reached.at(-1)! - reached[0]! + 1).toBe(receptiveField(model).size[0]);
  });

  it('names an input shape that is missing', () => {
    const model = new Sequential(new Conv2d(3, 1, 9), new Conv2d(2, 1, 3));
    expect(() => receptiveField(model)).toThrow(
      '[receptiveField] expected an input shape that the model takes',
    );
  });

  it('of nothing is one element', () => {
    expect(receptiveField([])).toEqual({ size: [1], stride: [1] });
  });

  it.each([
    [
      'strides and dilation',
      () => [new Conv1d(1, 1, 3, { stride: 2 }), new Conv1d(1, 1, 3, { dilation: 2 })],
    ],
    [
      'a transposed convolution',
      () => [new Conv1d(1, 1, 3, { stride: 2 }), new ConvTranspose1d(1, 1, 5, { stride: 2 })],
    ],
    [
      'one between others',
      () => [new ConvTranspose1d(1, 1, 4, { stride: 2, padding: 1 }), new Conv1d(1, 1, 3), new AvgPool1d(3)],
    ],
    ['a dilated one', () => [new ConvTranspose1d(1, 1, 3, { stride: 2, dilation: 3 }), new Conv1d(1, 1, 2)]],
    ['repeated elements', () => [new Upsample({ scaleFactor: 3 }), new Conv1d(1, 1, 3)]],
  ])('is the most that the gradient of an output reaches, with %s', async (_, layers) => {
    const model = new Sequential(...layers());
    for (const parameter of model.parameters()) initConstant(parameter, 1);
    const sizes: number[] = [];
    for (const place of [4, 5, 6, 7, 8, 9]) {
      const x = ones([1, 60, 1], { requiresGrad: true });
      model.forward(x).select(1, place).sum().backward();
      const reached = Array.from(await x.grad!.data(), (value, i) => (value === 0 ? -1 : i)).filter(
        (i) => i >= 0,
      );
      sizes.push(reached.at(-1)! - reached[0]! + 1);
    }
    expect(Math.max(...sizes)).toBe(receptiveField(model).size[0]);
  });

  it('of a transposed convolution has outputs that lie closer than its inputs', () => {
    const enlarge = new Sequential(
      new Conv2d(3, 4, 3, { stride: 2 }),
      new ConvTranspose2d(4, 2, 2, { stride: 2 }),
      new ConvTranspose2d(2, 1, 4, { stride: [2, 1] }),
    );
    expect(receptiveField(enlarge)).toEqual({ size: [5, 7], stride: [0.5, 1] });
    expect(receptiveField([{ kernelSize: 2, stride: 2, transposed: true }])).toEqual({
      size: [1],
      stride: [0.5],
    });
    expect(receptiveField(new Upsample({ scaleFactor: 2, mode: 'bilinear' }))).toEqual({
      size: [2],
      stride: [0.5],
    });
  });
});
