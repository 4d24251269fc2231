// internal: the task `forecast`
import { ArgumentError } from '@neurona/backend';
import {
  type Dataset,
  dateColumn,
  followingDates,
  hostArray,
  numericColumns,
  seasonalSeries,
  type Table,
  type TimeSeries,
  table,
  timeSeries,
  timeSeriesWindows,
} from '@neurona/datasets';
import { mae } from '@neurona/layers';
import { plotLearningCurve } from '@neurona/plots';
import { Forecaster } from '@neurona/rnn';
import { Generator } from '@neurona/tensor';
import { predict, seasonalNaive } from '@neurona/training';
import { UsageError } from '../../console/usage-error.js';
import { choice, number, path, type SettingsOf, text, toggle, whole } from '../../settings/setting.js';
import { factsRecord, namesIn, numbersIn, rowsIn } from '../facts.js';
import { fitBySettings, optimizerSettings, trainingSettings } from '../optimization.js';
import { readTable } from '../read-input.js';
import { type Evaluation, type Task, unseen } from '../task.js';

const settings = {
  data: {
    path: path(
      'CSV file, a row for each step in the order of time; without one, daily sales that are made up.',
    ),
    dates: text(
      '',
      'Name of the column of dates; empty: the first column of dates, if there is one; none: rows count as steps, whatever their dates.',
    ),
    dateOrder: choice(
      ['auto', 'dayFirst', 'monthFirst'],
      'auto',
      'What comes first in dates as 03/04/2024; auto: what the dates themselves tell.',
    ),
    sort: toggle(false, 'Whether rows may be in any order, and are sorted by date.'),
    missing: choice(
      ['refuse', 'interpolate', 'keep'],
      'refuse',
      'Missing steps and values: an error, filled in on a straight line, or, for steps such as holidays, as they are.',
    ),
    columns: text('', 'Names of the series, with commas between them; empty: every column of numbers.'),
    window: whole(28, 'Steps that are read.', { least: 1, most: 10_000 }),
    horizon: whole(7, 'Steps ahead that are told.', { least: 1, most: 1000 }),
    period: whole(7, 'Steps after which a season repeats, for the plain forecast that is to be beaten.', {
      least: 1,
      most: 1000,
    }),
    testShare: number(0.2, 'Share of the steps, the last ones, that is held out for testing.', {
      least: 0.01,
      most: 0.9,
    }),
  },
  model: {
    cell: choice(['lstm', 'gru', 'rnn'], 'lstm', 'Kind of recurrent layer.'),
    hidden: whole(64, 'Size of the state.', { least: 1, most: 10_000 }),
    layers: whole(1, 'Recurrent layers.', { least: 1, most: 20 }),
    dropout: number(0, 'Share of features that is dropped in training.', { least: 0, most: 0.95 }),
  },
  optimizer: optimizerSettings(3e-3),
  training: trainingSettings(20, 32),
};

type Settings = SettingsOf<typeof settings>;

/** The series, what their values are scaled by, and the last steps, from which one goes on. */
interface ForecastFacts {
  readonly columns: readonly string[];
  readonly means: readonly number[];
  readonly stds: readonly number[];
  readonly last: readonly (readonly number[])[];
  /** The dates of the last steps; empty where the data has none. */
  readonly dates: readonly string[];
}

