import { seasonalSeries, takeRows, timeSeriesWindows } from '@neurona/datasets';
import { quantileLoss } from '@neurona/layers';
import { Adam, OneCycleLR } from '@neurona/optimizers';
import { plotCurves } from '@neurona/plots';
import { Forecaster } from '@neurona/rnn';
import { manualSeed, tensor } from '@neurona/tensor';
import { fit, LearningRateSchedule, maseScore, seasonalNaive } from '@neurona/training';
import type { Measured } from '../../course/expectation.js';
import type { LessonTools } from '../../course/lesson.js';
import type { forecastingNumbers } from './numbers.js';

export const settings = {
  days: 1096,
  places: 4,
  window: 28,
  horizon: 7,
  strategy: 'direct' as 'direct' | 'recursive',
  hiddenSize: 32,
  epochs: 15,
  batchSize: 32,
  learningRate: 0.01,
  seed: 1,
};

export async function run(
  {
    days,
    places,
    window,
    horizon,
    strategy,
    hiddenSize,
    epochs,
    batchSize,
    learningRate,
    seed,
  }: typeof settings,
  { print, draw, signal, progress }: LessonTools,
): Promise<Measured<typeof forecastingNumbers.expectations>> {
  manualSeed(seed);

  // #region data
  const { values, dates } = seasonalSeries(days, { series: places });
  const between = (from: number, to: number) =>
    takeRows(
      values,
      Int32Array.from({ length: to - from }, (_, i) => from + i),
    ); // [days, places]
  const ofPlace = (place: number, from: number, to: number): number[] =>
    Array.from({ length: to - from }, (_, i) => values.values[(from + i) * places + place]!);
  const cut = Math.floor(0.8 * days); // the last fifth is held out
  const train = timeSeriesWindows(between(0, cut), { window, horizon, dates: dates.slice(0, cut) });
  // #endregion

  // #region model
  const quantiles = [0.1, 0.5, 0.9];
  const model = new Forecaster({
    numSeries: places,
    horizon,
    hiddenSize,
    strategy,
    quantiles,
    cell: 'gru',
  });
  // #endregion

  // #region training
  const levels = Array.from({ length: places }, (_, k) => mean(ofPlace(k, 0, cut)));
  const weight = tensor(levels.map((level) => 1 / level)); // so that a large place doesn't count for more
  const optimizer = new Adam(model.parameters(), { learningRate });
  const steps = epochs * Math.ceil(train.length / batchSize);
  const schedule = new OneCycleLR(optimizer, learningRate, steps + 1);
  const { seconds } = await fit(model, train, {
    loss: (outputs, targets) => quantileLoss(outputs, targets, { quantiles, weight }),
    optimizer,
    epochs,
    batchSize,
    clipNorm: 1,
    callbacks: [new LearningRateSchedule(schedule, { every: 'step' })],
    progress,
    ...(signal && { signal }),
  });
  // #endregion

  // #region test
  const scores = { network: [] as number[], naive: [] as number[] };
  const isInside: boolean[] = [];
  const isOrdered: boolean[] = [];
  for (let today = cut; today + horizon <= days; today += horizon) {
    const forecast = await model.forecast(between(today - window, today));
    for (let place = 0; place < places; place++) {
      const actual = ofPlace(place, today, today + horizon);
      const score = (predicted: readonly number[]): number =>
        maseScore(predicted, actual, { history: ofPlace(place, 0, cut), period: 7 });
      scores.network.push(score(forecast.values.map((day) => day[place]!)));
      scores.naive.push(score(seasonalNaive(ofPlace(place, 0, today), { period: 7, horizon })));
      for (const [day, y] of actual.entries()) {
        const [low, middle, high] = forecast.quantiles[day]![place]!;
        isInside.push(low! <= y && y <= high!);
        isOrdered.push(low! <= middle! && middle! <= high!);
      }
    }
  }
  const [mase, naive] = [mean(scores.network), mean(scores.naive)];
  const inside = mean(isInside.map(Number));
  print(`trained in ${seconds.toFixed(1)} s`);
  print(`MASE ${mase.toFixed(3)}; of last week's values again ${naive.toFixed(3)}`);
  print(`${(100 * inside).toFixed(0)} % of the days lie between the quantiles 10 % and 90 %`);
  // #endregion

  // #region picture
  const today = days - horizon;
  const place = places - 1;
  const forecast = await model.forecast(between(today - window, today));
  const past = Array.from({ length: 15 }, (_, i) => i - 14); // two weeks, and today
  const ahead = Array.from({ length: horizon }, (_, i) => i + 1);
  const quantile = (q: number) => ({ x: ahead, y: forecast.quantiles.map((day) => day[place]![q]!) });
  draw(
    'forecast',
    plotCurves(
      {
        actual: { x: [...past, ...ahead], y: ofPlace(place, today - 15, days) },
        median: quantile(1),
        '10 %': quantile(0),
        '90 %': quantile(2),
        'last week again': { x: ahead, y: seasonalNaive(ofPlace(place, 0, today), { period: 7, horizon }) },
      },
      { title: 'The week to come', xLabel: 'days from today', yLabel: 'sales', width: 720 },
    ),
  );
  // #endregion

  return { mase, relative: mase / naive, inside, crossings: isOrdered.filter((ordered) => !ordered).length };
}

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
