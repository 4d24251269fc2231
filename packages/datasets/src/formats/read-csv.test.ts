import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { readCsv } from './read-csv.js';

describe('readCsv', () => {
  it('reads numbers and texts, and what is missing', async () => {
    const text = 'name,at bats,salary,note\r\n"Allanson, Andy",293,NA,\r\n\r\n"the ""Kid""",1e3,-7.5,x\r\n';
    const { columns, length } = await readCsv(text);
    expect(length).toBe(2);
    expect(columns).toEqual({
      name: ['Allanson, Andy', 'the "Kid"'],
      'at bats': [293, 1000],
      salary: [Number.NaN, -7.5],
      note: [null, 'x'],
    });
  });

  it('takes names, types, delimiter, missing values and comments as told', async () => {
    const { columns } = await readCsv('# measured\n1;01;?\n2;02;4', {
      header: ['a', 'b', 'c'],
      types: { b: 'text' },
      missing: ['?'],
      delimiter: ';',
      comment: '#',
    });
    expect(columns).toEqual({ a: [1, 2], b: ['01', '02'], c: [Number.NaN, 4] });
    expect(Object.keys((await readCsv('5\t6\n7\t8', { header: false })).columns)).toEqual(['0', '1']);
  });

  it('reads bytes, packed ones and a byte order mark', async () => {
    const bytes = new TextEncoder().encode('\ufeffword\nañil\n');
    expect((await readCsv(bytes)).columns).toEqual({ word: ['añil'] });
    expect((await readCsv(gzipSync(bytes))).columns).toEqual({ word: ['añil'] });
  });

  it('reads infinities, and columns with the names of built-in properties', async () => {
    const { columns } = await readCsv('__proto__,constructor\ninf,1\n-Infinity,2\n');
    expect(Object.keys(columns)).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(columns)[0]![1]).toEqual([Infinity, -Infinity]);
  });

  it.each([
    ['no rows', 'a,b\n', 'at least one row, got none (p.csv, byte 0).'],
    [
      'a path in place of its text',
      'data/a.csv',
      'at least one row, got none (p.csv, byte 0). Give what the file holds: await readFile("data/a.csv").',
    ],
    ['a short line', 'ñ,b\n1,2\n3\n', '2 fields, got 1 (p.csv, byte 9, line 3).'],
    ['a long line', 'a,b\n\n1,2,3\n', '2 fields, got 3 (p.csv, byte 5, line 3).'],
    [
      'an open quote',
      'a,b\n1,"2\n3,4\n',
      "quotes that are closed at the end of a field, got one that isn't (p.csv, byte ",
    ],
    ['one name twice', 'a,a\n1,2\n', 'a name for each column, got "a" twice (p.csv, byte 0).'],
    [
      'bytes that are no text',
      Uint8Array.of(97, 10, 49, 0xff),
      'text in UTF-8, got other bytes (p.csv, byte 3).',
    ],
  ])('refuses %s', async (_, data, message) => {
    await expect(readCsv(data, { file: 'p.csv' })).rejects.toThrow(`[readCsv] expected ${message}`);
  });

  it('is not held up by a long field that is almost a number', async () => {
    const field = `${'1'.repeat(300_000)}x`;
    expect((await readCsv(`a\n${field}`)).columns).toEqual({ a: [field] });
  });

  it('names the field that is no number', async () => {
    await expect(readCsv('a,b\n1,2\nx,3', { file: 'p.csv', types: { a: 'number' } })).rejects.toThrow(
      '[readCsv] expected a number, got "x" (p.csv, byte 8, column "a", line 3).',
    );
    await expect(readCsv('a\n1', { types: { c: 'text' } })).rejects.toThrow(
      '[readCsv] expected types of the columns a, got "c".',
    );
  });

  it('finds the byte that is not UTF-8 behind many that are', async () => {
    const bytes = new TextEncoder().encode(`${'x'.repeat(65_535)}ñ${'y'.repeat(100)}`);
    bytes[65_536] = 0x20; // the second byte of ñ
    await expect(readCsv(bytes)).rejects.toMatchObject({ offset: 65_536 });
  });

  it('reads damaged files as a whole table or not at all', async () => {
    const text = new TextEncoder().encode('name,hits,salary\n"A, B",10,NA\nC,-2.5,30\nD,3,"1"\n');
    const { refused, taken } = await fuzzReader({
      seeds: [text, gzipSync(text)],
      read: (bytes) => readCsv(bytes, { file: 'p.csv' }),
      check({ columns, length }) {
        for (const values of Object.values(columns)) expect(values.length).toBe(length);
        expect(length).toBeGreaterThan(0);
      },
    });
    expect(refused).toBeGreaterThan(3000);
    expect(taken).toBeGreaterThan(100);
  });
});