/** Series of numbers: a recurrent network tells how they go on. */
export const forecast: Task<typeof settings, ForecastFacts, Forecaster> = {
  name: 'forecast',
  about: 'Tells how series of numbers go on: sales, temperatures, loads.',
  settings,
  monitor: 'valLoss',
  inputKind:
    'CSV files with the same columns, whose last rows are gone on from; none: from the end of the data',
  leastInputs: 0,

  async load({ data, training }) {
    const all = data.path === '' ? madeUp(training.seed) : await readTable(data.path);
    const { values, dates, names: columns } = seriesOf(all, data, data.columns);
    const length = values.shape[0]!;
    const cut = Math.floor(length * (1 - data.testShare));
    const { means, stds } = spreads(values.values as Float32Array, columns.length, cut);
    const scaled = scale(values.values as Float32Array, means, stds);
    const windows = { window: data.window, horizon: data.horizon };
    const part = (from: number, to: number): Dataset =>
      timeSeriesWindows(
        hostArray(scaled.slice(from * columns.length, to * columns.length), [to - from, columns.length]),
        windows,
      );
    if (cut < data.window + data.horizon || length - cut < data.horizon) {
      throw new UsageError(
        `The data has ${length} steps, too few for data.window ${data.window} and data.horizon ${data.horizon}. Lower them: --set data.window=10 --set data.horizon=2`,
      );
    }
    const [train, test] = [part(0, cut), part(cut - data.window, length)];
    return {
      facts: {
        columns,
        means,
        stds,
        last: lastRows(values, data.window),
        dates: dates.slice(-Math.max(leastDates, data.window)),
      },
      data: { train, test },
      notes: [
        ...(data.path === '' ? ['No data.path: daily sales of four shops, which are made up.'] : []),
        `${columns.length} series of ${length} steps${spanOf(dates)}: ${columns.join(', ')}. The last ${length - cut} are held out.`,
      ],
    };
  },

  async loadTest(file, { data }, { columns, means, stds, dates }) {
    const { window, horizon } = data;
    const { values } = seriesOf(await readTable(file), datesAs(data, dates), columns.join(','));
    const length = values.shape[0]!;
    if (length < window + horizon)
      throw new UsageError(
        `${file} has ${length} rows, and the model is tested on ${window + horizon} at least.`,
      );
    const scaled = scale(values.values as Float32Array, means, stds);
    return timeSeriesWindows(hostArray(scaled, values.shape), { window, horizon });
  },

  readFacts(raw) {
    const facts = factsRecord(raw);
    const columns = namesIn(facts, 'columns');
    return {
      columns,
      means: numbersIn(facts, 'means', columns.length),
      stds: numbersIn(facts, 'stds', columns.length),
      last: rowsIn(facts, 'last', columns.length),
      dates: namesIn({ dates: [], ...facts }, 'dates', 0), // runs may be older than dates
    };
  },

  build: ({ data, model }, { columns }) =>
    new Forecaster({
      numSeries: columns.length,
      horizon: data.horizon,
      hiddenSize: model.hidden,
      cell: model.cell,
      numLayers: model.layers,
      dropout: model.dropout,
    }),

  torch: { loss: () => mae },
  fit: (model, data, values, options) => fitBySettings(model, data, values, { ...options, loss: mae }),

  evaluate: evaluateForecasts,

  async predict(model, files, { data }, facts) {
    const found = [];
    for (const file of files.length > 0 ? files : ['']) {
      const { last: history, dates } = file === '' ? facts : await historyOf(file, facts, data);
      const scaled = history.map((row) => row.map((value, j) => (value - facts.means[j]!) / facts.stds[j]!));
      const { values } = await model.forecast(scaled);
      const steps = values.map((row) => row.map((value, j) => value * facts.stds[j]! + facts.means[j]!));
      const ahead = dates.length < 2 ? steps.map((_, k) => `+${k + 1}`) : followingDates(dates, steps.length);
      const lines = steps.map(
        (row, k) =>
          `${ahead[k]}  ${row.map((value, j) => `${facts.columns[j]} ${value.toPrecision(5)}`).join('  ')}`,
      );
      found.push({
        input: file,
        text: `${lines.join('\n')}\n`,
        values: { columns: facts.columns, ahead, steps },
      });
    }
    return found;
  },

  inputs: ({ data }, { columns }) => [{ name: 'windows', shape: [1, data.window, columns.length] }],
};

function madeUp(seed: number): Table {
  const { values, dates } = seasonalSeries(730, { rng: new Generator(seed) });
  const columns = ['north', 'east', 'south', 'west'].map((name, j): [string, number[]] => [
    name,
    Array.from({ length: 730 }, (_, i) => Number(values.values[i * 4 + j])),
  ]);
  return table({ day: dates, ...Object.fromEntries(columns) });
}

/** How many of the last dates are kept at least: their step shows in so many, also that of workdays. */
const leastDates = 30;

/** What a setting of dates is where there are none. */
const noDates = 'none';

type DateSettings = Pick<Settings['data'], 'dates' | 'dateOrder' | 'sort' | 'missing'>;

/** The series of a table, with dates where it has a column of them. */
function seriesOf(
  all: Table,
  { dates: named, dateOrder, sort, missing }: DateSettings,
  chosen: string,
): TimeSeries {
  const dates = named === '' ? dateColumn(all) : named;
  const names = columnsOf(all, chosen).filter((name) => name !== dates);
  const isDated = dates !== undefined && dates !== noDates;
  const byDate = isDated && { sort, ...(dateOrder !== 'auto' && { dateOrder }) };
  try {
    return timeSeries(all, { dates: isDated ? dates : false, columns: names, missing, ...byDate });
  } catch (error) {
    throw error instanceof ArgumentError ? new UsageError(bySettings(error.message)) : error;
  }
}

/** A message of `timeSeries`, with settings of the command line for its options. */
function bySettings(message: string): string {
  const told = message
    .replace(/\{ (\w+): '?(\w+)'? \}/g, '--set data.$1=$2')
    .replace(' to timeSeries', '')
    .replace('Pass --set', 'Train with --set');
  const isOfValues = told.includes('expected a finite number');
  return isOfValues ? told : `${told} To leave dates out of it: --set data.dates=${noDates}`;
}

/** Settings for a file beside a model: one that learned without dates takes none. */
const datesAs = (data: Settings['data'], known: readonly string[]): Settings['data'] =>
  known.length === 0 ? { ...data, dates: noDates } : data;

