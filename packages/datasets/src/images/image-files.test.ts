import { describe, expect, it } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { hostArray } from '../host-array.js';
import { fuzzReader } from '../testing/fuzz-reader.js';
import { differenceTo, fileOf, fixtureFile, imageFixtures, toleranceOf } from '../testing/image-files.js';
import { fromCanvas, fromImageData, toImageData } from './canvas-image.js';
import { decodeImage } from './decode-image.js';
import { encodeImage } from './encode-image.js';
import { imageInfo } from './image-info.js';
import { sharpCodec } from './sharp-codec.js';
import { webcam } from './webcam.js';

const failure = (waiting: Promise<unknown>): Promise<unknown> =>
  waiting.then(
    () => 'no error',
    (error: unknown) => error,
  );

describe('decodeImage', () => {
  for (const fixture of imageFixtures) {
    it(`reads ${fixture.name} as Pillow does`, async () => {
      const image = await decodeImage(fileOf(fixture), { channels: 4 });
      expect(image.shape).toEqual(fixture.shape);
      expect(differenceTo(fixture.bytes, image)).toBeLessThan(toleranceOf(fixture) + 1e-4);
    });
  }

  it('takes a Blob and an ArrayBuffer too', async () => {
    const bytes = fixtureFile('gray.png');
    const image = await decodeImage(bytes);
    expect(await decodeImage(new Blob([bytes]))).toEqual(image);
    expect(await decodeImage(bytes.buffer)).toEqual(image);
    await expect(decodeImage('gray.png' as never)).rejects.toThrow(
      '[decodeImage] expected a Uint8Array, an ArrayBuffer or a Blob, got gray.png. For a canvas or a video use fromCanvas or fromVideoFrame.',
    );
  });

  it('leaves a photo as it lies when asked to', async () => {
    const lying = await decodeImage(fixtureFile('turned.jpg'), { upright: false });
    expect(lying.shape).toEqual([23, 31, 3]);
    const upright = await decodeImage(fixtureFile('turned.jpg'));
    expect(upright.shape).toEqual([31, 23, 3]);
    const [y, x] = [4, 20]; // row y of the upright photo is column y of the lying one, from below
    expect(upright.values[(y * 23 + x) * 3]).toBe(lying.values[((22 - x) * 31 + y) * 3]);
  });

  it('makes grey of colours, colours of grey, and opaque what isn’t', async () => {
    const pixel = await encodeImage(hostArray(Float32Array.of(1, 0, 0.2, 0.4), [1, 1, 4]));
    const read = async (options: object): Promise<number[]> => {
      const { values } = await decodeImage(pixel, options);
      return Array.from(values, (value) => Math.round(1e4 * value) / 1e4);
    };
    expect(await read({ channels: 4 })).toEqual([1, 0, 0.2, 0.4]);
    expect(await read({})).toEqual([1, 0.6, 0.68]);
    expect(await read({ background: 0 })).toEqual([0.4, 0, 0.08]);
    expect(await read({ channels: 1, background: 0 })).toEqual([0.1287]); // 0.299 · 0.4 + 0.114 · 0.08
    const white = await decodeImage(await encodeImage(hostArray(Float32Array.of(1, 1, 1), [1, 1, 3])), {
      channels: 1,
    });
    expect(white.values).toEqual(Float32Array.of(1));
  });

  it('refuses an image that says it is too large, before it decodes', async () => {
    const huge = fixtureFile('color.png');
    new DataView(huge.buffer).setUint32(16, 2 ** 20);
    new DataView(huge.buffer).setUint32(20, 2 ** 20);
    await expect(decodeImage(huge, { file: 'huge.png' })).rejects.toThrow(
      '[decodeImage] expected at most 67108864 pixels, got 1048576 × 1048576 (huge.png). Pass a larger maxPixels if you trust the file.',
    );
    await expect(decodeImage(fixtureFile('color.png'), { maxPixels: 62 })).rejects.toThrow(
      '[decodeImage] expected at most 62 pixels, got 9 × 7 (the image).',
    );
  });

  it('refuses every kind of file that is cut, without half a picture', async () => {
    for (const fixture of imageFixtures) {
      const bytes = fileOf(fixture);
      for (const share of [0.3, 0.6, 0.9]) {
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        const error = await failure(decodeImage(cut, { file: fixture.name }));
        expect(error, `${fixture.name}, ${share} of it`).toBeInstanceOf(DatasetError);
        expect((error as DatasetError).file).toBe(fixture.name);
      }
    }
  });

  it('takes or refuses damaged files in time', async () => {
    const seeds = imageFixtures.filter(({ file }) => file.length < 800).map(fileOf);
    const { refused, taken } = await fuzzReader({
      seeds,
      mutations: 500, // headers are damaged 10,000 times in imageInfo's test
      read: (bytes) => decodeImage(bytes, { maxPixels: 10_000 }),
      check({ shape, values }, bytes) {
        const { width, height } = imageInfo(bytes);
        expect([...shape.slice(0, 2)].sort()).toEqual([height, width].sort());
        expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
      },
    });
    expect(refused).toBeGreaterThan(100);
    expect(taken).toBeGreaterThan(10);
  });

  it('tells how to get sharp where it is missing', async () => {
    const error = await failure(sharpCodec('decodeImage', 'a-package-that-is-not-there'));
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as DatasetError).message).toBe(
      '[decodeImage] expected the package a-package-that-is-not-there, which decodes and encodes images in Node.js, got none that loads. Install it: npm install a-package-that-is-not-there.',
    );
  });
});

