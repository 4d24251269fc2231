import { describe, expect, it } from 'vitest';
import {
  followingDates,
  readCsv,
  seasonalSeries,
  seriesSteps,
  table,
  timeSeries,
  timeSeriesWindows,
} from '../index.js';

/** A table of one series that counts up. */
const counted = (dates: readonly (string | null)[] | readonly number[]) =>
  table({ date: dates, sold: dates.map((_, row) => row + 1) });
const datesOf = (dates: readonly string[] | readonly number[]): readonly string[] =>
  timeSeries(counted(dates), { dates: 'date', missing: 'keep' }).dates;
const valuesOf = ({ values }: ReturnType<typeof timeSeries>): number[] => Array.from(values.values, Number);

describe('timeSeries', () => {
  it('reads the dates and all series of a file', async () => {
    const file = 'shop;Datum;north;south\nA;28.02.2024;3,5;10\nA;29.02.2024;4;12\nA;01.03.2024;3;11\n';
    const series = timeSeries(await readCsv(file));
    expect(series.names).toEqual(['north', 'south']);
    expect(series.dates).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect([series.values.shape, valuesOf(series)]).toEqual([
      [3, 2],
      [3.5, 10, 4, 12, 3, 11],
    ]);
    const windows = timeSeriesWindows(series, { window: 2 });
    expect(Array.from(windows.get(0)[1]!.values)).toEqual([3, 11]);
    expect(timeSeries(await readCsv(file), { columns: ['south'] }).values.shape).toEqual([3, 1]);
  });

  it.each<[form: string, dates: string[] | number[], read: string[]]>([
    ['years', [2023, 2024], ['2023-01-01', '2024-01-01']],
    ['months', ['2023-12', '2024-01'], ['2023-12-01', '2024-01-01']],
    ['numbers', [20231231, 20240101], ['2023-12-31', '2024-01-01']],
    ['slashes', ['2023/12/31', '2024/1/1'], ['2023-12-31', '2024-01-01']],
    ['the day first', ['03/01/2024', '31/01/2024'], ['2024-01-03', '2024-01-31']],
    ['the month first', ['01/03/2024', '01/31/2024'], ['2024-01-03', '2024-01-31']],
    ['points', ['3.4.24', '4.4.24'], ['2024-04-03', '2024-04-04']],
    [
      'times of day',
      ['2024-01-01 00:00', '2024-01-01 06:30'],
      ['2024-01-01T00:00:00Z', '2024-01-01T06:30:00Z'],
    ],
    [
      'zones',
      ['2024-01-01T00:30:00+02:00', '2024-01-01T00:00:00.25Z'],
      ['2023-12-31T22:30:00Z', '2024-01-01T00:00:00.250Z'],
    ],
  ])('reads dates as %s', (_, dates, read) => {
    expect(datesOf(dates)).toEqual(read);
  });

  it('asks where days and months can’t be told apart', () => {
    const dates = ['01/02/2024', '02/02/2024', '03/02/2024'];
    expect(() => timeSeries(counted(dates))).toThrow(
      "[timeSeries] expected dates whose days and months can be told apart, got 01/02/2024. Pass { dateOrder: 'dayFirst' } or { dateOrder: 'monthFirst' } to timeSeries, or write dates as 2024-01-31.",
    );
    expect(timeSeries(counted(dates), { dateOrder: 'dayFirst' }).dates[2]).toBe('2024-02-03');
    expect(timeSeries(counted(dates), { dateOrder: 'monthFirst' }).dates[2]).toBe('2024-03-02');
  });

  it('sorts rows by date if it is told to', () => {
    const newestFirst = counted(['2024-01-03', '2024-01-02', '2024-01-01']);
    expect(() => timeSeries(newestFirst)).toThrow(
      '[timeSeries] expected each date to be after the one before, got 2024-01-02 (row 1). Pass { sort: true }, and leave repeated ones out.',
    );
    expect(valuesOf(timeSeries(newestFirst, { sort: true }))).toEqual([3, 2, 1]);
  });

  it('refuses missing steps and values, fills them in, or keeps rows as they are', () => {
    const dates = ['2024-01-01', '2024-01-02', '2024-01-05', '2024-01-06'];
    expect(() => timeSeries(counted(dates))).toThrow(
      "[timeSeries] expected a row one day after 2024-01-02, got 2024-01-05 (row 2). Pass { missing: 'interpolate' } to fill missing steps in, or { missing: 'keep' } where they need not be there.",
    );
    const filled = timeSeries(counted(dates), { missing: 'interpolate' });
    expect(filled.dates.slice(1, 5)).toEqual(['2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05']);
    expect(valuesOf(filled)).toEqual([1, 2, Math.fround(2 + 1 / 3), Math.fround(2 + 2 / 3), 3, 4]);
    expect(timeSeries(counted(dates), { missing: 'keep' }).dates).toEqual(dates);
    const months = counted(['2024-01-30', '2024-03-30', '2024-04-30']);
    const filledMonths = timeSeries(months, { missing: 'interpolate' });
    expect(filledMonths.dates).toEqual(['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-30']);
    expect(valuesOf(filledMonths)).toEqual([1, 1.5, 2, 3]);
    const holes = table({ date: ['2024-01', '2024-02', '2024-03'], sold: [1, Number.NaN, 3] });
    expect(() => timeSeries(holes, { missing: 'keep' })).toThrow(
      '[timeSeries] expected a finite number in each row of "sold", got NaN (row 1, 2024-02-01).',
    );
    expect(valuesOf(timeSeries(holes, { missing: 'interpolate' }))).toEqual([1, 2, 3]);
    const openEnd = table({ date: ['2024-01', '2024-02'], sold: [1, Number.NaN] });
    expect(() => timeSeries(openEnd, { missing: 'interpolate' })).toThrow('got NaN (row 1, 2024-02-01)');
    const mistyped = counted(['2024-01-01', '2024-01-02', '2924-01-03']);
    expect(() => timeSeries(mistyped, { missing: 'interpolate' })).toThrow('got 2924-01-03 (row 2)');
  });

  it('takes rows as steps without dates, whatever columns of dates there are', () => {
    const column = ['2024-01-03', '2024-01-02', 'Monday', '2024-01-05'];
    const from = table({ date: column, sold: [1, Number.NaN, 3, 4] });
    expect(() => timeSeries(from, { dates: false })).toThrow(
      '[timeSeries] expected a finite number in each row of "sold", got NaN (row 1).',
    );
    const series = timeSeries(from, { dates: false, missing: 'interpolate' });
    expect([series.dates, series.names, valuesOf(series)]).toEqual([[], ['sold'], [1, 2, 3, 4]]);
    const last = seriesSteps(series, -3);
    expect([last.values.shape, last.dates, valuesOf(last)]).toEqual([[3, 1], [], [2, 3, 4]]);
    expect(timeSeriesWindows(last, { window: 2 }).length).toBe(1);
  });

  it.each<[title: string, call: () => unknown, message: string]>([
    [
      'sorting without dates',
      () => timeSeries(counted(['2024-01-31']), { dates: false, sort: true }),
      'expected dates to sort rows by, got { dates: false }.',
    ],
    [
      'no column of dates',
      () => timeSeries(table({ day: ['Monday'], sold: [1] })),
      "expected a column of dates, as 2024-01-31, got the columns day, sold. Name it to see which of its rows is no date: { dates: 'day' }.",
    ],
    [
      'a text that is no date',
      () => timeSeries(counted(['2024-01-31', '2024-02-31']), { dates: 'date' }),
      'expected dates, got 2024-02-31 (row 1). Write all of them in one form, as 2024-01-31 or 2024-01-31T18:30.',
    ],
    [
      'a date that is missing',
      () => timeSeries(counted(['2024-01-31', null]), { dates: 'date' }),
      'expected dates, got null (row 1).',
    ],
    [
      'no series',
      () => timeSeries(table({ date: ['2024-01-31'] })),
      'expected at least one column of numbers, got none.',
    ],
    [
      'text as a series',
      () => timeSeries(table({ date: ['2024-01-31'], sold: ['x'] }), { columns: ['sold'] }),
      `expected columns of numbers, got text in column "sold". Name the series: { columns: ['sales'] }.`,
    ],
    [
      'another choice',
      () => timeSeries(counted(['2024-01-31']), { missing: 'drop' as never }),
      'expected missing to be refuse or interpolate or keep, got drop.',
    ],
  ])('names %s', (_, call, message) => {
    expect(call).toThrow(`[timeSeries] ${message}`);
  });
});

