import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { fuzzReader } from '../testing/fuzz-reader.js';
import type { Place } from './place.js';
import { readZip } from './zip.js';

const place: Place = { subject: 'readNpz', file: 'a.zip', maxBytes: 1e6 };

const bodies: Readonly<Record<string, Uint8Array>> = {
  'text.txt': new TextEncoder().encode('the quick brown fox jumps over the lazy dog. '.repeat(20)),
  'folder/random.bin': Uint8Array.from({ length: 300 }, (_, i) => (i * i * 73 + 11 * i) & 255),
  'empty.bin': new Uint8Array(0),
};

const mtime = '1980-01-01'; // the same bytes each time
const archives = ([0, 6] as const).map((level) => zipSync({ ...bodies }, { level, mtime }));

/** Every file unpacked, by name. */
const read = (bytes: Uint8Array): [name: string, body: Uint8Array][] =>
  readZip(bytes, place).map((entry) => [entry.name, entry.read()]);

it('reads stored and deflated files', () => {
  for (const archive of archives) expect(Object.fromEntries(read(archive))).toEqual(bodies);
});

it('reads every prefix of an archive as cut', () => {
  for (const archive of archives)
    for (let length = 0; length < archive.length; length++)
      expect(() => read(archive.subarray(0, length))).toThrow(DatasetError);
});

// Names and the order of files have no checksum; what a file holds does.
it('reads archives damaged in 10,000 ways as the bytes that were packed, or not at all', async () => {
  const known = new Set(Object.values(bodies).map(String));
  const { refused, taken } = await fuzzReader({
    seeds: archives,
    read,
    check(files) {
      for (const [, body] of files) expect(known).toContain(String(body));
    },
  });
  expect(refused).toBeGreaterThan(5000);
  expect(taken).toBeGreaterThan(10);
});
