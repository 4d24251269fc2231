import { gzipSync } from 'node:zlib';
import { sizeOf } from '@neurona/backend';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { readIdx } from './read-idx.js';

/** An IDX file: type, sizes and the bytes of the numbers. */
function idxFile(type: number, sizes: readonly number[], body: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + body.length);
  bytes.set([0, 0, type, sizes.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, size] of sizes.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(Array.from(body), 4 + 4 * sizes.length);
  return bytes;
}

const bigEndian = (array: Int16Array | Int32Array | Float32Array | Float64Array): Uint8Array => {
  const bytes = new Uint8Array(array.buffer.slice(0));
  for (let i = 0; i < bytes.length; i += array.BYTES_PER_ELEMENT) {
    bytes.subarray(i, i + array.BYTES_PER_ELEMENT).reverse();
  }
  return bytes;
};

describe('readIdx', () => {
  it.each([
    ['unsigned bytes', 8, Uint8Array.of(0, 200), 'int32', [0, 200]],
    ['signed bytes', 9, new Uint8Array(Int8Array.of(-3, 5).buffer), 'int32', [-3, 5]],
    ['shorts', 11, bigEndian(Int16Array.of(-300, 5)), 'int32', [-300, 5]],
    ['ints', 12, bigEndian(Int32Array.of(-70000, 5)), 'int32', [-70000, 5]],
    ['floats', 13, bigEndian(Float32Array.of(-1.5, 0.25)), 'float32', [-1.5, 0.25]],
    ['doubles', 14, bigEndian(Float64Array.of(-1.5, Infinity)), 'float32', [-1.5, Infinity]],
  ] as const)('reads %s', async (_, type, body, dtype, values) => {
    const array = await readIdx(idxFile(type, [2, 1], body));
    expect({ ...array, values: Array.from(array.values) }).toEqual({ values, shape: [2, 1], dtype });
  });

  it('unpacks gzip', async () => {
    const array = await readIdx(gzipSync(idxFile(8, [3], [1, 2, 3])));
    expect(Array.from(array.values)).toEqual([1, 2, 3]);
  });

  it.each([
    ['nothing', [], 'an IDX header of 4 bytes, got 0 (a.idx, byte 0).', 0],
    ['a cut header', [0, 0, 8, 2, 0, 0], 'an IDX header of 12 bytes, got 6 (a.idx, byte 6).', 6],
    [
      'text',
      [104, 105, 8, 0],
      'an IDX file, which begins with two zeros, got 104 and 105 (a.idx, byte 0).',
      0,
    ],
    ['an unknown type', [0, 0, 10, 0], 'an element type of 8, 9 or 11 to 14, got 10 (a.idx, byte 2).', 2],
    [
      'too few numbers',
      idxFile(8, [2, 2], [1, 2, 3]),
      '16 bytes for shape [2, 2] of u1, got 15 (a.idx, byte 15).',
      15,
    ],
    [
      'too many numbers',
      idxFile(8, [2], [1, 2, 3]),
      '10 bytes for shape [2] of u1, got 11 (a.idx, byte 10).',
      10,
    ],
    [
      'sizes beyond all memory',
      idxFile(14, [2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [1]),
      'Infinity bytes for shape [4294967295, 4294967295, 4294967295] of f8, got 17 (a.idx, byte 17).',
      17,
    ],
    [
      'a number beyond float32',
      idxFile(14, [2], bigEndian(Float64Array.of(1, 1e39))),
      'a float32, at most 3.4028234663852886e+38, got 1e+39 (a.idx, byte 16, element 1). Save the array with a smaller dtype.',
      16,
    ],
  ] as const)('refuses %s', async (_, bytes, message, offset) => {
    const error = await readIdx(Uint8Array.from(bytes), { file: 'a.idx' }).catch((caught) => caught);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({
      message: `[readIdx] expected ${message}`,
      code: 'ERR_DATASET',
      file: 'a.idx',
      offset,
    });
  });

  it('stops unpacking at the size that the header declares, and at the limit', async () => {
    const bomb = gzipSync(new Uint8Array(50_000_000)); // 48 kB of zeros: no sizes, no numbers
    await expect(readIdx(bomb)).rejects.toThrow(
      'an element type of 8, 9 or 11 to 14, got 0 (the file, byte 2)',
    );
    const longer = gzipSync(idxFile(8, [4], new Uint8Array(50_000)));
    await expect(readIdx(longer)).rejects.toThrow('expected 12 bytes as its header says, got more');
    const large = gzipSync(idxFile(8, [1_000_000], new Uint8Array(1_000_000)));
    await expect(readIdx(large, { maxBytes: 1000 })).rejects.toThrow(
      'expected at most 1000 bytes unpacked, got more (the file, byte 1000). Raise maxBytes if the file is to be trusted.',
    );
  });

  it('refuses a cut or corrupt gzip stream', async () => {
    const packed = gzipSync(idxFile(8, [100], new Uint8Array(100)));
    await expect(readIdx(packed.subarray(0, -3))).rejects.toThrow('a whole gzip stream, got one that is cut');
    packed[packed.length - 6]! ^= 1; // the checksum
    await expect(readIdx(packed)).rejects.toThrow(DatasetError);
  });

  it('reads damaged files as a whole array or not at all', async () => {
    const images = idxFile(8, [2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const numbers = idxFile(14, [3], bigEndian(Float64Array.of(1, 2, 3)));
    const { refused, taken } = await fuzzReader({
      seeds: [images, numbers, gzipSync(images)],
      read: (bytes) => readIdx(bytes, { file: 'a.idx' }),
      check({ values, shape }, bytes) {
        expect(values.length).toBe(sizeOf(shape));
        if (bytes[0] === 0) expect(values.length).toBeLessThanOrEqual(bytes.length);
      },
    });
    expect(refused).toBeGreaterThan(5000);
    expect(taken).toBeGreaterThan(100);
  });
});
