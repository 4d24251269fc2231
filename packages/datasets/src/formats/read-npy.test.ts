import { gzipSync } from 'node:zlib';
import { sizeOf } from '@neurona/backend';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { readNpy, readNpz } from './read-npy.js';

/** A .npy file as NumPy writes it: the header is padded, so that the numbers begin at a multiple of 64. */
function npyFile(
  descr: string,
  shape: string,
  body: ArrayBufferView,
  options: { fortran?: boolean; version?: number } = {},
) {
  const { fortran = false, version = 1 } = options;
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const length = Math.ceil((start + text.length + 1) / 64) * 64 - start;
  const head = [0x93, ...new TextEncoder().encode('NUMPY'), version, 0, length & 255, length >> 8];
  if (version > 1) head.push(0, 0);
  const header = new TextEncoder().encode(`${text.padEnd(length - 1)}\n`);
  const data = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return Uint8Array.from([...head, ...header, ...data]);
}

function swapped(array: Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(array.buffer.slice(0));
  for (let i = 0; i < bytes.length; i += array.BYTES_PER_ELEMENT) {
    bytes.subarray(i, i + array.BYTES_PER_ELEMENT).reverse();
  }
  return bytes;
}

describe('readNpy', () => {
  it.each([
    ['|b1', Uint8Array.of(1, 0), 'bool', [1, 0]],
    ['|u1', Uint8Array.of(1, 200), 'int32', [1, 200]],
    ['|i1', Int8Array.of(1, -2), 'int32', [1, -2]],
    ['<u2', Uint16Array.of(1, 65535), 'int32', [1, 65535]],
    ['>i2', swapped(Int16Array.of(1, -300)), 'int32', [1, -300]],
    ['<i4', Int32Array.of(1, -70000), 'int32', [1, -70000]],
    ['>i4', swapped(Int32Array.of(1, -70000)), 'int32', [1, -70000]],
    ['<u4', Uint32Array.of(1, 70000), 'int32', [1, 70000]],
    ['<i8', BigInt64Array.of(1n, -(2n ** 31n)), 'int32', [1, -(2 ** 31)]],
    ['>i8', swapped(BigInt64Array.of(1n, -2n)), 'int32', [1, -2]],
    ['<u8', BigUint64Array.of(1n, 2n), 'int32', [1, 2]],
    ['<f2', Uint16Array.of(0x3c00, 0xc500), 'float32', [1, -5]],
    ['<f2', Uint16Array.of(0x0001, 0x7c00), 'float32', [2 ** -24, Infinity]],
    ['<f4', Float32Array.of(1, -0.5), 'float32', [1, -0.5]],
    ['>f4', swapped(Float32Array.of(1, -0.5)), 'float32', [1, -0.5]],
    ['<f8', Float64Array.of(1, NaN), 'float32', [1, NaN]],
    ['>f8', swapped(Float64Array.of(1, -0.5)), 'float32', [1, -0.5]],
  ] as const)('reads %s', async (descr, body, dtype, values) => {
    const array = await readNpy(npyFile(descr, '(2,)', body));
    expect({ ...array, values: Array.from(array.values) }).toEqual({ values, shape: [2], dtype });
  });

  it('reads versions 2 and 3, arrays without axes and without elements, and gzip', async () => {
    for (const version of [2, 3]) {
      const array = await readNpy(npyFile('<f4', '(1, 2)', Float32Array.of(3, 4), { version }));
      expect([Array.from(array.values), array.shape]).toEqual([
        [3, 4],
        [1, 2],
      ]);
    }
    expect((await readNpy(npyFile('<f4', '()', Float32Array.of(3)))).shape).toEqual([]);
    expect((await readNpy(npyFile('<f4', '(0, 3)', new Float32Array(0)))).shape).toEqual([0, 3]);
    expect((await readNpy(gzipSync(npyFile('|u1', '(2,)', Uint8Array.of(5, 7))))).values[1]).toBe(7);
  });

  it('turns columns-first arrays into rows', async () => {
    const body = Int32Array.of(0, 12, 4, 16, 8, 20, 1, 13, 5, 17, 9, 21); // [2, 3, 2], first axis fastest
    const array = await readNpy(npyFile('<i4', '(2, 3, 2)', body, { fortran: true }));
    expect(Array.from(array.values)).toEqual([0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21]);
  });

  it.each([
    [
      'text',
      new TextEncoder().encode('hello, hello'),
      'a .npy file, which begins with \\x93NUMPY, got another (a.npy, byte 0).',
    ],
    [
      'a cut header',
      npyFile('<f4', '(2,)', Float32Array.of(1, 2)).slice(0, 30),
      'a .npy header of 128 bytes, got 30 (a.npy, byte 30).',
    ],
    [
      'a cut array',
      npyFile('<f4', '(2,)', Float32Array.of(1)),
      '136 bytes for shape [2] of f4, got 132 (a.npy, byte 132).',
    ],
    [
      'a lying shape',
      npyFile('<f8', '(99999999999,)', Float64Array.of(1)),
      '800000000120 bytes for shape [99999999999] of f8, got 136 (a.npy, byte 136).',
    ],
    [
      'an endless shape',
      npyFile('|u1', '(999999999999999, 999999999999999, 9)', Uint8Array.of(1)),
      'Infinity bytes for shape',
    ],
    [
      'Python objects',
      npyFile('|O', '(1,)', Uint8Array.of(1)),
      'numbers or booleans, got dtype "|O" (a.npy, byte 10).',
    ],
    [
      'texts',
      npyFile('<U4', '(1,)', new Uint8Array(16)),
      'numbers or booleans, got dtype "<U4" (a.npy, byte 10).',
    ],
    [
      'a negative size',
      npyFile('<f4', '(-1,)', Float32Array.of(1)),
      'a header with descr, fortran_order and shape, got "{',
    ],
    [
      'a number beyond int32',
      npyFile('<i8', '(2,)', BigInt64Array.of(1n, 2n ** 31n)),
      'an int32, got 2147483648 (a.npy, byte 136, element 1). Save the array with a smaller dtype.',
    ],
    [
      'a boolean of 2',
      npyFile('|b1', '(1,)', Uint8Array.of(2)),
      'a boolean, 0 or 1, got 2 (a.npy, byte 128, element 0).',
    ],
    [
      'another version',
      npyFile('<f4', '(1,)', Float32Array.of(1), { version: 4 }),
      'version 1, 2 or 3, got 4 (a.npy, byte 6).',
    ],
  ] as const)('refuses %s', async (_, bytes, message) => {
    await expect(readNpy(bytes, { file: 'a.npy' })).rejects.toThrow(`[readNpy] expected ${message}`);
  });

  it('reads damaged files as a whole array or not at all', async () => {
    const body = Int32Array.from({ length: 12 }, (_, i) => i);
    const { refused, taken } = await fuzzReader({
      seeds: [
        npyFile('<i4', '(2, 3, 2)', body, { fortran: true }),
        npyFile('>f8', '(6,)', body, { version: 2 }),
        gzipSync(npyFile('|b1', '(2,)', Uint8Array.of(1, 0))),
      ],
      read: (bytes) => readNpy(bytes, { file: 'a.npy' }),
      check({ values, shape }, bytes) {
        expect(values.length).toBe(sizeOf(shape));
        if (bytes[0] === 0x93) expect(values.length).toBeLessThanOrEqual(bytes.length);
      },
    });
    expect(refused).toBeGreaterThan(5000);
    expect(taken).toBeGreaterThan(100);
  });
});

