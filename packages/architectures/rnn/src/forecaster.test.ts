import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { hostArray, timeSeriesWindows } from '@neurona/datasets';
import { mse, quantileLoss } from '@neurona/layers';
import { manualSeed, ones, tensor } from '@neurona/tensor';
import { expectClose, liveMemory } from '@neurona/tensor/testing';
import { fit, maseScore, seasonalNaive } from '@neurona/training';
import { describeArchitecture } from '@neurona/training/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { Forecaster } from './forecaster.js';

const quantiles = [0.1, 0.5, 0.9];

describeArchitecture('Forecaster, direct, with quantiles', {
  make: () => new Forecaster({ numSeries: 2, horizon: 3, hiddenSize: 24, quantiles }),
  inputs: [[4, 6, 2]],
  output: [4, 3, 2, 3],
  targets: [4, 3, 2],
  loss: (outputs, targets) => quantileLoss(outputs, targets, { quantiles }),
  learningRate: 0.03,
});

describeArchitecture('Forecaster, recursive', {
  make: () =>
    new Forecaster({
      numSeries: 2,
      horizon: 3,
      hiddenSize: 24,
      strategy: 'recursive',
      cell: 'gru',
      scaling: 'meanAbsolute',
    }),
  inputs: [[4, 6, 2]],
  output: [4, 3, 2],
  targets: [4, 3, 2],
  loss: mse,
  learningRate: 0.03,
});

