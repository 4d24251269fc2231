import { Parameter, scoped } from '@neurona/tensor';
import { forEachBackend, liveMemory } from '@neurona/tensor/testing';
import { describe, expect, it } from 'vitest';
import { ExponentialMovingAverage, StochasticWeightAverage, type WeightAverage } from '../index.js';

const values = async (average: WeightAverage): Promise<number[]> =>
  Array.from(await average.averages[0]!.data());

forEachBackend(() => {
  it('ExponentialMovingAverage follows its equation', async () => {
    const p = new Parameter([0, 1]);
    const average = new ExponentialMovingAverage([p], { decay: 0.9 });
    let expected = [0, 1];
    for (const value of [1, 2, -3]) {
      p.set([value, 2 * value]);
      average.update();
      expected = [0.9 * expected[0]! + 0.1 * value, 0.9 * expected[1]! + 0.2 * value];
    }
    const [a, b] = await values(average);
    expect([a!, b!].map((x, i) => Math.abs(x - expected[i]!) < 1e-6)).toEqual([true, true]);
    expect(average.updates).toBe(3);
  });

  it('ExponentialMovingAverage forgets faster while it warms up', async () => {
    const p = new Parameter([0]);
    const average = new ExponentialMovingAverage([p], { decay: 0.9, warmup: true });
    p.set([1]);
    average.update();
    expect((await values(average))[0]).toBeCloseTo(1 - 2 / 11, 6);
  });

  it('StochasticWeightAverage is the mean of what it saw', async () => {
    const p = new Parameter([9]);
    const average = new StochasticWeightAverage([p]);
    for (const value of [1, 2, 6]) {
      p.set([value]);
      average.update();
    }
    expect((await values(average))[0]).toBeCloseTo(3, 6);
  });

  it('swaps the averages in, and the parameters back', async () => {
    const p = new Parameter([1]);
    const average = new StochasticWeightAverage([p]);
    p.set([4]);
    average.swap();
    expect([await p.item(), average.isSwapped]).toEqual([1, true]);
    expect(() => average.update()).toThrow(
      '[StochasticWeightAverage.update] expected the parameters in their place, got the averages. Call swap() again before training on.',
    );
    average.swap();
    expect([await p.item(), average.isSwapped]).toEqual([4, false]);
  });

  it('goes on exactly from a saved one, and keeps memory constant', async () => {
    const run = (average: WeightAverage, p: Parameter, from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        scoped(() => p.set([Math.sin(i)]));
        average.update();
      }
    };
    const [p, q] = [new Parameter([0]), new Parameter([0])];
    const whole = new ExponentialMovingAverage([p]);
    const before = new ExponentialMovingAverage([q]);
    run(whole, p, 0, 6);
    run(before, q, 0, 3);
    const after = new ExponentialMovingAverage([q]);
    after.loadStateDict(before.stateDict());
    const memory = liveMemory();
    run(after, q, 3, 6);
    expect(liveMemory()).toEqual(memory);
    expect(await values(after)).toEqual(await values(whole));
  });
});

describe('wrong calls', () => {
  const p = (): Parameter => new Parameter([1]);
  const cases: [name: string, call: () => unknown, message: string][] = [
    [
      'no parameters',
      () => new StochasticWeightAverage([]),
      '[StochasticWeightAverage] expected at least one parameter, got none. Pass model.parameters().',
    ],
    [
      'a decay of 1',
      () => new ExponentialMovingAverage([p()], { decay: 1 }),
      '[ExponentialMovingAverage] expected decay in [0, 1), got 1.',
    ],
    [
      'state of another average',
      () => new StochasticWeightAverage([p()]).loadStateDict(new ExponentialMovingAverage([p()]).stateDict()),
      '[StochasticWeightAverage.loadStateDict] expected state of StochasticWeightAverage, got ExponentialMovingAverage.',
    ],
    [
      'state of another shape',
      () =>
        new StochasticWeightAverage([p()]).loadStateDict(
          new StochasticWeightAverage([new Parameter([1, 2])]).stateDict(),
        ),
      '[StochasticWeightAverage.loadStateDict] expected an average of shape [1], got [2] (position 0).',
    ],
  ];
  for (const [name, call, message] of cases) it(name, () => expect(call).toThrow(message));
});
