import { readdirSync, readFileSync } from 'node:fs';
import { type HostArray, hostArray } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { oneTensor, rawFile } from '../testing/raw-file.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';

const arrays: Record<string, HostArray> = {
  flags: hostArray(Uint8Array.of(1, 0, 1)),
  weight: hostArray(Float32Array.of(1, -0, Number.POSITIVE_INFINITY, 1e-45, 3, 4), [2, 3]),
  step: hostArray(Int32Array.of(-(2 ** 31)), []),
  empty: hostArray(new Float32Array(0), [0, 5]),
  ['__proto__']: hostArray(Int32Array.of(7)),
  'naïve "key"\n': hostArray(Int32Array.of(8)),
};

describe('safetensors', () => {
  it('come back bit for bit, in their order, with their metadata', () => {
    const metadata = Object.fromEntries([
      ['epoch', '3'],
      ['__proto__', 'odd'],
    ]);
    const decoded = decodeSafetensors(encodeSafetensors(arrays, metadata));
    expect(Object.keys(decoded.tensors)).toEqual(Object.keys(arrays));
    for (const [name, array] of Object.entries(arrays)) expect(decoded.tensors[name], name).toEqual(array);
    expect(Object.entries(decoded.metadata)).toEqual(Object.entries(metadata));
  });

  it('keep each array aligned, wider values first', () => {
    const bytes = encodeSafetensors(arrays);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    expect(length % 8).toBe(0);
    expect(header.weight.data_offsets).toEqual([0, 24]);
    expect(header.flags.data_offsets).toEqual([36, 39]);
  });

  it('are read from the middle of a larger buffer', () => {
    const bytes = encodeSafetensors(arrays);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(decodeSafetensors(larger.subarray(3)).tensors.weight).toEqual(arrays.weight);
  });

  it('may hold nothing', () => {
    expect(decodeSafetensors(encodeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
    expect(decodeSafetensors(rawFile('{}  \n'))).toEqual({ tensors: {}, metadata: {} });
  });

  it.each([
    ['F64', Float64Array.of(1e300, 0.1, -2), [Number.POSITIVE_INFINITY, Math.fround(0.1), -2]],
    ['F32', Float32Array.of(0.5, -1), [0.5, -1]],
    ['F16', Uint16Array.of(0x3c00, 0x0001, 0x7bff, 0xfc00, 0x8000), [1, 2 ** -24, 65504, -Infinity, -0]],
    ['BF16', Uint16Array.of(0x3f80, 0x0001, 0x7f80, 0xc000), [1, 2 ** -133, Infinity, -2]],
    ['I64', BigInt64Array.of(5n, -(2n ** 31n), 2n ** 31n - 1n), [5, -(2 ** 31), 2 ** 31 - 1]],
    ['I32', Int32Array.of(-7), [-7]],
    ['I16', Int16Array.of(-7), [-7]],
    ['I8', Int8Array.of(-7), [-7]],
    ['U64', BigUint64Array.of(2n ** 31n - 1n), [2 ** 31 - 1]],
    ['U32', Uint32Array.of(7, 2 ** 31 - 1), [7, 2 ** 31 - 1]],
    ['U16', Uint16Array.of(65535), [65535]],
    ['U8', Uint8Array.of(255), [255]],
    ['BOOL', Uint8Array.of(0, 1), [0, 1]],
  ])('of dtype %s are read', (dtype, data, expected) => {
    const { a } = decodeSafetensors(oneTensor(dtype, [expected.length], data)).tensors;
    expect(Array.from(a!.values)).toEqual(expected);
    expect(a!.dtype).toBe(dtype.includes('F') ? 'float32' : dtype === 'BOOL' ? 'bool' : 'int32');
  });

  it.each([
    ['I64', BigInt64Array.of(0n, 2n ** 31n), 'another I64 at index 1'],
    ['I64', BigInt64Array.of(-(2n ** 31n) - 1n), 'another I64 at index 0'],
    ['U64', BigUint64Array.of(2n ** 31n), 'another U64 at index 0'],
    ['U64', BigUint64Array.of(2n ** 63n), 'another U64 at index 0'],
    ['U32', Uint32Array.of(1, 2, 2 ** 31), 'another U32 at index 2'],
    ['BOOL', Uint8Array.of(0, 2), 'another BOOL at index 1'],
  ])('of dtype %s that can not be represented are refused', (dtype, data, received) => {
    const read = () => decodeSafetensors(oneTensor(dtype, [data.length], data), 'f.safetensors');
    expect(read).toThrow(CheckpointError);
    expect(read).toThrow(received);
  });

  it('round floats to 16 bits when asked to, ties to even', () => {
    const tiny = 2 ** -24;
    const values = Float32Array.of(
      1 + 2 ** -11,
      1 + 3 * 2 ** -11,
      65519,
      65520,
      1.5 * tiny,
      0.5 * tiny,
      NaN,
      1e-9,
      -0,
    );
    const half = decodeSafetensors(encodeSafetensors({ a: hostArray(values) }, {}, { floats: 'F16' })).tensors
      .a!;
    expect(Array.from(half.values)).toEqual([1, 1 + 2 ** -9, 65504, Infinity, 2 * tiny, 0, NaN, 0, -0]);
    const brain = Float32Array.of(1 + 2 ** -8, 1 + 3 * 2 ** -8, 3.4e38, NaN, -1e-40);
    const { a } = decodeSafetensors(
      encodeSafetensors({ a: hostArray(brain) }, {}, { floats: 'BF16' }),
    ).tensors;
    expect(Array.from(a!.values)).toEqual([1, 1 + 2 ** -6, Infinity, NaN, -(2 ** -133)]);
  });

  it('of 16 bits are the same again after reading and writing, for every pattern', () => {
    const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
    for (const [floats, isNoNumber] of [
      ['F16', (b: number) => (b & 0x7fff) > 0x7c00],
      ['BF16', (b: number) => (b & 0x7fff) > 0x7f80],
    ] as const) {
      const { a } = decodeSafetensors(oneTensor(floats, [65536], bits)).tensors;
      const again = encodeSafetensors({ a: a! }, {}, { floats });
      const stored = new Uint16Array(again.slice(-131072).buffer);
      expect(bits.filter((b) => !isNoNumber(b) && stored[b] !== b)).toEqual(new Uint16Array());
      expect(bits.filter((b) => isNoNumber(b) && !Number.isNaN(a!.values[b]!))).toEqual(new Uint16Array());
    }
  });

  it('written by PyTorch are read', () => {
    const folder = new URL('../../../../tooling/goldens/fixtures/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const bytes = readFileSync(new URL(file, folder));
      const { tensors, metadata } = decodeSafetensors(bytes, file);
      expect(metadata.golden).toContain('pytorch-goldens/1');
      const length = Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.toString('utf8', 8, 8 + length));
      expect(Object.keys(tensors)).toEqual(Object.keys(header).filter((key) => key !== '__metadata__'));
      for (const [key, { values, shape }] of Object.entries(tensors)) {
        const [start, stop] = header[key].data_offsets;
        expect(shape).toEqual(header[key].shape);
        const own = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
        expect(own.equals(bytes.subarray(8 + length + start, 8 + length + stop)), `${file} ${key}`).toBe(
          true,
        );
      }
      const once = encodeSafetensors(tensors, metadata);
      const again = decodeSafetensors(once);
      expect(Buffer.compare(encodeSafetensors(again.tensors, again.metadata), once), file).toBe(0);
    }
  });

  it('refuse arrays that do not hold what their shape says, and the key of the metadata', () => {
    const array = { values: new Float32Array(2), shape: [3], dtype: 'float32' } as const;
    expect(() => encodeSafetensors({ a: array })).toThrow(
      '[encodeSafetensors] expected 3 values for shape [3], got 2 (a).',
    );
    expect(() => encodeSafetensors({ __metadata__: hostArray(new Float32Array(1)) })).toThrow(
      '[encodeSafetensors] expected another key, got __metadata__.',
    );
  });
});

const entry = (fields: string) => `{"a":{${fields}}}`;
const offsets = '"data_offsets":[0,4]';

describe('a damaged safetensors file', () => {
  it.each([0, 7])('of %i bytes is refused', (size) => {
    expect(() => decodeSafetensors(new Uint8Array(size), 'f')).toThrow(
      `[decodeSafetensors] expected a safetensors file of at least 8 bytes, got ${size} (byte 0, f).`,
    );
  });

  it('is refused wherever it was cut short', () => {
    const bytes = encodeSafetensors(arrays);
    for (let size = 0; size < bytes.length; size++) {
      expect(() => decodeSafetensors(bytes.subarray(0, size)), `${size} bytes`).toThrow(CheckpointError);
    }
  });

  it.each([
    [2n ** 64n - 1n, 'expected a header of at most 100000000 bytes, got 18446744073709551615'],
    [100_000_001n, 'expected a header of at most 100000000 bytes, got 100000001'],
    [3n, 'expected 3 bytes of header, got 2 bytes in all'],
  ])('whose header claims %i bytes is refused', (length, message) => {
    expect(() => decodeSafetensors(rawFile('{}', 0, length))).toThrow(message);
  });

  it.each([
    ['[1]', 'expected a header that is a JSON object, got "[1]'],
    [
      '{"a":',
      'expected an object with dtype, shape and data_offsets, got the end of the header (a, byte 13)',
    ],
    ['{} x', 'expected the end of the header, got "x'],
    ['{"a', 'expected a closing quote'],
    ['{"a\n":1}', 'expected a key, got text that is not JSON in UTF-8'],
    ['{a:1}', 'expected a key, got "a:1}'],
    [entry('"dtype":"F32","shape":[1],"more":1'), 'expected dtype, shape or data_offsets, got more (a'],
    [entry('"dtype":"F32","dtype":"I32"'), 'expected each key once, got "dtype" twice'],
    [
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{}}',
      'expected each key once, got "a" twice',
    ],
    ['{"__metadata__":{"a":1}}', 'expected metadata that is text, got "1}}'],
    ['{"__metadata__":{"a":"1","a":"2"}}', 'expected each key once'],
    ['{"__metadata__":{},"__metadata__":{}}', 'expected each key once'],
    [entry('"shape":[1],"data_offsets":[0,4]'), 'expected a dtype, got none (a'],
    [entry('"dtype":"F8","shape":[4],"data_offsets":[0,4]'), 'expected a dtype of F64, F32, F16'],
    [entry('"dtype":"constructor","shape":[4],"data_offsets":[0,4]'), 'got constructor (a, byte 9)'],
    [entry('"dtype":"F32","data_offsets":[0,4]'), 'expected a shape, got none (a'],
    [entry(`"dtype":"F32","shape":[-1],${offsets}`), 'expected a shape of whole sizes, got "-1'],
    [entry(`"dtype":"F32","shape":[1.0],${offsets}`), 'expected a shape of whole sizes'],
    [entry(`"dtype":"F32","shape":[1e0],${offsets}`), 'expected a shape of whole sizes'],
    [entry(`"dtype":"F32","shape":[01],${offsets}`), 'expected a shape of whole sizes'],
    [entry(`"dtype":"F32","shape":[9007199254740992],${offsets}`), 'expected a shape of whole sizes'],
    [
      entry(`"dtype":"F32","shape":[4294967296,4294967296],${offsets}`),
      'expected a shape whose bytes can be counted',
    ],
    [
      entry(`"dtype":"F32","shape":[${Array(65).fill(1)}],${offsets}`),
      'expected a shape of whole sizes, at most 64',
    ],
    [entry('"dtype":"F32","shape":[1]'), 'expected two data_offsets, got none'],
    [entry('"dtype":"F32","shape":[1],"data_offsets":[0]'), 'expected two data_offsets, got [0]'],
    [entry('"dtype":"F32","shape":[1],"data_offsets":[0,4,8]'), 'expected two offsets, at most 2'],
    [
      entry('"dtype":"F32","shape":[1],"data_offsets":[4,0]'),
      'expected 4 bytes for F32 [1], got offsets 4 to 0',
    ],
    [entry(`"dtype":"F32","shape":[2],${offsets}`), 'expected 8 bytes for F32 [2], got offsets 0 to 4'],
    [
      entry('"dtype":"F32","shape":[0],"data_offsets":[4,4]'),
      'expected values from byte 0 on, without holes or overlaps',
    ],
    [entry('"dtype":"F32","shape":[2],"data_offsets":[0,8]'), 'expected values that end by byte 4, got 8'],
    ['{}', 'expected 0 bytes of values, as the header says, got 4'],
  ])('with the header %s is refused', (header, message) => {
    const read = () => decodeSafetensors(rawFile(header, 4));
    expect(read).toThrow(CheckpointError);
    expect(read).toThrow(message);
  });

  it('whose tensors overlap or leave a hole is refused', () => {
    const two = (first: string, second: string) =>
      rawFile(
        `{"a":{"dtype":"U8","shape":[4],"data_offsets":${first}},"b":{"dtype":"U8","shape":[4],"data_offsets":${second}}}`,
        8,
      );
    expect(() => decodeSafetensors(two('[0,4]', '[2,6]'))).toThrow('expected values from byte 4 on');
    expect(() => decodeSafetensors(two('[5,9]', '[0,4]'))).toThrow('expected values from byte 4 on');
    expect(() => decodeSafetensors(two('[0,4]', '[0,4]'))).toThrow('expected values from byte 4 on');
  });

  it('is named with the place of the fault', () => {
    const error = (() => {
      try {
        return decodeSafetensors(
          rawFile(entry('"dtype":"F9","shape":[1],"data_offsets":[0,4]'), 4),
          'model.st',
        );
      } catch (thrown) {
        return thrown as CheckpointError;
      }
    })();
    expect(error).toMatchObject({ code: 'ERR_CHECKPOINT', file: 'model.st', tensor: 'a', offset: 9 });
  });
});
