import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { quantileLoss } from '@neurona/layers';
import { tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import { maseScore, pinballScore, seasonalNaive, smapeScore } from './forecast-scores.js';

beforeAll(async () => {
  await useBackend(cpu());
});

const history = [10, 20, 30, 12, 21, 33, 11, 24, 30];
const actual = [13, 22, 36];

describe('scores of forecasts', () => {
  it('compare with the error of one season before: MASE', () => {
    // |12-10|, |21-20|, |33-30|, |11-12|, |24-21|, |30-33|: mean 13/6
    expect(maseScore([12, 24, 33], actual, { history, period: 3 })).toBeCloseTo(6 / 3 / (13 / 6), 12);
    const naive = seasonalNaive(history, { period: 3 });
    expect(naive).toEqual([11, 24, 30]);
    expect(maseScore(naive, actual, { history, period: 3 })).toBeCloseTo(10 / 3 / (13 / 6), 12);
    expect(maseScore(actual, actual, { history })).toBe(0);
    const inOtherUnits = (values: number[]) => values.map((x) => 1000 * x);
    expect(
      maseScore(inOtherUnits([12, 24, 33]), inOtherUnits(actual), {
        history: inOtherUnits(history),
        period: 3,
      }),
    ).toBeCloseTo(12 / 13, 12);
  });

  it('compare with the size of both: sMAPE', () => {
    expect(smapeScore([0, 2, -2], [0, 4, 2])).toBeCloseTo((0 + 4 / 6 + 2) / 3, 12);
  });

  it('weigh both sides of a quantile: pinball, as the loss does', async () => {
    const predicted = [12, 24, 33];
    const loss = quantileLoss(tensor(predicted).unsqueeze(-1), tensor(actual), { quantiles: [0.8] });
    expect(pinballScore(predicted, actual, 0.8)).toBeCloseTo((0.8 + 0.4 + 2.4) / 3, 12);
    expect(await loss.item()).toBeCloseTo(1.2, 6);
  });

  it('repeat the last season, or the last value', () => {
    expect(seasonalNaive(history, { period: 2, horizon: 5 })).toEqual([24, 30, 24, 30, 24]);
    expect(seasonalNaive(Float32Array.from(history), { horizon: 2 })).toEqual([30, 30]);
  });

  it('say what is wrong', () => {
    expect(() => seasonalNaive([1, 2], { period: 3 })).toThrow(
      '[seasonalNaive] expected a history of at least 3 values, got 2 (period 3).',
    );
    expect(() => seasonalNaive([1, 2], { horizon: 0 })).toThrow('horizon to be an integer of at least 1');
    expect(() => maseScore([1], [1], { history: [1, 2, 3], period: 3 })).toThrow('at least 4 values, got 3');
    expect(() => maseScore([1], [1], { history: [2, 2, 2] })).toThrow(
      '[maseScore] expected a history that changes from season to season, got one that repeats itself exactly.',
    );
    expect(() => maseScore([1], [1], { history: [2, Number.NaN, 2] })).toThrow('got NaN in it');
    expect(() => maseScore([1], [1, 2], { history })).toThrow('as many predictions as true values');
    expect(() => pinballScore([1], [1], 1)).toThrow(
      '[pinballScore] expected a quantile over 0 and below 1, got 1.',
    );
    expect(() => smapeScore([Number.NaN], [1])).toThrow('example 0');
  });
});
