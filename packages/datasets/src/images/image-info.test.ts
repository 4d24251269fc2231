import { describe, expect, it } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { fileOf, fixtureFile, imageFixtures } from '../testing/image-files.js';
import { imageInfo } from './image-info.js';

describe('imageInfo', () => {
  it('reads format and size of every kind of file', () => {
    for (const fixture of imageFixtures) {
      const { type, width, height } = imageInfo(fileOf(fixture));
      const [tall, wide] = fixture.shape;
      expect([width, height], fixture.name).toEqual([wide, tall]);
      const end = { jpeg: 'jpg', png: 'png', webp: 'webp', gif: 'gif' }[type];
      expect(fixture.name.endsWith(end), fixture.name).toBe(true);
    }
  });

  it('tells the size of a photo upright, or as it lies', () => {
    const photo = fixtureFile('turned.jpg');
    expect(imageInfo(photo)).toEqual({ type: 'jpeg', width: 23, height: 31 });
    expect(imageInfo(photo, { upright: false })).toEqual({ type: 'jpeg', width: 31, height: 23 });
  });

  it('names the file and the byte that can’t be right', () => {
    const info = (bytes: ArrayLike<number>): unknown => imageInfo(Uint8Array.from(bytes), { file: 'a.png' });
    expect(() => info([])).toThrow(
      '[imageInfo] expected a PNG, JPEG, WebP or GIF image, got no bytes (a.png, byte 0).',
    );
    expect(() => info([0x42, 0x4d, 1, 2, 3])).toThrow(
      '[imageInfo] expected a PNG, JPEG, WebP or GIF image, got a file that begins with 42 4d 01 02 (a.png, byte 0).',
    );
    expect(() => info(fixtureFile('color.png').subarray(0, 20))).toThrow(
      '[imageInfo] expected an image with its size, got 20 bytes (a.png, byte 20).',
    );
    const empty = fixtureFile('color.png');
    empty.fill(0, 16, 20);
    expect(() => info(empty)).toThrow(
      '[imageInfo] expected a width and a height of at least 1, got 0 × 7 (a.png).',
    );
    expect(() => info([0xff, 0xd8, 0xff, 0xd9])).toThrow(
      '[imageInfo] expected a JPEG frame before its data, got ff d9 (a.png, byte 2).',
    );
  });

  it('takes or refuses 10,000 damaged files in time', async () => {
    const seeds = imageFixtures.map(fileOf).map((bytes) => bytes.slice(0, 700));
    const { refused, taken } = await fuzzReader({
      seeds,
      read: imageInfo,
      check({ width, height }) {
        expect(width >= 1 && height >= 1 && width < 2 ** 32 && height < 2 ** 32).toBe(true);
      },
    });
    expect(refused).toBeGreaterThan(500);
    expect(taken).toBeGreaterThan(500);
    expect(() => imageInfo(new Uint8Array(3))).toThrow(DatasetError);
  });
});
