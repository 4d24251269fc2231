import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { checkWritable } from './check-writable.js';
import { downloadFile } from './download-file.js';
import { writeFileAtomically } from './write-file-atomically.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'neurona-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

it('writes bytes and pieces, makes folders, and replaces what was there', async () => {
  const path = join(folder, 'a', 'b', 'file.bin');
  await writeFileAtomically(path, bytes(1, 2, 3));
  expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  await writeFileAtomically(path, [bytes(4), bytes(), bytes(5, 6)]);
  expect([...readFileSync(path)]).toEqual([4, 5, 6]);
  async function* pieces() {
    yield bytes(7);
    yield bytes(8);
  }
  await writeFileAtomically(path, pieces());
  expect([...readFileSync(path)]).toEqual([7, 8]);
  expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['file.bin']);
});

it('leaves the old file, and nothing else, when a piece fails', async () => {
  const path = join(folder, 'file.bin');
  await writeFileAtomically(path, bytes(1));
  const broken = function* () {
    yield bytes(2);
    throw new Error('no more');
  };
  await expect(writeFileAtomically(path, broken())).rejects.toThrow('no more');
  expect([...readFileSync(path)]).toEqual([1]);
  expect(readdirSync(folder)).toEqual(['file.bin']);
});

it('names a file that can not be written', async () => {
  const path = join(folder, 'file.bin', 'x');
  writeFileSync(join(folder, 'file.bin'), '');
  const error = await writeFileAtomically(path, bytes(1)).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(CheckpointError);
  expect(String(error)).toContain('[writeFileAtomically] expected a file that can be written, got E');
  expect(String(error)).toContain(path);
});

it('keeps links and modes', async () => {
  const path = join(folder, 'file.bin');
  writeFileSync(path, '');
  chmodSync(path, 0o640);
  symlinkSync(path, join(folder, 'link'));
  await writeFileAtomically(join(folder, 'link'), bytes(1));
  expect([...readFileSync(path)]).toEqual([1]);
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('removes what killed processes left long ago, of this file alone', async () => {
  const left = join(folder, '.file.bin.0123456789ab.tmp');
  const fresh = join(folder, '.file.bin.0123456789ac.tmp');
  const other = join(folder, '.other.bin.0123456789ab.tmp');
  for (const path of [left, fresh, other]) writeFileSync(path, 'x');
  for (const path of [left, other]) utimesSync(path, 1, 1);
  await writeFileAtomically(join(folder, 'file.bin'), bytes(1));
  expect(readdirSync(folder).sort()).toEqual([
    '.file.bin.0123456789ac.tmp',
    '.other.bin.0123456789ab.tmp',
    'file.bin',
  ]);
});

it('says where downloads work', () => {
  expect(() => downloadFile('a.bin', bytes(1))).toThrow(
    '[downloadFile] expected a page in a browser, got none. Elsewhere use writeFileAtomically.',
  );
});

// Only Linux has a /proc, below which no folder can be made.
it.runIf(process.platform === 'linux')('says at once that below /proc nothing can be written', async () => {
  for (const path of ['/proc/neurona/a.csv', '/proc/neurona/runs/a.csv']) {
    await expect(checkWritable('train', path)).rejects.toThrow(
      '[train] expected a file that can be written, got ENOENT',
    );
  }
});
