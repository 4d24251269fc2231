import { describe, expect, it } from 'vitest';
import { readSafetensors } from './safetensors.js';
import { encodeFile, encodeSafetensors, floats } from './testing/golden-folder.js';

const file = encodeSafetensors({
  a: floats([2, 2], 1, 2, 3, 4),
  scalar: { dtype: 'int32', shape: [], values: Int32Array.of(-7) },
  empty: floats([0, 3]),
  flags: { dtype: 'bool', shape: [3], values: Uint8Array.of(1, 0, 1) },
});

describe('readSafetensors', () => {
  it('reads floats, integers, booleans, scalars and empty arrays', () => {
    const arrays = readSafetensors(file);
    expect([...arrays.keys()]).toEqual(['a', 'scalar', 'empty', 'flags']);
    expect(arrays.get('a')).toEqual(floats([2, 2], 1, 2, 3, 4));
    expect(arrays.get('scalar')).toEqual({ dtype: 'int32', shape: [], values: Int32Array.of(-7) });
    expect(arrays.get('empty')).toEqual(floats([0, 3]));
    expect(arrays.get('flags')!.values).toEqual(Uint8Array.of(1, 0, 1));
  });

  it('reads a file that lies unaligned in a larger buffer', () => {
    const larger = new Uint8Array(file.byteLength + 1);
    larger.set(file, 1);
    expect(readSafetensors(larger.subarray(1)).get('a')!.values).toEqual(Float32Array.of(1, 2, 3, 4));
  });

  it('skips the metadata', () => {
    const header = '{"__metadata__":{"golden":"x"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    expect([...readSafetensors(encodeFile(header, Float32Array.of(5))).keys()]).toEqual(['a']);
  });

  it.each([
    [0, '[readSafetensors] expected at least 8 bytes, got 0 (f).'],
    [7, '[readSafetensors] expected at least 8 bytes, got 7 (f).'],
  ])('refuses a file of %i bytes', (size, message) => {
    expect(() => readSafetensors(file.subarray(0, size), 'f')).toThrow(message);
  });

  it('refuses a file that is cut short, wherever that is', () => {
    for (let size = 8; size < file.byteLength; size++) {
      expect(() => readSafetensors(file.subarray(0, size)), `${size} bytes`).toThrow('The file is cut short');
    }
  });

  it('refuses bytes that no array owns', () => {
    const longer = Buffer.concat([file, Buffer.from([0])]);
    expect(() => readSafetensors(longer, 'f')).toThrow(
      '[readSafetensors] expected 23 bytes of values, got 24 (f).',
    );
  });

  it.each([
    ['[1]', 'expected a header that is a JSON object, got [1]'],
    ['{"a":', 'expected a header of JSON, got '],
    ['{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,4]}}', 'expected F32, I32 or BOOL for a, got F64'],
    ['{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}', 'expected a shape for a, got [-1]'],
    ['{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', 'expected 8 bytes for a, got 4'],
    [
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}',
      'expected two rising offsets for a, got [4, 0]',
    ],
    [
      '{"a":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}',
      'expected a to start at byte 0 of the values, got 4',
    ],
    ['{"a":null}', 'expected a dtype for a, got undefined'],
  ])('refuses the header %s', (header, message) => {
    expect(() => readSafetensors(encodeFile(header, Float32Array.of(1)))).toThrow(message);
  });
});
