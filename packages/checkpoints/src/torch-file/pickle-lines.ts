// internal: values that pickles of protocols 0 and 1 write as lines of text
import type { PickleValue } from './pickle-values.js';

/** Instructions whose value is a line. */
export type LineInstruction = 'intLine' | 'longLine' | 'floatLine' | 'stringLine' | 'unicodeLine';

/** The value of a line; undefined if it is none. */
export function valueOfLine(instruction: LineInstruction, line: string): PickleValue | undefined {
  switch (instruction) {
    case 'intLine':
      return line === '00' ? false : line === '01' ? true : wholeNumber(line);
    case 'longLine':
      return wholeNumber(line.replace(/L$/, ''));
    case 'floatLine':
      return floatingNumber(line);
    case 'stringLine':
      return /^(['"]).*\1$/s.test(line) ? unescaped(line.slice(1, -1)) : undefined;
    case 'unicodeLine':
      return unescaped(line);
  }
}

function wholeNumber(line: string): PickleValue | undefined {
  if (!/^[+-]?\d{1,40}$/.test(line)) return undefined;
  const value = Number(line);
  return Number.isSafeInteger(value) ? value : BigInt(line);
}

function floatingNumber(line: string): number | undefined {
  const special = new Map([
    ['inf', Number.POSITIVE_INFINITY],
    ['-inf', Number.NEGATIVE_INFINITY],
    ['nan', Number.NaN],
  ]).get(line);
  if (special !== undefined) return special;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(line) ? Number(line) : undefined;
}

/** Text without the escapes with which Python writes it in one line. */
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-f]{4})|U([0-9a-f]{8})|x([0-9a-f]{2})|([\\'"nrt]))/g, (whole, u, U, x, plain) => {
    if (plain) return { n: '\n', r: '\r', t: '\t' }[plain as string] ?? plain;
    const code = Number.parseInt(u ?? U ?? x, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
