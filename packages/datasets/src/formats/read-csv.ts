import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Table, type TableColumn, table } from '../tables/table.js';
import { decodeUtf8 } from './decode-utf8.js';
import { damaged, type Place, placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';
import { unpackGzip } from './unpack-gzip.js';

/** What a column of a CSV file is read as. */
export type CsvColumnType = 'number' | 'text';

/** Settings of {@link readCsv}. */
export interface CsvOptions extends ReaderOptions {
  /** Character between fields, default the one that fits best: a comma, tab, bar or semicolon. */
  readonly delimiter?: string;
  /** Whether the first line names the columns, default true; or their names, if no line does. */
  readonly header?: boolean | readonly string[];
  /** Types of columns by name; of others, default number where every field is one or missing, else text. */
  readonly types?: Readonly<Record<string, CsvColumnType>>;
  /** Fields that stand for a missing value, default none at all, NA, NaN and null. */
  readonly missing?: readonly string[];
  /** How lines begin that are passed over, default no such lines. */
  readonly comment?: string;
}

const csvOptions: OptionTable<CsvOptions> = {
  ...readerOptions,
  delimiter: '',
  header: true,
  types: undefined,
  missing: undefined,
  comment: '#',
};

const number = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i;
const infinite = /^\s*([+-]?)inf(inity)?\s*$/i;

/**
 * Reads a CSV file as named columns: numbers, NaN where one is missing, and texts, null where one is missing. Empty lines are
 * passed over. A file packed with gzip is unpacked.
 * @param data - The whole file, or its text.
 * @throws {@link DatasetError} if it has no rows, a line has more or fewer fields than there are columns, a quote is left open, a
 * name occurs twice, a field of a `number` column is none, or the file is not UTF-8.
 * @throws {@link ArgumentError} if `types` names a column that isn't there.
 * @example
 * const players = await readCsv('name,salary\nAlan,475\nAndy,NA');
 * players.columns; // => { name: ['Alan', 'Andy'], salary: [475, NaN] }
 */
export async function readCsv(data: Uint8Array | string, options: CsvOptions = {}): Promise<Table> {
  checkOptions('readCsv', options, csvOptions);
  const place = placeOf('readCsv', options);
  const text = typeof data === 'string' ? data : decodeUtf8(await unpackGzip(data, place), place);
  const { rows, lineOf, offsetOf } = await parseRows(text, options, place);
  const { header = true, types = {}, missing = ['', 'NA', 'NaN', 'null'] } = options;
  const names = typeof header === 'object' ? header : header ? (rows.shift() ?? []) : numbered(rows[0]);
  const headerRows = header === true ? 1 : 0;
  if (rows.length === 0) {
    const isPath = typeof data === 'string' && data !== '' && !/[\r\n]/.test(data);
    const hint = isPath
      ? { hint: `Give what the file holds: await readFile(${JSON.stringify(data.slice(0, 80))}).` }
      : {};
    throw damaged(place, 'at least one row', 'none', 0, hint);
  }
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined) throw damaged(place, 'a name for each column', `"${repeated}" twice`, 0);
  for (const [i, row] of rows.entries()) {
    if (row.length === names.length) continue;
    const at = i + headerRows;
    const where = `line ${lineOf(at)}`;
    throw damaged(place, `${names.length} fields`, row.length, offsetOf(at), { where });
  }
  const unknown = Object.keys(types).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new ArgumentError('readCsv', {
      expected: `types of the columns ${names.join(', ')}`,
      received: `"${unknown}"`,
    });
  }
  const absent = new Set(missing);
  const columns = names.map((name, j): [string, TableColumn] => {
    const fields = rows.map((row) => (absent.has(row[j]!) ? null : row[j]!));
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    const wrong = fields.findIndex((field) => field !== null && !number.test(field) && !infinite.test(field));
    if (type === 'number' && wrong >= 0) {
      const at = wrong + headerRows;
      const where = `column "${name}", line ${lineOf(at)}`;
      throw damaged(place, 'a number', `"${fields[wrong]!.slice(0, 80)}"`, offsetOf(at), { where });
    }
    const isNumeric = type === undefined ? wrong < 0 : type === 'number';
    return [name, isNumeric ? fields.map(toNumber) : fields];
  });
  return table(Object.fromEntries(columns));
}

const numbered = (row: readonly string[] | undefined): string[] =>
  (row ?? []).map((_, column) => String(column));

function toNumber(field: string | null): number {
  if (field === null) return Number.NaN;
  const sign = infinite.exec(field)?.[1];
  return sign === undefined
    ? Number(field)
    : sign === '-'
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY;
}

interface Rows {
  /** Rows that aren't empty. */
  readonly rows: string[][];
  /** Line of the file on which a row begins, from 1. */
  lineOf(row: number): number;
  /** Byte of the file at which a row begins. */
  offsetOf(row: number): number;
}

async function parseRows(text: string, options: CsvOptions, place: Place): Promise<Rows> {
  const { default: papaparse } = await import('papaparse'); // loaded only by those who read CSV files
  const { delimiter = '', comment = false } = options;
  const isEmpty = (row: readonly string[]): boolean => row.length === 1 && row[0] === '';
  const config = { delimiter, comments: comment, skipEmptyLines: false } as const;
  const { data, errors, meta } = papaparse.parse<string[]>(text, config);
  const kept = data.flatMap((row, i) => (isEmpty(row) ? [] : [i]));
  const before = (row: number): string => {
    const preview = kept[row]!;
    if (preview === 0) return '';
    return text.slice(
      0,
      papaparse.parse(text, { ...config, fastMode: false, delimiter: meta.delimiter, preview }).meta.cursor,
    );
  };
  const byte = (characters: string): number => new TextEncoder().encode(characters).length;
  const quote = errors.find(({ type }) => type === 'Quotes');
  if (quote) {
    const offset = byte(text.slice(0, quote.index ?? 0));
    throw damaged(place, 'quotes that are closed at the end of a field', `one that isn't`, offset);
  }
  return {
    rows: kept.map((i) => data[i]!),
    lineOf: (row) => before(row).split(/\r\n|\n|\r/).length,
    offsetOf: (row) => byte(before(row)),
  };
}
