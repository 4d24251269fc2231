import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { ArrayDataset, DataLoader, hostArray, Subset } from '@neurona/datasets';
import { Linear, mse, Sequential } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { Generator } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '../loop/evaluate.js';
import { fit } from '../loop/fit.js';
import { crossValidate } from './cross-validate.js';
import { between, logBetween, wholeBetween } from './distributions.js';
import { gridSearch, randomSearch } from './search.js';

beforeAll(async () => {
  await useBackend(cpu());
});

/** y = 2 x, in four parts that each are held out once. */
const line = new ArrayDataset([
  hostArray(
    Float32Array.from({ length: 16 }, (_, i) => i / 16),
    [16, 1],
  ),
  hostArray(
    Float32Array.from({ length: 16 }, (_, i) => i / 8),
    [16, 1],
  ),
]);
const quarters = Array.from({ length: 4 }, (_, fold) => {
  const isHeldOut = (i: number): boolean => i % 4 === fold;
  const all = Array.from({ length: 16 }, (_, i) => i);
  return [
    new Subset(
      line,
      all.filter((i) => !isHeldOut(i)),
    ),
    new Subset(line, all.filter(isHeldOut)),
  ] as const;
});

describe('crossValidate', () => {
  it('trains anew for each fold', async () => {
    const seen: number[] = [];
    const { folds, mean, deviation } = await crossValidate(quarters, async ({ train, validation, fold }) => {
      seen.push(fold);
      const model = new Sequential(new Linear(1, 1));
      const optimizer = new SGD(model.parameters(), { learningRate: 0.5 });
      await fit(model, new DataLoader(train, { batchSize: 12 }), {
        loss: mse,
        optimizer,
        epochs: 80,
        progress: false,
      });
      const { loss } = await evaluate(model, new DataLoader(validation), { loss: mse });
      return { loss: loss!, fold };
    });
    expect(seen).toEqual([0, 1, 2, 3]);
    expect(folds.map(({ fold }) => fold)).toEqual([0, 1, 2, 3]);
    expect(mean.loss).toBeLessThan(1e-3);
    expect(mean.fold).toBe(1.5);
    expect(deviation.fold).toBeCloseTo(Math.sqrt(5 / 3), 12);
  });

  it('refuses folds that tell different things, and none at all', async () => {
    const run = async ({ fold }: { fold: number }) => ({ [fold === 0 ? 'loss' : 'accuracy']: 1 });
    await expect(crossValidate(quarters, run)).rejects.toThrow(
      '[crossValidate] expected the numbers loss, got accuracy (fold 1).',
    );
    await expect(crossValidate([], async () => ({}))).rejects.toThrow(
      '[crossValidate] expected at least one split, got none.',
    );
  });

  it('ends after the fold in which it is asked to', async () => {
    const controller = new AbortController();
    const { folds } = await crossValidate(quarters, async () => ({ loss: 1 }), {
      signal: controller.signal,
      onFold: () => controller.abort(),
    });
    expect(folds.length).toBe(1);
  });
});

describe('gridSearch', () => {
  it('tries every combination and finds the best', async () => {
    const tried: unknown[] = [];
    const { best, trials } = await gridSearch(
      { x: [1, 2, 3], name: ['a', 'b'] },
      ({ x, name }) => {
        tried.push([x, name]);
        return (x - 2) ** 2 + (name === 'b' ? 0 : 1);
      },
      { mode: 'min' },
    );
    expect(tried).toEqual([[1, 'a'], [1, 'b'], [2, 'a'], [2, 'b'], [3, 'a'], [3, 'b']]); // biome-ignore format: a table
    expect(best!.settings).toEqual({ x: 2, name: 'b' });
    expect(trials.length).toBe(6);
  });

  it('goes on after a try that fails, and passes over scores that are not numbers', async () => {
    const { best, trials } = await gridSearch({ x: [1, 2, 3] }, ({ x }) => {
      if (x === 3) throw new Error('diverged');
      return x === 2 ? Number.NaN : x;
    });
    expect(best!.settings).toEqual({ x: 1 });
    expect(trials.map(({ score }) => score)).toEqual([1, Number.NaN, Number.NaN]);
    expect(trials[2]!.error).toEqual(new Error('diverged'));
    const alwaysFails = gridSearch({ x: [1, 2] }, ({ x }) => {
      throw new Error(`no model for ${x}`);
    });
    await expect(alwaysFails).rejects.toThrow('no model for 1');
    await expect(gridSearch({ x: [] }, () => 1)).rejects.toThrow(
      '[gridSearch] expected values of x to try, got none.',
    );
  });
});

describe('randomSearch', () => {
  const space = {
    rate: logBetween(1e-4, 1),
    units: wholeBetween(1, 8),
    share: between(-1, 1),
    kind: ['a', 'b'],
  };

  it('draws settings as the seed says, within their ranges', async () => {
    const search = () => randomSearch(space, ({ rate }) => rate, { trials: 2000, rng: new Generator(3) });
    const { trials, best } = await search();
    const settings = trials.map((trial) => trial.settings);
    expect((await search()).trials.map((trial) => trial.settings)).toEqual(settings);
    expect(settings.every(({ rate }) => rate >= 1e-4 && rate <= 1)).toBe(true);
    expect(settings.filter(({ rate }) => rate < 1e-2).length / 2000).toBeCloseTo(0.5, 1);
    expect(new Set(settings.map(({ units }) => units))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    expect(settings.every(({ share }) => share >= -1 && share < 1)).toBe(true);
    expect(new Set(settings.map(({ kind }) => kind))).toEqual(new Set(['a', 'b']));
    expect(best!.score).toBe(Math.max(...settings.map(({ rate }) => rate)));
  });

  it('ends after the try in which it is asked to', async () => {
    const controller = new AbortController();
    const { trials } = await randomSearch(space, () => 1, {
      signal: controller.signal,
      onTrial: (_trial, number) => {
        if (number === 3) controller.abort();
      },
    });
    expect(trials.length).toBe(3);
  });

  it('refuses ranges that are none', async () => {
    await expect(randomSearch(space, () => 1, { trials: 0 })).rejects.toThrow(
      '[randomSearch] expected trials to be an integer of at least 1, got 0.',
    );
    expect(() => logBetween(0, 1)).toThrow('[logBetween] expected 0 < from < to, got [0, 1].');
    expect(() => between(2, 1)).toThrow('[between] expected from < to, got [2, 1].');
    expect(() => wholeBetween(1.5, 2)).toThrow('[wholeBetween] expected integers, from <= to, got [1.5, 2].');
  });
});
