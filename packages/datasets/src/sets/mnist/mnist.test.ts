import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DatasetError } from '../../dataset-error.js';
import { describeWithData, sharedData } from '../../testing/shared-data.js';
import { fashionMnist } from '../fashion-mnist/fashion-mnist.js';
import { kmnist } from '../kmnist/kmnist.js';
import { mnist } from './mnist.js';

/** Images whose pixels count up, and these labels, as IDX files. */
function idxFiles(
  labels: readonly number[],
  pixels = labels.length * 784,
): { images: Uint8Array; classes: Uint8Array } {
  const count = labels.length;
  const body = Array.from({ length: pixels }, (_, i) => i % 256);
  return {
    images: Uint8Array.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28, ...body]),
    classes: Uint8Array.from([0, 0, 8, 1, 0, 0, 0, count, ...labels]),
  };
}

async function withFolder(
  files: Readonly<Record<string, Uint8Array>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-mnist-'));
  try {
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('sets in the files of MNIST', () => {
  it.each([mnist, fashionMnist, kmnist])('are read from a folder, packed or not (%o)', async (load) => {
    const { images, classes } = idxFiles([7, 0]);
    const files = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte.gz': gzipSync(classes) };
    await withFolder(files, async (folder) => {
      const data = await load({ folder });
      expect(data.length).toBe(2);
      expect(data.classNames).toHaveLength(10);
      const [image, label] = data.get(1);
      expect([image!.shape, image!.dtype]).toEqual([[28, 28, 1], 'float32']);
      expect(image!.values[0]).toBeCloseTo((784 % 256) / 255, 6);
      expect([label!.shape, label!.dtype, label!.values[0]]).toEqual([[], 'int32', 0]);
    });
  });

  it('name the file that is missing', async () => {
    await withFolder({}, async (folder) => {
      await expect(mnist({ folder, split: 'test' })).rejects.toThrow(
        `[download] expected mnist/t10k-images-idx3-ubyte.gz in the folder ${folder}, got none (mnist/t10k-images-idx3-ubyte.gz). ` +
          'Put the file there; or leave out the option folder and NEURONA_DATA, and it is downloaded.',
      );
    });
  });

  it.each([
    [
      'too few labels',
      idxFiles([1, 2]).images,
      idxFiles([1]).classes,
      'expected 2 classes, one for each image, got [1]',
    ],
    [
      'an eleventh class',
      idxFiles([1]).images,
      idxFiles([10]).classes,
      'expected classes from 0 to 9, got 10',
    ],
    [
      'cut images',
      idxFiles([1], 700).images,
      idxFiles([1]).classes,
      'expected 800 bytes for shape [1, 28, 28] of u1, got 716',
    ],
    ['labels as images', idxFiles([1]).classes, idxFiles([1]).classes, 'expected u1 [N, 28, 28], got u1 [1]'],
  ])('refuse %s', async (_, images, classes, message) => {
    const files = { 'train-images-idx3-ubyte': images, 'train-labels-idx1-ubyte': classes };
    await withFolder(files, async (folder) => {
      const error = await mnist({ folder }).catch((caught) => caught);
      expect(error).toBeInstanceOf(DatasetError);
      expect(error.message).toContain(`[mnist] ${message} (${folder}`);
    });
  });

  it('refuse another split', async () => {
    await expect(mnist({ split: 'validation' as 'test' })).rejects.toThrow(
      '[mnist] expected split to be "train" or "test", got validation.',
    );
  });
});

describeWithData(
  'the test part of MNIST',
  ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'],
  () => {
    it('has 10,000 digits with their classes', async () => {
      const data = await mnist({ folder: sharedData, split: 'test' });
      expect(data.length).toBe(10_000);
      const [images, classes] = data.fields;
      expect(images!.shape).toEqual([10_000, 28, 28, 1]);
      expect(Array.from(classes!.values.subarray(0, 10))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
      const counts = new Array(10).fill(0);
      for (const value of classes!.values) counts[value]++;
      expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
      const sum = Array.from(images!.values).reduce((total, value) => total + value, 0);
      expect(sum / images!.values.length).toBeCloseTo(0.1325, 4);
    });
  },
);
