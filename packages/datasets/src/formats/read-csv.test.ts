import { gzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import { dropColumns } from '../tables/table.js';
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

  it.each([
    ['name;age\nAna;3\n', { name: ['Ana'], age: [3] }],
    ['name\tage\nAna\t3\n', { name: ['Ana'], age: [3] }],
    ['name|age\n\n\nAna|3\n\n', { name: ['Ana'], age: [3] }],
    [`${'\n'.repeat(500)}name;age\n${' \r\n'.repeat(500)}Ana;3\n`, { name: ['Ana'], age: [3] }],
    ['a;b', {}],
    [
      'from;to\nLima, Peru;Quito\nRome, Italy;Bern\n',
      { from: ['Lima, Peru', 'Rome, Italy'], to: ['Quito', 'Bern'] },
    ],
    ['a,b\n"x;y;z","u;v;w"\n', { a: ['x;y;z'], b: ['u;v;w'] }],
  ])('finds what separates the fields of %j', async (text, columns) => {
    if (Object.keys(columns).length === 0) await expect(readCsv(text)).rejects.toThrow('at least one row');
    else expect((await readCsv(text)).columns).toEqual(columns);
  });

  it('reads decimal commas where no number has a point', async () => {
    const { columns } = await readCsv('a;b;c\n1,5;2;x\n-,25;3e2;1,5\nNA;4;\n');
    expect(columns).toEqual({ a: [1.5, -0.25, Number.NaN], b: [2, 300, 4], c: ['x', '1,5', null] });
    expect((await readCsv('1,5;2,5\n', { header: false })).columns).toEqual({ 0: [1.5], 1: [2.5] });
    // here a comma groups thousands
    expect((await readCsv('a;b\n1,234;0.5')).columns).toEqual({ a: ['1,234'], b: [0.5] });
    expect((await readCsv('a,b\n"1,5",2', { decimal: ',' })).columns).toEqual({ a: [1.5], b: [2] });
    expect((await readCsv('a;b\n1,5;2', { decimal: '.' })).columns).toEqual({ a: ['1,5'], b: [2] });
    await expect(readCsv('a;b\n1.5;2', { decimal: ',', types: { a: 'number' } })).rejects.toThrow(
      'expected a number, got "1.5"',
    );
  });

  it('takes for missing what pandas does', async () => {
    const { columns } = await readCsv('a,b\nNA,x\nnan,N/A\nN/A,null\n,\n NaN ,n/a\n<NA>,#N/A\n7,NULL\n');
    expect(columns).toEqual({
      a: [...Array(6).fill(Number.NaN), 7],
      b: ['x', null, null, null, null, null, null],
    });
  });

  it('keeps integers that numbers can not hold as text, and says so', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const text = 'id,n\n9007199254740993,9007199254740991\n1,-3\n';
    expect((await readCsv(text, { file: 'p.csv' })).columns).toEqual({
      id: ['9007199254740993', '1'],
      n: [9007199254740991, -3],
    });
    expect(warn.mock.calls).toEqual([
      [expect.stringContaining('The column "id" of p.csv is kept as text: it has integers beyond 2^53')],
    ]);
    expect((await readCsv(text, { types: { id: 'number' } })).columns.id).toEqual([9007199254740992, 1]);
    expect((await readCsv(text, { types: { id: 'text' } })).columns.id).toEqual(['9007199254740993', '1']);
    expect((await readCsv('a\n1e20\n12345678901234567890.5\n')).columns.a).toEqual([
      1e20, 12345678901234567000,
    ]);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it.each([
    '<!DOCTYPE html>\n<html><body>a,b\n1,2</body></html>',
    '\n  <html lang="en">\n<p>Not, found\n',
    '<?xml version="1.0"?>\n<!-- a, b -->\n<html>\n</html>\n',
  ])('refuses a page in place of a table: %j', async (page) => {
    await expect(readCsv(page, { file: 'p.csv' })).rejects.toThrow(
      '[readCsv] expected a table of comma-separated values, got a page of a website (p.csv, byte 0). The address',
    );
  });

  it('reads tables of very many columns', async () => {
    const names = Array.from({ length: 60_000 }, (_, i) => `column ${i}`);
    const { columns } = await readCsv(`${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`);
    expect(Object.keys(columns).length).toBe(60_000);
    expect(columns['column 59999']).toEqual([59_999]);
    const few = dropColumns({ columns, length: 1 }, names.slice(1));
    expect(Object.keys(few.columns)).toEqual(['column 0']);
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
      'at least one row, got none (p.csv, byte 0). Pass the content of the file: await readFile("data/a.csv").',
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
