import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SettingsOf } from '../../settings/setting.js';
import { changeSettings, readSettings } from '../../settings/settings.js';
import { forecast } from './forecast.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'neurona-forecast-'));
});
afterAll(() => rm(folder, { recursive: true }));

const file = async (dates: readonly string[]): Promise<string> => {
  const path = join(folder, 'sales.csv');
  await writeFile(path, ['day,sold', ...dates.map((date, i) => `${date},${i}`)].join('\n'));
  return path;
};

const settings = (...changes: readonly string[]) =>
  changeSettings(forecast.settings, readSettings(forecast.settings, {}, 'test'), [
    'data.window=5',
    'data.horizon=2',
    ...changes,
  ]) as SettingsOf<typeof forecast.settings>;

/** What is known of a file with such dates. */
const factsOf = async (dates: readonly string[], ...changes: readonly string[]) =>
  (await forecast.load(settings(`data.path=${await file(dates)}`, ...changes))).facts;

const daysFrom = (start: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.parse(start) + 86_400_000 * i).toISOString().slice(0, 10),
  );

describe('dates of the task forecast', () => {
  it('takes the order of day and month from a setting where dates do not tell', async () => {
    const months = Array.from({ length: 30 }, (_, i) => {
      const month = String((i % 12) + 1).padStart(2, '0');
      return `01/${month}/${2021 + Math.floor(i / 12)}`;
    });
    await expect(factsOf(months)).rejects.toThrow(
      'got 01/01/2021. Train with --set data.dateOrder=dayFirst or --set data.dateOrder=monthFirst, or write dates as 2024-01-31. To leave dates out of it: --set data.dates=none',
    );
    expect((await factsOf(months, 'data.dateOrder=dayFirst')).dates.at(-1)).toBe('2023-06-01');
    expect(await factsOf(months, 'data.dates=none')).toMatchObject({ dates: [], columns: ['sold'] });
  });

  it('sorts rows where the setting says so', async () => {
    const newestFirst = daysFrom('2024-01-01', 40).reverse();
    await expect(factsOf(newestFirst)).rejects.toThrow(
      'Train with --set data.sort=true, and leave repeated ones out.',
    );
    const { dates, last } = await factsOf(newestFirst, 'data.sort=true');
    expect(dates.at(-1)).toBe('2024-02-09');
    expect(last.at(-1)).toEqual([0]);
  });

  it('names the setting for missing steps', async () => {
    const gaps = daysFrom('2024-01-01', 40).filter((_, i) => i !== 20);
    await expect(factsOf(gaps)).rejects.toThrow(
      'Train with --set data.missing=interpolate to fill missing steps in, or --set data.missing=keep where',
    );
  });

  it('refuses or fills in missing values where rows count as steps too', async () => {
    const path = join(folder, 'gaps.csv');
    const write = (lines: readonly string[]) => writeFile(path, lines.join('\n'));
    const rows = Array.from({ length: 40 }, (_, i) => (i === 38 ? ',' : `${i},${2 * i}`));
    const load = (...changes: readonly string[]) => forecast.load(settings(`data.path=${path}`, ...changes));
    await write(['a,b', ...rows]);
    await expect(load()).rejects.toThrow(
      'expected a finite number in each row of "a", got NaN (row 38). Train with --set data.missing=interpolate to fill values in',
    );
    expect((await load('data.missing=interpolate')).facts.last.slice(-2)).toEqual([
      [38, 76],
      [39, 78],
    ]);
    await write(['day,a,b', ...rows.map((row, i) => `${daysFrom('2024-01-01', 40)[i]},${row}`)]);
    await expect(load('data.dates=none')).rejects.toThrow('got NaN (row 38).');
    await write(['a,b', ...rows.slice(0, 39)]);
    await expect(load('data.missing=interpolate')).rejects.toThrow('cut off ends without values');
  });

  it('tests and continues without dates where it learned without them', async () => {
    const facts = await factsOf(daysFrom('2024-01-01', 40), 'data.dates=none');
    const data = await forecast.loadTest(await file(daysFrom('2024-01-01', 40).reverse()), settings(), facts);
    expect(data.length).toBe(34);
  });

  it('knows the step of workdays where the window ends on a Friday', async () => {
    const workdays = daysFrom('2024-01-01', 75).filter((day) => new Date(day).getUTCDay() % 6 !== 0);
    expect(workdays.at(-1)).toBe('2024-03-15');
    const facts = await factsOf(workdays);
    await useBackend(wasm());
    const model = await forecast.build(settings(), facts);
    const [told] = await forecast.predict(model, [], settings(), facts);
    expect(told!.values.ahead).toEqual(['2024-03-18', '2024-03-19']);
    model.dispose();
  });
});
