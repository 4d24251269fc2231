import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { type Table, type TableColumn, table } from '../tables/table.js';
import { type DecimalMark, decimalMark, isNumber, isTooLong, toNumber } from './csv-number.js';
import { type CsvRows, parseRows } from './csv-rows.js';
import { decodeText } from './decode-text.js';
import { damaged, type Place, placeOf } from './place.js';
import type { ReaderOptions } from './reader-options.js';
import { readerOptions } from './reader-options.js';

/** What a column of a CSV file is read as. */
export type CsvColumnType = 'number' | 'text';

/** Settings of {@link readCsv}. */
export interface CsvOptions extends ReaderOptions {
  /** Character between fields, default the one that fits best: a comma, tab, bar or semicolon. */
  readonly delimiter?: string;
  /** Mark between whole and fraction of numbers, default a comma where numbers have one and none has a point. */
  readonly decimal?: '.' | ',';
  /** Whether the first line names the columns, default true; or their names, if no line does. */
  readonly header?: boolean | readonly string[];
  /** Types of columns by name; of others, default number where every field is one or missing, else text. */
  readonly types?: Readonly<Record<string, CsvColumnType>>;
  /** Fields that stand for a missing value, default those of pandas: empty, NA, N/A, NaN, null, None and the like. */
  readonly missing?: readonly string[];
  /** Prefix of lines that are skipped, default none. */
  readonly comment?: string;
}

const csvOptions: OptionTable<CsvOptions> = {
  ...readerOptions,
  delimiter: '',
  header: true,
  types: undefined,
  missing: undefined,
  comment: '#',
  decimal: '.',
};

/** What pandas reads as missing. */
const usuallyMissing = [
  ...['', 'NA', '<NA>', '#NA', 'N/A', 'n/a', '#N/A', '#N/A N/A', 'NaN', 'nan', '-NaN', '-nan'],
  ...['NULL', 'null', 'None', '1.#IND', '1.#QNAN', '-1.#IND', '-1.#QNAN'],
];

/**
 * Reads a CSV file as named columns: numbers, NaN where one is missing, and text, null where one is missing. Blank lines are
 * skipped. Integers beyond 2^53, as many ids are, would be rounded: a column that has one is kept as text, with a warning.
 * A file packed with gzip is unpacked.
 * @param data - The whole file, or its text.
 * @throws {@link DatasetError} if it has no rows, a line has more or fewer fields than there are columns, a quote is left open, a
 * name occurs twice, a field of a `number` column is none, or the file is a page of a website, too long for a text, or not UTF-8.
 * @throws {@link ArgumentError} if `types` names a column that isn't there.
 * @example
 * const players = await readCsv('name,salary\nAlan,475\nAndy,NA');
 * players.columns; // => { name: ['Alan', 'Andy'], salary: [475, NaN] }
 * (await readCsv('name;height\nAlan;1,82')).columns; // => { name: ['Alan'], height: [1.82] }
 */
export async function readCsv(data: Uint8Array | string, options: CsvOptions = {}): Promise<Table> {
  checkOptions('readCsv', options, csvOptions);
  const place = placeOf('readCsv', options);
  const text = typeof data === 'string' ? data : await decodeText(data, place);
  refusePage(text, place);
  const parsed = await parseRows(text, options, place);
  const { header = true, types = {}, missing = usuallyMissing } = options;
  const { rows } = parsed;
  const names = typeof header === 'object' ? header : header ? (rows.shift() ?? []) : numbered(rows[0]);
  if (rows.length === 0) {
    const isPath = typeof data === 'string' && data !== '' && !/[\r\n]/.test(data);
    const hint = isPath
      ? { hint: `Pass the content of the file: await readFile(${JSON.stringify(data.slice(0, 80))}).` }
      : {};
    throw damaged(place, 'at least one row', 'none', 0, hint);
  }
  const fromHeader: CsvRows = header === true ? belowHeader(parsed) : parsed;
  checkNames(names, types, place);
  checkWidths(names.length, fromHeader, place);
  const absent = new Set(missing);
  const isMissing = (field: string): boolean => absent.has(field) || absent.has(field.trim());
  const columns = names.map((name, j): [string, (string | null)[]] => [
    name,
    rows.map((row) => (isMissing(row[j]!) ? null : row[j]!)),
  ]);
  const mark =
    options.decimal ?? (parsed.delimiter === ',' ? '.' : decimalMark(columns.map(([, fields]) => fields)));
  return table(
    Object.fromEntries(
      columns.map(([name, fields]): [string, TableColumn] => {
        const type = Object.hasOwn(types, name) ? types[name] : undefined;
        return [name, columnOf({ name, fields, type, mark }, fromHeader, place)];
      }),
    ),
  );
}

