// internal: which fields of a CSV file are numbers

/** What separates whole from fraction. */
export type DecimalMark = '.' | ',';

const patterns: Readonly<Record<DecimalMark, RegExp>> = {
  '.': /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i,
  ',': /^\s*[+-]?(\d+(,\d*)?|,\d+)(e[+-]?\d+)?\s*$/i,
};
const infinite = /^\s*([+-]?)inf(inity)?\s*$/i;
const whole = /^\s*[+-]?\d+\s*$/;
const isMark = /[.,]/;

/** Whether a field is a number. */
export const isNumber = (field: string, mark: DecimalMark): boolean =>
  patterns[mark].test(field) || infinite.test(field);

/** Whether a field is an integer of so many digits that a number in JavaScript can't tell it from its neighbours. */
export const isTooLong = (field: string): boolean =>
  whole.test(field) && !Number.isSafeInteger(Number(field));

/** The number that a field is; NaN for a missing one. */
export function toNumber(field: string | null, mark: DecimalMark): number {
  if (field === null) return Number.NaN;
  const sign = infinite.exec(field)?.[1];
  if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(mark === ',' ? field.replace(',', '.') : field);
}

/** The mark of a file's columns: a comma if numbers have one, and none has a point. */
export function decimalMark(columns: Iterable<readonly (string | null)[]>): DecimalMark {
  let found: DecimalMark = '.';
  for (const fields of columns) {
    const marked = fields.find((field) => field !== null && isMark.test(field));
    if (marked == null) continue;
    const isColumnOf = (mark: DecimalMark): boolean =>
      fields.every((field) => field === null || isNumber(field, mark));
    if (isColumnOf('.')) return '.';
    if (isColumnOf(',')) found = ',';
  }
  return found;
}
