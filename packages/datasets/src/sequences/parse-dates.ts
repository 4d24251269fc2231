// internal: the times that texts stand for
import { ArgumentError } from '@neurona/backend';

/** What comes first where a date begins with neither the year nor a number over 12: `31/01/2024` or `01/31/2024`. */
export type DateOrder = 'dayFirst' | 'monthFirst';

/** When something was: a text as `2024-01-31`, a `Date`, or a number, as milliseconds since 1970. */
export type DateLike = Date | number | string | null;

const clock =
  '(?:[T ,]+(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}(?:\\.\\d+)?))?\\s*(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?';
const short = (first: string, second: string): RegExp =>
  new RegExp(
    `^(?<${first}>\\d{1,2})(?<mark>[-/.])(?<${second}>\\d{1,2})\\k<mark>(?<year>\\d{4}|\\d{2})${clock}$`,
  );
const patterns = {
  yearFirst: new RegExp(
    `^(?<year>\\d{4})(?:(?<mark>[-/.])(?<month>\\d{1,2})(?:\\k<mark>(?<day>\\d{1,2}))?)?${clock}$`,
  ),
  compact: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  dayFirst: short('day', 'month'),
  monthFirst: short('month', 'day'),
} as const;

/**
 * Times in milliseconds since 1970, of texts in one form: `2024-01-31`, `2024/1/31`, `2024-01`, `2024`, `20240131`, `31.01.2024`, `31/01/24`
 * or `01/31/2024`, with a time of day after them or without. Without a zone they are in UTC.
 * @param order - For texts that could be read both ways.
 * @throws {@link ArgumentError} that says which row is no date, or that days and months can't be told apart.
 */
export function parseDates(subject: string, dates: ArrayLike<DateLike>, order?: DateOrder): number[] {
  const all = Array.from(dates, (date) => (typeof date === 'string' ? date.trim() : date));
  const texts = all.filter((date) => typeof date === 'string');
  const fitting = formsOf(texts);
  const form =
    texts.length > 0 && fitting.length > 1
      ? chosen(subject, texts[0]!, order)
      : (fitting[0] ?? likeliest(texts));
  return all.map((date, row) => {
    const time = typeof date === 'string' ? timeOf(date, patterns[form]) : Number(date ?? Number.NaN);
    if (!Number.isNaN(time)) return time;
    throw new ArgumentError(subject, {
      expected: 'dates',
      received: date instanceof Date ? String(date) : date,
      where: `row ${row}`,
      hint: 'Write all of them in one form, as 2024-01-31 or 2024-01-31T18:30.',
    });
  });
}

/** Whether all texts are dates of one form. */
export const areDates = (texts: readonly (string | null)[]): boolean =>
  texts.length > 0 && formsOf(texts.map((text) => text?.trim() ?? '')).length > 0;

const forms = Object.keys(patterns) as (keyof typeof patterns)[];

/** The forms that all texts have. */
const formsOf = (texts: readonly string[]): (keyof typeof patterns)[] =>
  forms.filter((form) => texts.every((text) => !Number.isNaN(timeOf(text, patterns[form]))));

/** The form of texts that fit day first and month first; all others exclude each other. */
function chosen(subject: string, text: string, order: DateOrder | undefined): DateOrder {
  if (order) return order;
  if (text.includes('.')) return 'dayFirst'; // nobody writes 1.31.2024
  throw new ArgumentError(subject, {
    expected: 'dates whose days and months can be told apart',
    received: text,
    hint: "Pass { dateOrder: 'dayFirst' } or { dateOrder: 'monthFirst' } to timeSeries, or write dates as 2024-01-31.",
  });
}

/** The form that the most texts have, where none fits all. */
function likeliest(texts: readonly string[]): keyof typeof patterns {
  const count = (pattern: RegExp): number =>
    texts.filter((text) => !Number.isNaN(timeOf(text, pattern))).length;
  return forms.reduce((best, form) => (count(patterns[form]) > count(patterns[best]) ? form : best));
}

/** NaN if a text hasn't the form, or there is no such day. */
function timeOf(text: string, pattern: RegExp): number {
  const parts = pattern.exec(text)?.groups;
  if (!parts) return Number.NaN;
  const { month = '1', day = '1', hour = '0', minute = '0', second = '0', zone = 'Z' } = parts;
  const written = Number(parts.year);
  const year = parts.year!.length === 4 ? written : written + (written < 69 ? 2000 : 1900); // as POSIX reads them
  const date = new Date(Date.UTC(year, Number(month) - 1, Number(day)));
  const isDay = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!isDay || Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 60) return Number.NaN;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return date.getTime() + Math.round(1000 * seconds) - 60_000 * minutesOf(zone);
}

/** A zone as `+02:00` in minutes. */
function minutesOf(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '');
  return Math.sign(Number(`${digits[0]}1`)) * (Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3)));
}

/** Throws unless each time is after the one before; with the texts of dates. */
export function checkAscending(
  subject: string,
  times: readonly number[],
  textOf: (row: number) => string,
  hint = 'Sort the rows by date, and leave repeated ones out.',
): void {
  const row = times.findIndex((time, i) => i > 0 && !(time > times[i - 1]!));
  if (row === -1) return;
  throw new ArgumentError(subject, {
    expected: 'each date to be after the one before',
    received: textOf(row),
    where: `row ${row}`,
    hint,
  });
}

/** Times as texts: `2024-01-31`, or `2024-01-31T18:30:00Z` where one of them isn't at midnight. */
export function writeDates(times: readonly number[]): string[] {
  const isDaily = times.every((time) => time % 86_400_000 === 0);
  return times.map((time) => {
    const text = new Date(time).toISOString();
    return isDaily ? text.slice(0, 10) : text.replace('.000Z', 'Z');
  });
}
