import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { readText } from './read-text.js';

it('reads UTF-8, packed or not, without its byte order mark', async () => {
  const bytes = new TextEncoder().encode('\ufeffÿ…\u{1f600}\n');
  expect(await readText(bytes)).toBe('ÿ…\u{1f600}\n');
  expect(await readText(gzipSync(bytes))).toBe('ÿ…\u{1f600}\n');
  expect(await readText(new Uint8Array(0))).toBe('');
});

it('names the byte at which it stops being text', async () => {
  await expect(readText(Uint8Array.of(0xc3, 0xb1, 0xc3), { file: 'a.txt' })).rejects.toThrow(
    '[readText] expected text in UTF-8, got other bytes (a.txt, byte 3). Save the file as UTF-8; a binary file needs another reader.',
  );
});

it('says of files that no text can hold that they are too large, before it unpacks them', async () => {
  const large =
    '[readText] expected a text of at most 536870888 bytes, got 536870889, which is too large (a.txt).';
  await expect(readText(new Uint8Array(2 ** 29 - 23), { file: 'a.txt' })).rejects.toThrow(large);
  const packed = new Uint8Array(2 ** 20);
  packed.set([0x1f, 0x8b]);
  new DataView(packed.buffer).setUint32(packed.length - 4, 2 ** 29 - 23, true); // a size that it tells, and nothing behind it
  await expect(readText(packed, { file: 'a.txt' })).rejects.toThrow(large);
});

it('reads damaged files as a whole or not at all', async () => {
  const text = new TextEncoder().encode('Before we proceed any further, hear me speak.\nñandú…\n');
  const { refused, taken } = await fuzzReader({
    seeds: [text, gzipSync(text)],
    read: (bytes) => readText(bytes, { file: 'a.txt' }),
    check(result, bytes) {
      if (bytes[0] !== 0x1f)
        expect(new TextEncoder().encode(result).length).toBeGreaterThanOrEqual(bytes.length - 3);
    },
  });
  expect(refused).toBeGreaterThan(3000);
  expect(taken).toBeGreaterThan(100);
});
