import { checkOptions } from '@neurona/backend';
import { download } from '../../download/download.js';
import type { DownloadOptions, DownloadSource } from '../../download/download-source.js';
import { downloadOptions } from '../../download/download-source.js';
import { type CsvColumnType, readCsv } from '../../formats/read-csv.js';
import { type Table, table } from '../../tables/table.js';

const source: DownloadSource = {
  name: 'hitters/Hitters.csv',
  urls: [
    'https://raw.githubusercontent.com/JWarmenhoven/ISLR-python/4100e941914519eea18385daadc9b3dab99ca8e2/Notebooks/Data/Hitters.csv',
    'https://raw.githubusercontent.com/JWarmenhoven/ISLR-python/master/Notebooks/Data/Hitters.csv',
  ],
  sizeBytes: 27687,
  sha256: '0100cd0f6a59210b36b2c5436a3f370d42578484c410c2565529a82d2c7ebbb3',
};

const types: Readonly<Record<string, CsvColumnType>> = {
  '': 'text',
  Hits: 'number',
  Salary: 'number',
  League: 'text',
};

/**
 * Hitters: 322 players of Major League Baseball in 1986, what they had achieved that year and before, and their salary in 1987 in
 * thousands of dollars, which is missing (NaN) for 59. Downloaded once (28 kB), or taken from `<folder>/hitters`.
 *
 * Columns: Name (text); AtBat, Hits, HmRun, Runs, RBI, Walks of 1986; Years, CAtBat, CHits, CHmRun, CRuns, CRBI, CWalks of the
 * career; League, Division (text); PutOuts, Assists, Errors of 1986; Salary; NewLeague (text).
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @example
 * async function known() {
 *   const players = await hitters();
 *   const salaries = tableColumn(players, 'Salary');
 *   return selectRows(players, [...salaries.keys()].filter((row) => !Number.isNaN(salaries[row]))); // 263 rows
 * }
 * @see James, Witten, Hastie, Tibshirani, "An Introduction to Statistical Learning", 2013, in whose R package ISLR (licence GPL-2)
 * it is; collected for the poster session of the American Statistical Association in 1988, StatLib, Carnegie Mellon University.
 */
export async function hitters(options: DownloadOptions = {}): Promise<Table> {
  checkOptions('hitters', options, downloadOptions);
  const found = await download(source, options);
  const read = await readCsv(await found.bytes(), { file: found.name, types });
  const { '': names = [], ...others } = read.columns;
  const Name: string[] = [];
  for (const name of names) Name.push(String(name).replace(/^-/, '')); // as in "-Alan Ashby"
  return table({ Name, ...others });
}