describe('Forecaster', () => {
  beforeAll(async () => {
    await useBackend(wasm());
  });

  const history = [3, 1, 4, 1, 5, 9, 2, 6];
  const flat = (rows: readonly (readonly number[])[]): number[] => rows.flat();

  it.each(['direct', 'recursive'] as const)('forecasts in the units of the history: %s', async (strategy) => {
    const config = { numSeries: 1, horizon: 4, hiddenSize: 6, strategy, quantiles };
    const model = new Forecaster({ ...config, scaling: 'standard' });
    const plain = await model.forecast(history);
    const other = await model.forecast(history.map((x) => 1000 * x - 20_000));
    expectClose(
      flat(other.values),
      flat(plain.values).map((y) => 1000 * y - 20_000),
    );
    const scaled = new Forecaster({ ...config, scaling: 'meanAbsolute' });
    const small = await scaled.forecast(history.map((x) => x / 64));
    expectClose(
      flat(small.values),
      flat((await scaled.forecast(history)).values).map((y) => y / 64),
    );
    const unscaled = new Forecaster({ ...config, scaling: 'none' });
    expect((await unscaled.forecast(history.map((x) => 100 * x))).values).not.toEqual(plain.values);
  });

  it('has quantiles that ascend, whatever its weights, and the median as value', async () => {
    for (const strategy of ['direct', 'recursive'] as const) {
      const model = new Forecaster({ numSeries: 2, horizon: 5, hiddenSize: 6, strategy, quantiles });
      const found = await model.forecast(history.map((x) => [x, -x]));
      expect(found.values.length).toBe(5);
      for (const [i, step] of found.quantiles.entries()) {
        for (const [j, [low, middle, high]] of step.entries()) {
          expect(low!).toBeLessThan(middle!);
          expect(middle!).toBeLessThan(high!);
          expect(found.values[i]![j]).toBe(middle);
        }
      }
    }
  });

  it('goes on as long as it is asked to, step by step', async () => {
    const model = new Forecaster({
      numSeries: 1,
      horizon: 2,
      hiddenSize: 6,
      strategy: 'recursive',
      cell: 'rnn',
    });
    const { values } = await model.forecast(history, 10);
    expect(values.length).toBe(10);
    expectClose(flat(values.slice(0, 2)), flat((await model.forecast(history)).values));
  });

  it.each([
    ['direct', 'standard'],
    ['recursive', 'meanAbsolute'],
    ['direct', 'none'],
  ] as const)('forecasts windows of different lengths as each alone: %s, %s', async (strategy, scaling) => {
    const config = { numSeries: 2, horizon: 2, hiddenSize: 5, strategy, scaling, quantiles } as const;
    const model = new Forecaster(config).eval();
    const windows = [
      [
        [7, 100],
        [5, 130],
        [6, 90],
      ],
      [
        [2, 40],
        [3, 20],
      ],
    ];
    const together = model.forward(windows);
    for (const [i, window] of windows.entries())
      expectClose(await together.select(0, i).data(), await model.forward(tensor([window])).data());
    const nan = Number.NaN;
    const padded = tensor([windows[0]!, [...windows[1]!, [nan, nan]]]);
    expectClose(await model.forward(padded, [3, 2]).data(), await together.data());
  });

  it('takes series that never change, arrays with their shape, and series with dates', async () => {
    const model = new Forecaster({ numSeries: 2, horizon: 2, hiddenSize: 6 });
    const rows = [
      [7, 1],
      [7, 3],
      [7, 2],
    ];
    const { values } = await model.forecast(rows);
    expect(flat(values).every(Number.isFinite)).toBe(true);
    expect(await model.forecast(hostArray(rows))).toEqual({ values, quantiles: [] });
    const dated = { values: hostArray(rows), dates: ['2024-01-01', '2024-01-02', '2024-01-03'] };
    expect(await model.forecast(dated)).toEqual({ values, quantiles: [] });
  });

  it('leaves modes as they are and nothing behind', async () => {
    const model = new Forecaster({ numSeries: 1, horizon: 2, hiddenSize: 6, dropout: 0.5 });
    model.dropout.eval();
    const first = await model.forecast(history);
    const before = liveMemory();
    expect(await model.forecast(history)).toEqual(first); // nothing is dropped
    expect(liveMemory()).toEqual(before);
    expect([model.training, model.dropout.training, model.fc.training]).toEqual([true, false, true]);
  });

  it('learns two series of other units together', async () => {
    manualSeed(1);
    const waveAt = (t: number): number[] => [Math.sin(t / 3), 500 + 1000 * Math.cos(t / 4)];
    const rows = Array.from({ length: 160 }, (_, t) => waveAt(t));
    const model = new Forecaster({ numSeries: 2, horizon: 4, hiddenSize: 16, quantiles, cell: 'gru' });
    const weight = tensor([1, 0.001]);
    await fit(model, timeSeriesWindows(hostArray(rows.slice(0, 140)), { window: 24, horizon: 4 }), {
      loss: (outputs, targets) => quantileLoss(outputs, targets, { quantiles, weight }),
      optimizer: 'adam',
      learningRate: 0.02,
      epochs: 20,
      batchSize: 16,
      progress: false,
    });
    for (const series of [0, 1]) {
      const column = (from: number, to: number): number[] => rows.slice(from, to).map((row) => row[series]!);
      const errors = { model: 0, last: 0 };
      for (let now = 136; now <= 156; now += 2) {
        const score = (forecast: readonly number[]): number =>
          maseScore(forecast, column(now, now + 4), { history: column(0, now) });
        const { values } = await model.forecast(rows.slice(now - 24, now));
        errors.model += score(values.map((step) => step[series]!));
        errors.last += score(seasonalNaive(column(0, now), { horizon: 4 })); // what was seen last
      }
      expect(errors.model).toBeLessThan(0.5 * errors.last);
    }
  });

  it('says what is wrong', async () => {
    const model = new Forecaster({ numSeries: 2, horizon: 2, hiddenSize: 3 });
    await expect(
      model.forecast([
        [1, 2],
        [3, Number.NaN],
      ]),
    ).rejects.toThrow(
      '[Forecaster.forecast] expected finite numbers, got NaN (row 1, series 1). Fill missing values in, or begin after them.',
    );
    await expect(model.forecast([[1, 2], [3]])).rejects.toThrow(
      '[Forecaster.forecast] expected 2 values in each row, one for each series, got 1 (row 1).',
    );
    await expect(model.forecast([])).rejects.toThrow('at least one step');
    await expect(model.forecast(3 as never)).rejects.toThrow('expected a history');
    await expect(model.forecast([[1, 2]], 3)).rejects.toThrow(
      '[Forecaster] expected 2 steps ahead, for which a direct forecaster is made, got 3.',
    );
    expect(() => model.forward(ones([1, 4, 3]))).toThrow('[Forecaster] expected sequences [N, L, 2]');
    const make = (config: object) => () =>
      new Forecaster({ numSeries: 1, horizon: 1, hiddenSize: 2, ...config });
    expect(make({ quantiles: [0.5, 0.5] })).toThrow(
      '[Forecaster] expected quantiles that ascend between 0 and 1, as [0.1, 0.5, 0.9], got 0.5 (quantile 1).',
    );
    expect(make({ horizon: 0 })).toThrow('horizon to be an integer of at least 1');
    expect(make({ scaling: 'max' })).toThrow('scaling to be meanAbsolute, standard, none, got max.');
    expect(make({ strategy: 'both' })).toThrow("strategy to be 'direct' or 'recursive'");
    expect(make({ layers: 2 })).toThrow('layers');
  });
});