const spanOf = (dates: readonly string[]): string =>
  dates.length === 0 ? '' : ` from ${dates[0]} to ${dates.at(-1)}`;

/** The last steps as rows. */
function lastRows({ values, shape }: TimeSeries['values'], count: number): number[][] {
  const [length, width] = shape as [number, number];
  return Array.from({ length: count }, (_, i) => {
    const start = (length - count + i) * width;
    return Array.from(values.subarray(start, start + width), Number);
  });
}

function columnsOf(all: Table, names: string): readonly string[] {
  const known = numericColumns(all);
  const chosen = names === '' ? known : names.split(',').map((name) => name.trim());
  const wrong = chosen.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw new UsageError(`The table has no column of numbers "${wrong}". It has ${known.join(', ')}.`);
  if (chosen.length === 0) throw new UsageError('The table has no column of numbers.');
  return chosen;
}

/** Mean and standard deviation of each series in the steps that are learned from. */
function spreads(values: Float32Array, width: number, steps: number): { means: number[]; stds: number[] } {
  const columns = Array.from({ length: width }, (_, j) =>
    Array.from({ length: steps }, (_row, i) => values[i * width + j]!),
  );
  const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / steps);
  const stds = columns.map(
    (column, j) => Math.sqrt(column.reduce((sum, value) => sum + (value - means[j]!) ** 2, 0) / steps) || 1,
  );
  return { means, stds };
}

const scale = (values: Float32Array, means: readonly number[], stds: readonly number[]): Float32Array =>
  values.map((value, i) => (value - means[i % means.length]!) / stds[i % means.length]!);

async function historyOf(
  file: string,
  { columns, dates: known }: ForecastFacts,
  data: Settings['data'],
): Promise<Pick<ForecastFacts, 'last' | 'dates'>> {
  const { values, dates } = seriesOf(await readTable(file), datesAs(data, known), columns.join(','));
  const length = values.shape[0]!;
  if (length < data.window) throw new UsageError(`${file} has ${length} rows, and ${data.window} are read.`);
  return { last: lastRows(values, data.window), dates };
}

/** Errors in the units of each series, and of the last season repeated, which is to be beaten. */
async function evaluateForecasts(
  model: Forecaster,
  test: Dataset,
  { data }: Settings,
  facts: ForecastFacts,
): Promise<Evaluation> {
  const width = facts.columns.length;
  const outputs = (await predict(model, test)).values as Float32Array;
  const errors = { model: new Float64Array(width), plain: new Float64Array(width) };
  const size = data.horizon * width;
  let shown: { actual: number[]; told: number[] } | undefined;
  for (let i = 0; i < test.length; i++) {
    const [inputs, targets] = await test.get(i);
    for (let j = 0; j < width; j++) {
      const column = (values: ArrayLike<unknown>, offset = 0, steps = data.horizon): number[] =>
        Array.from({ length: steps }, (_, k) => Number(values[offset + k * width + j]));
      const actual = column(targets!.values);
      const told = column(outputs, i * size);
      const history = column(inputs!.values, 0, data.window);
      const plain = seasonalNaive(history, {
        period: Math.min(data.period, data.window),
        horizon: data.horizon,
      });
      for (let k = 0; k < data.horizon; k++) {
        errors.model[j]! += Math.abs(actual[k]! - told[k]!) / (data.horizon * test.length);
        errors.plain[j]! += Math.abs(actual[k]! - plain[k]!) / (data.horizon * test.length);
      }
      if (i === test.length - 1 && j === 0) {
        const inUnits = (values: readonly number[]): number[] =>
          values.map((value) => value * facts.stds[0]! + facts.means[0]!);
        shown = { actual: inUnits([...history, ...actual]), told: inUnits([...history, ...told]) };
      }
    }
  }
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / width;
  const ratio = mean(errors.model) / mean(errors.plain);
  const rows = facts.columns.map((name, j) => [
    name,
    (errors.model[j]! * facts.stds[j]!).toPrecision(4),
    (errors.plain[j]! * facts.stds[j]!).toPrecision(4),
  ]);
  return {
    numbers: { error: mean(errors.model), plainError: mean(errors.plain), ratio },
    text: [
      ...rows.map(
        ([name, error, plain]) =>
          `${name}: off by ${error} on average; the last season repeated is off by ${plain}`,
      ),
      `Its errors are ${(100 * ratio).toFixed(0)} % of those of the last season repeated, over ${test.length} windows ${unseen}.`,
    ].join('\n'),
    sections: [
      {
        title: 'Forecasts',
        blocks: [
          ...(shown
            ? [
                {
                  svg: plotLearningCurve(
                    { [facts.columns[0]!]: { 'what was': shown.actual, 'what was told': shown.told } },
                    { title: 'The last window' },
                  ),
                },
              ]
            : []),
          { table: { columns: ['series', 'mean absolute error', 'of the last season repeated'], rows } },
        ],
      },
    ],
  };
}
