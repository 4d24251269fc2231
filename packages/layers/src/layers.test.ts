import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Generator, ones, tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { Conv2d, Dropout, Linear, ReLU, Sequential } from './index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('wrong calls', () => {
  const cases: [name: string, call: () => unknown, message: string][] = [
    [
      'Linear size',
      () => new Linear(0, 2),
      '[Linear] expected inFeatures to be an integer of at least 1, got 0.',
    ],
    [
      'Linear input',
      () => new Linear(3, 2).forward(ones([4, 5])),
      '[Linear] expected 3 features on the last axis, got 5 (x has shape [4, 5]).',
    ],
    [
      'Conv2d groups',
      () => new Conv2d(3, 4, 3, { groups: 2 }),
      '[Conv2d] expected groups to divide inChannels and outChannels, got 2 for 3 and 4.',
    ],
    ['Dropout probability', () => new Dropout(1.5), '[Dropout] expected a probability from 0 to 1, got 1.5.'],
    [
      'Sequential item',
      () => new Sequential(new ReLU(), 3 as never),
      '[Sequential] expected modules, got 3 (argument 1).',
    ],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));

  it('Conv2d names channels that differ', () => {
    expect(() => new Conv2d(3, 4, 3).forward(ones([8, 3, 28, 28]))).toThrow(
      '[conv2d] expected 3 input channels, got 28 (x has shape [8, 3, 28, 28])',
    );
  });
});

describe('Dropout', () => {
  it('drops the given share and keeps the mean', async () => {
    const layer = new Dropout(0.25, { rng: new Generator(5) });
    const values = await layer.forward(ones([20_000])).data();
    const dropped = values.filter((value) => value === 0).length / values.length;
    expect(Math.abs(dropped - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / values.length));
    expect(new Set(values)).toEqual(new Set([0, Math.fround(1 / 0.75)]));
  });

  it('drops the gradients of what it dropped', async () => {
    const x = tensor([1, 2, 3, 4], { requiresGrad: true });
    const y = new Dropout(0.5, { rng: new Generator(1) }).forward(x);
    y.sum().backward();
    const kept = (await y.data()).map((value) => (value === 0 ? 0 : 2));
    expect(await x.grad!.data()).toEqual(kept);
  });

  it('does nothing in evaluation mode', () => {
    const x = ones([2]);
    expect(new Dropout(0.9).eval().forward(x)).toBe(x);
  });
});
