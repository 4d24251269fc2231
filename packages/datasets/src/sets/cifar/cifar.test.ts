import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { describeWithData, sharedData } from '../../testing/shared-data.js';
import { cifar10 } from './cifar-10.js';
import { cifar100 } from './cifar-100.js';

/** Images: the labels of the first, then zeros; all pixels are black but the first image's first, which is blue. */
function imageFile(labels: readonly number[], images: number): Uint8Array {
  const bytes = new Uint8Array(images * (labels.length + 3072));
  bytes.set(labels);
  bytes[labels.length + 2048] = 255;
  return bytes;
}

async function withFolder(
  name: string,
  bytes: Uint8Array,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'neurona-cifar-'));
  try {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), bytes);
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('cifar100', () => {
  it('gives fine classes, coarse ones or both, from a file or from the archive', async () => {
    const bytes = imageFile([19, 99], 10_000);
    const archive = await packTar([
      { header: { name: 'cifar-100-binary/', size: 0, type: 'directory' } },
      { header: { name: 'cifar-100-binary/test.bin', size: bytes.length }, body: bytes },
    ]);
    const packed = gzipSync(archive, { level: 1 });
    await withFolder('cifar-100/cifar-100-binary.tar.gz', packed, async (folder) => {
      const both = await cifar100({ folder, split: 'test', labels: 'both' });
      const [image, fine, coarse] = both.get(0);
      expect(both.length).toBe(10_000);
      expect(Array.from(image!.values.subarray(0, 4))).toEqual([0, 0, 1, 0]);
      expect([image!.shape, fine!.values[0], coarse!.values[0]]).toEqual([[32, 32, 3], 99, 19]);
    });
    await withFolder('test.bin', bytes.subarray(0, 2 * 3074), async (folder) => {
      const coarse = await cifar100({ folder, split: 'test', labels: 'coarse' });
      expect([coarse.length, coarse.fields.length, coarse.get(0)[1]!.values[0]]).toEqual([2, 2, 19]);
      expect([coarse.classNames?.[19], coarse.classNames?.length]).toEqual(['vehicles_2', 20]);
      const { classNames } = await cifar100({ folder, split: 'test' });
      expect([classNames?.[99], classNames?.length]).toEqual(['worm', 100]);
      expect(classNames).toEqual([...classNames!].sort()); // that is their order
    });
  });

  it('refuses a file that is cut or too long', async () => {
    await withFolder('cifar-100/test.bin', imageFile([1, 1], 2).subarray(0, 3075), async (folder) => {
      await expect(cifar100({ folder, split: 'test' })).rejects.toThrow(
        `[cifar100] expected images of 3074 bytes each, got 3075 bytes (${join(folder, 'cifar-100/test.bin')}, byte 3074).`,
      );
    });
    const packed = gzipSync(imageFile([1, 1], 10_001), { level: 1 });
    await withFolder('cifar-100/test.bin.gz', packed, async (folder) => {
      await expect(cifar100({ folder, split: 'test' })).rejects.toThrow(
        'at most 30740000 bytes unpacked, got more',
      );
    });
  });
});

describe('cifar10', () => {
  it('refuses settings that mean nothing', async () => {
    await expect(cifar10({ batches: 6 })).rejects.toThrow(
      '[cifar10] expected batches to be an integer from 1 to 5, got 6.',
    );
    await expect(cifar100({ labels: 'all' as 'both' })).rejects.toThrow(
      '[cifar100] expected labels to be "fine", "coarse" or "both", got all.',
    );
  });
});

describeWithData(
  'a part of CIFAR-10',
  ['cifar-10/test_batch.bin.gz', 'cifar-10/data_batch_1.bin.gz', 'cifar-10/batches.meta.txt'],
  () => {
    it('has 1,000 test images, 100 of each class', async () => {
      const data = await cifar10({ folder: sharedData, split: 'test' });
      const [images, classes] = data.fields;
      expect(images!.shape).toEqual([1000, 32, 32, 3]);
      expect(Array.from(classes!.values.subarray(0, 8))).toEqual([4, 6, 1, 5, 2, 3, 6, 5]);
      const counts = new Array(10).fill(0);
      for (const value of classes!.values) counts[value]++;
      expect(counts).toEqual(new Array(10).fill(100));
      // red, green, blue of the first pixel of the first image, a deer
      expect(Array.from(images!.values.subarray(0, 3), (value) => Math.round(value * 255))).toEqual([
        124, 111, 92,
      ]);
      expect(data.classNames?.[4]).toBe('deer');
    });

    it('has 4,000 images to learn from, and names the one that is missing', async () => {
      expect((await cifar10({ folder: sharedData, batches: 1 })).length).toBe(4000);
      await expect(cifar10({ folder: sharedData })).rejects.toThrow(
        `[download] expected cifar-10/data_batch_2.bin in the folder ${sharedData}, got none`,
      );
    });
  },
);
