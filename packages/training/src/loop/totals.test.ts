import { scoped, tensor } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { expect, it } from 'vitest';
import { Totals } from './totals.js';

forEachBackend(() => {
  it('gives means and deviations weighted by the sizes of batches', async () => {
    const totals = new Totals();
    const batches = [
      [2, 4],
      [5, 4],
      [-1, 2],
    ] as const;
    for (const [value, count] of batches) {
      scoped(() => totals.add({ loss: tensor(value), accuracy: tensor([value / 10]) }, count));
    }
    const { means, deviations } = await totals.read();
    expect(means.loss).toBeCloseTo(2.6, 6);
    expect(means.accuracy).toBeCloseTo(0.26, 6);
    expect(deviations.loss).toBeCloseTo(Math.sqrt((4 * 0.36 + 4 * 5.76 + 2 * 12.96) / 10), 5);
    totals.clear();
    expect(await totals.read()).toEqual({ means: {}, deviations: {} });
  });

  it('keeps a small deviation of large values', async () => {
    const totals = new Totals();
    for (let i = 0; i < 1000; i++) scoped(() => totals.add({ loss: tensor(4096 + (i % 2) / 512) }, 8));
    const { means, deviations } = await totals.read();
    expect(means.loss).toBeCloseTo(4096 + 1 / 1024, 9);
    expect(deviations.loss).toBeCloseTo(1 / 1024, 9);
    totals.clear();
  });

  it('puts numbers together that did not always come together', async () => {
    const totals = new Totals();
    const add = (values: Record<string, number>): void =>
      scoped(() => {
        const tensors = Object.entries(values).map(([name, value]) => [name, tensor(value)] as const);
        totals.add(Object.fromEntries(tensors), 1);
      });
    add({ critic: 1 });
    add({ critic: 3, generator: 10 });
    add({ critic: 5 });
    const { means, deviations } = await totals.read();
    expect(means.generator).toBe(10);
    expect(means.critic).toBeCloseTo(3, 6);
    expect(deviations.critic).toBeCloseTo(Math.sqrt(8 / 3), 6);
    totals.clear();
  });

  it('goes on from what was saved, holds as much after each batch, and frees it all', async () => {
    const before = liveMemory();
    const [whole, first, second] = [new Totals(), new Totals(), new Totals()];
    const add = (totals: Totals, i: number): void =>
      scoped(() => totals.add({ loss: tensor(Math.sin(i)), accuracy: tensor(Math.cos(i)) }, 1 + (i % 2)));
    const alive: object[] = [];
    for (let i = 0; i < 6; i++) {
      add(whole, i);
      alive.push(liveMemory());
    }
    expect(alive[5]).toEqual(alive[2]);
    for (let i = 0; i < 3; i++) add(first, i);
    second.loadStateDict(first.stateDict());
    for (let i = 3; i < 6; i++) add(second, i);
    expect(await second.read()).toEqual(await whole.read());
    for (const totals of [whole, first, second]) totals.clear();
    expect(liveMemory()).toEqual(before);
  });
});
