import { hostArray } from '@neurona/datasets';
import { describe, expect, it } from 'vitest';
import { CheckpointError } from '../checkpoint-error.js';
import { fuzz } from '../testing/fuzz.js';
import { rawFile } from '../testing/raw-file.js';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';

const whole = encodeSafetensors(
  {
    weight: hostArray(Float32Array.from({ length: 12 }, Math.sin), [3, 4]),
    steps: hostArray(Int32Array.of(1, 2), [2]),
    mask: hostArray(Uint8Array.of(1, 0, 1)),
    empty: hostArray(new Float32Array(0), [2, 0]),
  },
  { format: 'pt', note: 'a "quoted" text' },
);
const jsonLength = Number(new DataView(whole.buffer).getBigUint64(0, true));
const json = new TextDecoder().decode(whole.subarray(8, 8 + jsonLength));
const data = whole.subarray(8 + jsonLength);

/** Numbers that a lying header would say. */
const lies = [
  '-1',
  '0',
  '1',
  '2',
  '4',
  '8',
  '48',
  '56',
  '59',
  '60',
  '255',
  '2147483647',
  '2147483648',
  '4294967295',
].concat([
  '4294967296',
  '9007199254740991',
  '9007199254740992',
  '18446744073709551615',
  '1e309',
  '0.5',
  'null',
  '""',
  '[]',
  '{}',
]);
const texts = [
  'F32',
  'F64',
  'I64',
  'BOOL',
  'U8',
  'BF16',
  '__proto__',
  '__metadata__',
  'constructor',
  'weight',
  '\\u0000',
  '',
];

describe('a safetensors file changed at random', () => {
  it('is read as a whole or refused with a CheckpointError, in 12,000 ways', () => {
    const counts = fuzz(12_000, (random) => {
      const kind = random(6);
      let bytes: Uint8Array;
      if (kind === 0) bytes = random.flipBytes(whole);
      else if (kind === 1) bytes = rawFile(random.flipBytes(new TextEncoder().encode(json)), data);
      else if (kind === 2)
        bytes = rawFile(
          json.replaceAll(/\d+/g, (n) => (random(6) === 0 ? random.pick(lies) : n)),
          data,
        );
      else if (kind === 3)
        bytes = rawFile(
          json.replaceAll(/\w+/g, (w) => (random(8) === 0 ? random.pick(texts) : w)),
          data,
        );
      else if (kind === 4) bytes = random.splice(whole);
      else bytes = rawFile(json, data, random.bigInt());
      const { tensors } = decodeSafetensors(bytes);
      let read = 0;
      for (const { values, shape } of Object.values(tensors)) {
        expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
        read += values.byteLength;
      }
      expect(read).toBeLessThanOrEqual(4 * bytes.length); // bytes that become int32 are four times as many
    });
    expect(counts.failed).toEqual([]);
    expect(counts.read).toBeGreaterThan(300);
    expect(counts.refused).toBeGreaterThan(8000);
  });

  it.each(['[', '{"a":', '0', ' ', '"', '\\', '[],', '1,', '{"shape":[0],"dtype":"F32",'])(
    'whose enormous header repeats %s is refused without memory for it',
    (unit) => {
      for (const start of ['', '{', '{"a":{"shape":[', '{"__metadata__":{"a":']) {
        const bytes = rawFile(start + unit.repeat(5_000_000 / unit.length));
        const before = process.memoryUsage().heapUsed;
        expect(() => decodeSafetensors(bytes), start).toThrow(CheckpointError);
        expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
      }
    },
  );
});