interface Column {
  readonly name: string;
  readonly fields: readonly (string | null)[];
  readonly type: CsvColumnType | undefined;
  readonly mark: DecimalMark;
}

/** Fields as numbers, if they are all numbers that fit, or if the caller says so; else as they are. */
function columnOf({ name, fields, type, mark }: Column, rows: CsvRows, place: Place): TableColumn {
  if (type === 'text') return fields;
  const wrong = fields.findIndex((field) => field !== null && !isNumber(field, mark));
  if (type === undefined && wrong >= 0) return fields;
  if (wrong >= 0) {
    const where = `column "${name}", line ${rows.lineOf(wrong)}`;
    throw damaged(place, 'a number', `"${fields[wrong]!.slice(0, 80)}"`, rows.offsetOf(wrong), { where });
  }
  const long = type === undefined && fields.find((field) => field !== null && isTooLong(field));
  if (!long) return fields.map((field) => toNumber(field, mark));
  console.warn(
    `[readCsv] The column "${name}" of ${place.file} is kept as text: it has integers beyond 2^53, as ${long.slice(0, 80)}, ` +
      "which numbers would round. To avoid this warning, set the type in the option types: 'text', or 'number' to round.",
  );
  return fields;
}

/** Servers answer with a page where they lack the file, or want a person to log in. */
function refusePage(text: string, place: Place): void {
  if (
    !/^\s*(<\?xml[^>]*>\s*)?(<!--.{0,2000}?-->\s*)*<(!doctype|html|head|body|svg|rss)\b/is.test(
      text.slice(0, 10_000),
    )
  )
    return;
  throw damaged(place, 'a table of comma-separated values', 'a page of a website', 0, {
    hint: 'The address may be that of a page about the file, or of a login. Use the address of the file itself.',
  });
}

/** The same rows without the first. */
const belowHeader = (parsed: CsvRows): CsvRows => ({
  ...parsed,
  lineOf: (row) => parsed.lineOf(row + 1),
  offsetOf: (row) => parsed.offsetOf(row + 1),
});

function checkNames(
  names: readonly string[],
  types: Readonly<Record<string, CsvColumnType>>,
  place: Place,
): void {
  const known = new Set<string>();
  for (const name of names) {
    if (known.has(name)) throw damaged(place, 'a name for each column', `"${name}" twice`, 0);
    known.add(name);
  }
  const unknown = Object.keys(types).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new ArgumentError('readCsv', {
    expected: `types of the columns ${names.join(', ')}`,
    received: `"${unknown}"`,
  });
}

function checkWidths(width: number, { rows, lineOf, offsetOf }: CsvRows, place: Place): void {
  const wrong = rows.findIndex((row) => row.length !== width);
  if (wrong < 0) return;
  const where = `line ${lineOf(wrong)}`;
  throw damaged(place, `${width} fields`, rows[wrong]!.length, offsetOf(wrong), { where });
}

const numbered = (row: readonly string[] | undefined): string[] =>
  (row ?? []).map((_, column) => String(column));
