// internal: the rows of a CSV file, and where in the file they are
import { guessDelimiter } from './csv-delimiter.js';
import { damaged, type Place } from './place.js';

/** Rows of a CSV file that aren't blank. */
export interface CsvRows {
  readonly rows: string[][];
  readonly delimiter: string;
  /** Line of the file on which a row begins, from 1. */
  lineOf(row: number): number;
  /** Byte of the file at which a row begins. */
  offsetOf(row: number): number;
}

interface RowOptions {
  readonly delimiter?: string | undefined;
  readonly comment?: string | undefined;
}

const isBlank = (row: readonly string[]): boolean => row.length === 1 && row[0]!.trim() === '';

/** Parses the text of a CSV file. */
export async function parseRows(text: string, options: RowOptions, place: Place): Promise<CsvRows> {
  const { default: papaparse } = await import('papaparse'); // loaded only by those who read CSV files
  const comments = options.comment ?? false;
  const delimiter = options.delimiter || guessDelimiter(papaparse.parse, text, comments);
  const config = { delimiter, comments, skipEmptyLines: false } as const;
  const { data, errors } = papaparse.parse<string[]>(text, config);
  const kept = data.flatMap((row, i) => (isBlank(row) ? [] : [i]));
  const before = (row: number): string => {
    const preview = kept[row]!;
    if (preview === 0) return '';
    return text.slice(0, papaparse.parse(text, { ...config, fastMode: false, preview }).meta.cursor);
  };
  const quote = errors.find(({ type }) => type === 'Quotes');
  if (quote) {
    const offset = bytesOf(text.slice(0, quote.index ?? 0));
    throw damaged(place, 'quotes that are closed at the end of a field', `one that isn't`, offset);
  }
  return {
    rows: kept.map((i) => data[i]!),
    delimiter,
    lineOf: (row) => before(row).split(/\r\n|\n|\r/).length,
    offsetOf: (row) => bytesOf(before(row)),
  };
}

const bytesOf = (characters: string): number => new TextEncoder().encode(characters).length;
