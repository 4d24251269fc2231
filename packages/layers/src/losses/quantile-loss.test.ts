import { ArgumentError, ShapeError, useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Parameter, scoped, tensor } from '@neurona/tensor';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { quantileLoss } from '../index.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('quantileLoss', () => {
  it('weighs targets above and below by the quantile, and not at all what is met', async () => {
    const x = tensor([[1, 1, 1]], { requiresGrad: true });
    const loss = quantileLoss(x, tensor([3]), { quantiles: [0.1, 0.5, 0.9], reduction: 'sum' });
    expectClose(await loss.item(), 0.2 + 1 + 1.8);
    loss.backward();
    expectClose(await x.grad!.data(), [-0.1, -0.5, -0.9]);
    const met = tensor([[2]], { requiresGrad: true });
    quantileLoss(met, tensor([2]), { quantiles: [0.9] }).backward();
    expect(Math.abs(await met.grad!.item())).toBe(0);
  });

  it('is least at the quantiles of the targets', async () => {
    const targets = tensor(Array.from({ length: 101 }, (_, i) => i)); // from 0 to 100
    const found = new Parameter(tensor([50, 50]));
    for (let step = 0; step < 60; step++) {
      scoped(() => {
        found.grad = undefined;
        quantileLoss(found.expand([101, 2]), targets, { quantiles: [0.1, 0.9] }).backward();
        found.assign(found.sub(found.grad!.mul(50)));
      });
    }
    const [low, high] = await found.data();
    expect(Math.abs(low! - 10)).toBeLessThan(1);
    expect(Math.abs(high! - 90)).toBeLessThan(1);
  });

  it('takes a factor for each target, of a series in other units', async () => {
    const options = { quantiles: [0.5], weight: tensor([1, 0.001]), reduction: 'none' } as const;
    const losses = quantileLoss(tensor([[[1], [1000]]]), tensor([[3, 3000]]), options);
    expect(losses.shape).toEqual([1, 2, 1]);
    expectClose(await losses.data(), [1, 1]);
  });

  it('names what does not fit', () => {
    const of = (quantiles: number[], shape = [2, 1]) =>
      quantileLoss(tensor([1, 2]).reshape(shape), tensor([1, 2]), { quantiles });
    expect(() => of([0.5], [2])).toThrow(ShapeError);
    expect(() => of([0.5], [2])).toThrow(
      '[quantileLoss] expected outputs [2, 1]: those of each target for 1 quantiles, got [2].',
    );
    expect(() => of([1])).toThrow(ArgumentError);
    expect(() => of([1])).toThrow(
      '[quantileLoss] expected quantiles over 0 and below 1, as [0.1, 0.5, 0.9], got 1.',
    );
    expect(() => of([])).toThrow('got none.');
    expect(() => quantileLoss(tensor([[1]]), tensor([1]), undefined as never)).toThrow('[quantileLoss]');
  });
});