describe('followingDates', () => {
  it.each<[step: string, dates: string[], after: string[]]>([
    ['days', ['2024-02-27', '2024-02-28'], ['2024-02-29', '2024-03-01']],
    ['weeks', ['2024-01-01', '2024-01-08'], ['2024-01-15', '2024-01-22']],
    ['months', ['2023-11-15', '2023-12-15'], ['2024-01-15', '2024-02-15']],
    ['months on the 30th', ['2023-12-30', '2024-01-30'], ['2024-02-29', '2024-03-30', '2024-04-30']],
    ['months on the 30th after February', ['2024-01-30', '2024-02-29'], ['2024-03-30', '2024-04-30']],
    ['months on the 29th', ['2022-12-29', '2023-01-29'], ['2023-02-28', '2023-03-29']],
    ['ends of months', ['2024-01-31', '2024-02-29'], ['2024-03-31', '2024-04-30', '2024-05-31']],
    ['30 days', ['2024-01-30', '2024-02-29', '2024-03-30', '2024-04-29'], ['2024-05-29', '2024-06-28']],
    ['quarters on the 30th', ['2023-08-30', '2023-11-30'], ['2024-02-29', '2024-05-30']],
    ['leap days', ['2020-02-29', '2024-02-29'], ['2028-02-29', '2032-02-29']],
    ['quarters', ['2024-03-31', '2024-06-30'], ['2024-09-30', '2024-12-31']],
    ['years', ['2022', '2023'], ['2024-01-01', '2025-01-01']],
    ['hours', ['2024-01-01T22:00', '2024-01-01T23:00'], ['2024-01-02T00:00:00Z', '2024-01-02T01:00:00Z']],
    [
      'workdays',
      ['2024-01-04', '2024-01-05', '2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11'],
      ['2024-01-12', '2024-01-15'],
    ],
  ])('goes on by %s', (_, dates, after) => {
    expect(followingDates(dates, after.length)).toEqual(after);
  });

  it('needs two dates', () => {
    expect(() => followingDates(['2024-01-01'], 1)).toThrow(
      '[followingDates] expected at least two dates, whose distance is the step, got [2024-01-01].',
    );
  });
});

describe('seriesSteps', () => {
  it('cuts values and dates as an array', () => {
    const series = { ...seasonalSeries(10, { series: 2 }), names: ['a', 'b'] };
    const last = seriesSteps(series, -3);
    expect([last.values.shape, last.dates]).toEqual([[3, 2], series.dates.slice(-3)]);
    expect(valuesOf(last)).toEqual(valuesOf(series).slice(-6));
    expect(seriesSteps(series, 2, 4).dates).toEqual(series.dates.slice(2, 4));
    expect(timeSeriesWindows(seriesSteps(series, 0, 8), { window: 4 }).length).toBe(4);
  });
});
