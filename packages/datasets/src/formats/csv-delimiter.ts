// internal: which character separates the fields of a CSV file
import type papaparse from 'papaparse';
import { isNumber } from './csv-number.js';

const candidates = [',', '\t', '|', ';'];
/** How much of a file is looked at: so many lines that aren't blank, and not many more characters. */
const mostLines = 200;
const mostCharacters = 2 ** 20;

/**
 * The character by which the lines of a file have the same number of fields, more than one. Where several do that, the one that leaves more
 * numbers (`1,5;2,5` is two with commas in them), then the one that leaves more fields. A comma where none does.
 */
export function guessDelimiter(
  parse: typeof papaparse.parse,
  text: string,
  comments: string | false,
): string {
  const sample = sampleOf(text);
  let best = { delimiter: ',', fitting: 0, numeric: 0, fields: 0 };
  for (const delimiter of candidates) {
    const { data } = parse<string[]>(sample, { delimiter, comments });
    const rows = data.filter((row) => row.length > 1 || row[0] !== '');
    const fields = commonest(rows.map((row) => row.length));
    if (fields < 2) continue;
    const fitting = rows.filter((row) => row.length === fields).length / rows.length;
    const all = rows.flat();
    const numeric = all.filter((field) => isNumber(field, '.') || isNumber(field, ',')).length / all.length;
    const found = { delimiter, fitting, numeric, fields };
    if (isBetter(found, best)) best = found;
  }
  return best.delimiter;
}

interface Guess {
  readonly fitting: number;
  readonly numeric: number;
  readonly fields: number;
}

function isBetter(a: Guess, b: Guess): boolean {
  if (a.fitting !== b.fitting) return a.fitting > b.fitting;
  return a.numeric === b.numeric ? a.fields > b.fields : a.numeric > b.numeric;
}

/** The first lines that aren't blank. */
function sampleOf(text: string): string {
  const lines: string[] = [];
  let size = 0;
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    if (line.trim() === '') continue;
    lines.push(line);
    size += line.length;
    if (lines.length === mostLines || size > mostCharacters) break;
  }
  return lines.join('\n');
}

function commonest(lengths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const length of lengths) counts.set(length, (counts.get(length) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])[0];
}