describe('readNpz', () => {
  const x = npyFile('<f4', '(2,)', Float32Array.of(1, 2));
  const y = npyFile('|u1', '(3,)', Uint8Array.of(3, 4, 5));
  const archive = zipSync({ 'x.npy': x, 'y.npy': y });

  it('reads stored and deflated arrays by name', async () => {
    for (const level of [0, 9] as const) {
      const arrays = await readNpz(zipSync({ 'x.npy': x, 'y.npy': y }, { level }));
      expect(Object.keys(arrays)).toEqual(['x', 'y']);
      expect(Array.from(arrays.y!.values)).toEqual([3, 4, 5]);
    }
  });

  it('refuses what is no archive of arrays', async () => {
    await expect(readNpz(archive.subarray(0, -1), { file: 'a.npz' })).rejects.toThrow(
      `[readNpz] expected a ZIP archive, which ends with a directory, got none (a.npz, byte ${archive.length - 1}). It may have been cut; get it again.`,
    );
    await expect(readNpz(zipSync({ 'readme.txt': x }))).rejects.toThrow(
      'files named .npy in it, got "readme.txt"',
    );
    const corrupt = Uint8Array.from(archive);
    corrupt[60]! ^= 4; // within the deflated x
    await expect(readNpz(corrupt)).rejects.toThrow('The file is corrupt; get it again.');
    await expect(readNpz(archive, { maxBytes: 200 })).rejects.toThrow('at most 200 bytes unpacked, got 267');
  });

  it('refuses sizes that no deflate stream has before it allocates', async () => {
    const lying = Uint8Array.from(archive);
    const entry = lying.findIndex((_, i) => lying[i] === 0x50 && lying[i + 2] === 1 && lying[i + 3] === 2);
    new DataView(lying.buffer).setUint32(entry + 24, 2 ** 32 - 2, true);
    await expect(readNpz(lying)).rejects.toThrow(/at most \d+ bytes from \d+, got 4294967294/);
  });

  it('reads damaged archives as whole arrays or not at all', async () => {
    const { refused, taken } = await fuzzReader({
      seeds: [archive, zipSync({ 'x.npy': x, 'y.npy': y }, { level: 0 })],
      read: (bytes) => readNpz(bytes, { file: 'a.npz' }),
      check(arrays, bytes) {
        for (const { values, shape } of Object.values(arrays)) {
          expect(values.length).toBe(sizeOf(shape));
          expect(values.length).toBeLessThanOrEqual(1032 * bytes.length);
        }
      },
    });
    expect(refused).toBeGreaterThan(5000);
    expect(taken).toBeGreaterThan(10);
  });
});