describe('encodeImage', () => {
  it('loses nothing as PNG', async () => {
    for (const channels of [1, 3, 4] as const) {
      const values = Float32Array.from({ length: 5 * 6 * channels }, (_, i) => ((i * 37) % 256) / 255);
      const image = hostArray(values, [5, 6, channels]);
      expect(await decodeImage(await encodeImage(image), { channels })).toEqual(image);
    }
  });

  it('keeps values in [0, 1] and rounds', async () => {
    const image = hostArray(Float32Array.of(-1, 0.4999, 0.5001, 7, Number.NaN), [1, 5, 1]);
    const { values } = await decodeImage(await encodeImage(image), { channels: 1 });
    expect(Array.from(values, (value) => Math.round(255 * value))).toEqual([0, 127, 128, 255, 0]);
  });

  it('keeps more of a JPEG with more quality, and has white behind what is transparent', async () => {
    const photo = await decodeImage(fixtureFile('color.jpg'));
    const bytes = Array.from(photo.values, (value) => 255 * value);
    const sizes: number[] = [];
    const errors: number[] = [];
    for (const quality of [30, 100]) {
      const file = await encodeImage(photo, { type: 'jpeg', quality });
      expect(imageInfo(file).type).toBe('jpeg');
      sizes.push(file.length);
      errors.push(differenceTo(bytes, await decodeImage(file)));
    }
    expect(sizes[1]).toBeGreaterThan(sizes[0]!);
    expect(errors[1]).toBeLessThan(errors[0]!);
    const clear = hostArray(new Float32Array(8 * 8 * 4), [8, 8, 4]);
    const { values } = await decodeImage(await encodeImage(clear, { type: 'jpeg' }));
    expect(Math.min(...values)).toBeGreaterThan(0.99);
  });

  it('refuses what is no image', async () => {
    await expect(encodeImage(hostArray(new Float32Array(8), [2, 2, 2]))).rejects.toThrow(
      '[encodeImage] expected one image [H, W, C] with 1, 3 or 4 channels, got [2, 2, 2].',
    );
    await expect(encodeImage(hostArray(new Int32Array(4), [2, 2, 1]))).rejects.toThrow(
      '[encodeImage] expected an image of float32 in [0, 1], got int32. Divide bytes by 255.',
    );
    const image = hostArray(new Float32Array(4), [2, 2, 1]);
    await expect(encodeImage(image, { quality: 0 })).rejects.toThrow(
      '[encodeImage] expected a quality from 1 to 100, got 0.',
    );
  });
});

describe('pixels of a canvas', () => {
  it('become an image and go back', () => {
    const pixels = { data: Uint8ClampedArray.of(255, 0, 51, 255, 0, 0, 0, 0), width: 2, height: 1 };
    expect(fromImageData(pixels, { channels: 4 }).values).toEqual(Float32Array.of(1, 0, 0.2, 1, 0, 0, 0, 0));
    expect(fromImageData(pixels).values).toEqual(Float32Array.of(1, 0, 0.2, 1, 1, 1));
    const { data, width, height } = toImageData(fromImageData(pixels, { channels: 4 }));
    expect({ data, width, height }).toEqual(pixels);
    expect(toImageData(hostArray(Float32Array.of(0.2), [1, 1, 1])).data).toEqual(
      Uint8ClampedArray.of(51, 51, 51, 255),
    );
  });

  it('are there in a browser only, as cameras are', async () => {
    expect(() => fromCanvas({ width: 1, height: 1 } as HTMLCanvasElement)).toThrow(
      '[fromCanvas] expected a browser, got none. In Node.js decode files with decodeImage.',
    );
    await expect(webcam().next()).rejects.toThrow(
      '[webcam] expected a browser with camera access, got none. Open the page over https or from localhost; pages without a secure origin get no camera.',
    );
  });
});
