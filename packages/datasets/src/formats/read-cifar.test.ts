import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { readCifar } from './read-cifar.js';

/** Images whose red pixels are 51, whose green ones are 102 and whose blue ones are 255, after these labels. */
function cifarFile(labels: readonly (readonly number[])[]): Uint8Array {
  const channel = (value: number): number[] => new Array(1024).fill(value);
  return Uint8Array.from(labels.flatMap((own) => [...own, ...channel(51), ...channel(102), ...channel(255)]));
}

describe('readCifar', () => {
  it('puts the channels last and scales to [0, 1]', async () => {
    const { images, labels } = await readCifar(cifarFile([[3], [9]]));
    expect([images.shape, images.dtype]).toEqual([[2, 32, 32, 3], 'float32']);
    for (const at of [0, 3072]) {
      expect(Array.from(images.values.subarray(at, at + 3))).toEqual(
        Array.from(Float32Array.of(0.2, 0.4, 1)),
      );
    }
    expect(labels.map(({ values, dtype }) => [Array.from(values), dtype])).toEqual([[[3, 9], 'int32']]);
  });

  it('reads the two labels of CIFAR-100, packed or not', async () => {
    const bytes = cifarFile([
      [19, 99],
      [0, 1],
    ]);
    for (const data of [bytes, gzipSync(bytes)]) {
      const { labels } = await readCifar(data, { classes: [20, 100] });
      expect(labels.map(({ values }) => Array.from(values))).toEqual([
        [19, 0],
        [99, 1],
      ]);
    }
  });

  it('names the image that is cut and the class that is not there', async () => {
    const bytes = cifarFile([[3], [9]]);
    await expect(readCifar(bytes.subarray(0, 5000), { file: 'a.bin' })).rejects.toThrow(
      '[readCifar] expected images of 3073 bytes each, got 5000 bytes (a.bin, byte 3073).',
    );
    await expect(readCifar(new Uint8Array(0))).rejects.toThrow('got 0 bytes (the file, byte 0).');
    bytes[3073] = 10;
    await expect(readCifar(bytes, { file: 'a.bin' })).rejects.toThrow(
      '[readCifar] expected a class from 0 to 9, got 10 (a.bin, byte 3073, image 1).',
    );
    await expect(readCifar(bytes, { classes: [] })).rejects.toThrow('classes to hold integers');
  });

  it('reads damaged files as whole images or not at all', async () => {
    const bytes = cifarFile([[3]]);
    const { refused, taken } = await fuzzReader({
      seeds: [bytes, gzipSync(bytes)],
      read: (data) => readCifar(data, { file: 'a.bin' }),
      check({ images, labels }) {
        const [label] = labels;
        expect(images.values.length).toBe(3072 * label!.values.length);
        expect(label!.values.every((value) => value >= 0 && value < 10)).toBe(true);
      },
    });
    expect(refused).toBeGreaterThan(5000);
    expect(taken).toBeGreaterThan(100);
  });
});
