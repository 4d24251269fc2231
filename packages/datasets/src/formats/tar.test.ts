import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { expect, it } from 'vitest';
import { fuzzReader } from '../testing/fuzz-reader.js';
import type { Place } from './place.js';
import { readTarGz } from './tar.js';

const place: Place = { subject: 'cifar10', file: 'a.tar.gz', maxBytes: 1e6 };
const wanted = new Map([
  ['one.bin', 600],
  ['two.bin', 3],
]);

const mtime = new Date(0); // the same bytes each time
const archive = await packTar([
  { header: { name: 'batches/', mtime, size: 0, type: 'directory' } },
  { header: { name: 'batches/readme.html', mtime, size: 5 }, body: 'hello' },
  { header: { name: 'batches/one.bin', mtime, size: 600 }, body: new Uint8Array(600).fill(7) },
  { header: { name: 'batches/two.bin', mtime, size: 3 }, body: Uint8Array.of(1, 2, 3) },
]);

const read = (
  packed: Uint8Array,
  sizes: ReadonlyMap<string, number> = wanted,
): Promise<Map<string, Uint8Array>> => readTarGz(packed, sizes, place);

it('keeps the files that are wanted', async () => {
  const files = await read(gzipSync(archive));
  expect([...files.keys()]).toEqual(['one.bin', 'two.bin']);
  expect(Array.from(files.get('two.bin')!)).toEqual([1, 2, 3]);
});

it('refuses what is missing, cut, or of another size', async () => {
  await expect(read(gzipSync(archive), new Map([['three.bin', 3]]))).rejects.toThrow(
    '[cifar10] expected a file named three.bin in it, got none (a.tar.gz).',
  );
  await expect(read(gzipSync(archive), new Map([['two.bin', 4]]))).rejects.toThrow(
    '[cifar10] expected 4 bytes, got 3 (a.tar.gz/two.bin, byte 0).',
  );
  await expect(read(gzipSync(archive).subarray(0, -9))).rejects.toThrow(
    /^\[cifar10\] expected a whole gzip stream, got one that is cut or corrupt \(a\.tar\.gz, byte \d+\)\.$/,
  );
  await expect(read(gzipSync(archive.subarray(0, 1500)))).rejects.toThrow(
    '[cifar10] expected a whole tar archive, got one that is cut or corrupt (a.tar.gz). Get it again.',
  );
  await expect(read(gzipSync(new Uint8Array(2_000_000)))).rejects.toThrow(
    'expected at most 1000000 bytes unpacked',
  );
});

it('reads damaged archives as whole files or not at all', async () => {
  const { refused } = await fuzzReader({
    seeds: [archive.slice(0, 3584), gzipSync(archive)],
    read: (bytes) => read(bytes),
    check(files) {
      expect([...files].map(([name, bytes]) => [name, bytes.length])).toEqual([...wanted]);
    },
  });
  expect(refused).toBeGreaterThan(2000);
});

// A tar archive has no checksum of what its files hold; gzip around it does.
it('reads damaged packed archives as the bytes that were packed, or not at all', async () => {
  const expected = new Map([
    ['one.bin', String(new Uint8Array(600).fill(7))],
    ['two.bin', '1,2,3'],
  ]);
  const { refused } = await fuzzReader({
    seeds: [gzipSync(archive), gzipSync(archive, { level: 0 })],
    mutations: 3000,
    read: (bytes) => read(bytes),
    check(files) {
      expect(new Map([...files].map(([name, bytes]) => [name, String(bytes)]))).toEqual(expected);
    },
  });
  expect(refused).toBeGreaterThan(600);
});
