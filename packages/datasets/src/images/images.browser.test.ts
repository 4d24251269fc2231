import { describe, expect, it } from 'vitest';
import { DatasetError } from '../dataset-error.js';
import { type HostArray, hostArray } from '../host-array.js';
import { differenceTo, fileOf, fixtureFile, imageFixtures, toleranceOf } from '../testing/image-files.js';
import { resize } from '../transforms/resize.js';
import { fromCanvas, fromImageData, fromVideoFrame, toImageData } from './canvas-image.js';
import { decodeImage } from './decode-image.js';
import { encodeImage } from './encode-image.js';
import { imageFolder } from './image-folder.js';
import { imageInfo } from './image-info.js';
import { streamFrames, webcam } from './webcam.js';

const failure = (waiting: Promise<unknown>): Promise<unknown> =>
  waiting.then(
    () => 'no error',
    (error: unknown) => error,
  );

/** A canvas of one colour. */
function canvasOf(color: string, width = 8, height = 4): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d')!;
  context.fillStyle = color;
  context.fillRect(0, 0, width, height);
  return canvas;
}

const bytesOf = ({ values }: HostArray, count: number): number[] =>
  Array.from(values.subarray(0, count), (value) => Math.round(255 * value));

describe('decodeImage in a browser', () => {
  for (const fixture of imageFixtures) {
    it(`reads ${fixture.name} as Pillow does`, async () => {
      const image = await decodeImage(fileOf(fixture), { channels: 4 });
      expect(image.shape).toEqual(fixture.shape);
      expect(differenceTo(fixture.bytes, image)).toBeLessThan(toleranceOf(fixture) + 1e-4);
    });
  }

  it('leaves a photo as it lies when asked to', async () => {
    expect((await decodeImage(fixtureFile('turned.jpg'))).shape).toEqual([31, 23, 3]);
    expect((await decodeImage(fixtureFile('turned.jpg'), { upright: false })).shape).toEqual([23, 31, 3]);
  });

  it('refuses every kind of file that is cut, damaged or too large', async () => {
    for (const fixture of imageFixtures) {
      const bytes = fileOf(fixture);
      for (const share of [0.3, 0.6, 0.9]) {
        const cut = bytes.subarray(0, Math.floor(share * bytes.length));
        const error = await failure(decodeImage(cut, { file: fixture.name }));
        expect(error, `${fixture.name}, ${share} of it`).toBeInstanceOf(DatasetError);
        expect((error as DatasetError).file).toBe(fixture.name);
      }
    }
    const damaged = fixtureFile('color.png');
    damaged.fill(7, 45, 80);
    await expect(decodeImage(damaged)).rejects.toThrow(
      "[decodeImage] expected a whole PNG image of 9 × 7, got one that can't be decoded (the image).",
    );
    await expect(decodeImage(fixtureFile('color.png'), { maxPixels: 62 })).rejects.toThrow(
      'at most 62 pixels',
    );
  });
});

describe('encodeImage in a browser', () => {
  it('loses nothing as PNG', async () => {
    for (const channels of [1, 3] as const) {
      const values = Float32Array.from({ length: 30 * channels }, (_, i) => ((i * 37) % 256) / 255);
      const image = hostArray(values, [5, 6, channels]);
      expect(await decodeImage(await encodeImage(image), { channels })).toEqual(image);
    }
  });

  it('writes JPEG', async () => {
    const photo = await decodeImage(fixtureFile('color.jpg'));
    const file = await encodeImage(photo, { type: 'jpeg', quality: 100 });
    expect(imageInfo(file)).toEqual({ type: 'jpeg', width: 31, height: 23 });
    const again = await decodeImage(new Blob([file as Uint8Array<ArrayBuffer>]));
    expect(again.shape).toEqual(photo.shape);
  });
});

describe('canvases and videos', () => {
  it('become images and go back', () => {
    const image = fromCanvas(canvasOf('rgb(255, 102, 0)'));
    expect(image.shape).toEqual([4, 8, 3]);
    expect(bytesOf(image, 3)).toEqual([255, 102, 0]);
    const pixels = toImageData(image);
    expect(pixels).toBeInstanceOf(ImageData);
    const canvas = canvasOf('black');
    canvas.getContext('2d')!.putImageData(pixels, 0, 0);
    expect(fromCanvas(canvas)).toEqual(image);
    expect(fromImageData(canvas.getContext('2d')!.getImageData(0, 0, 8, 4))).toEqual(image);
    expect(resize([2, 4])(image).values).toEqual(fromCanvas(canvas, { width: 4 }).values);
    expect(fromCanvas(canvas, { height: 2, channels: 1 }).shape).toEqual([2, 4, 1]);
  });

  it('say when there is nothing to see', () => {
    expect(() => fromVideoFrame(document.createElement('video'))).toThrow(
      '[fromVideoFrame] expected a picture of at least one pixel, got 0 × 0. Wait until it has loaded.',
    );
  });

  it('give frames of a VideoFrame', () => {
    const frame = new VideoFrame(canvasOf('rgb(0, 0, 255)'), { timestamp: 0 });
    expect(bytesOf(fromVideoFrame(frame, { width: 2 }), 3)).toEqual([0, 0, 255]);
    frame.close();
  });
});

describe('webcam', () => {
  it('gives frame after frame, and stops the camera when left', async () => {
    const canvas = canvasOf('rgb(255, 0, 0)', 64, 48);
    const stream = canvas.captureStream(30);
    const context = canvas.getContext('2d')!;
    const timer = setInterval(() => context.fillRect(0, 0, 64, 48), 20); // a canvas that isn't drawn on gives no frames
    const shapes: (readonly number[])[] = [];
    try {
      for await (const frame of streamFrames(stream, { width: 32 })) {
        shapes.push(frame.shape);
        expect(frame.values[0]).toBeGreaterThan(0.9);
        if (shapes.length === 3) break;
      }
    } finally {
      clearInterval(timer);
    }
    expect(shapes).toEqual([
      [24, 32, 3],
      [24, 32, 3],
      [24, 32, 3],
    ]);
    expect(stream.getTracks().map(({ readyState }) => readyState)).toEqual(['ended']);
  });

  it('ends with its signal while it waits, and stops the camera', async () => {
    const stream = canvasOf('red').captureStream(0); // no frames of itself
    const stop = new AbortController();
    const frames = streamFrames(stream, { signal: stop.signal });
    const next = failure(frames.next().then(() => frames.next()));
    setTimeout(() => stop.abort(new Error('enough')), 50);
    expect(await next).toEqual(new Error('enough'));
    expect(stream.getTracks()[0]!.readyState).toBe('ended');
  });

  it('says why there is no camera', async () => {
    const error = await failure(webcam({ facingMode: 'user' }).next());
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as DatasetError).message).toMatch(
      /^\[webcam\] expected a camera, got (none|no permission)\b.*\.$/,
    );
    expect((error as DatasetError).cause).toBeInstanceOf(DOMException);
  });
});

describe('imageFolder in a browser', () => {
  it('takes the files of a folder that a person chose', async () => {
    const fileAt = (path: string, bytes: Uint8Array<ArrayBuffer>): File => {
      const file = new File([bytes], path.split('/').at(-1)!);
      Object.defineProperty(file, 'webkitRelativePath', { value: path });
      return file;
    };
    const files = [
      fileAt('pets/dog/1.png', fixtureFile('color.png')),
      fileAt('pets/cat/a/1.png', fixtureFile('gray.png')),
      fileAt('pets/notes.txt', new Uint8Array(3)),
    ];
    await expect(imageFolder('/pets')).rejects.toThrow(
      '[imageFolder] expected Node.js, which reads folders by their path, got a browser. Pass the files of <input type="file" webkitdirectory>.',
    );
    const pets = await imageFolder(files, { transform: resize([2, 2]) });
    expect([pets.classNames, pets.paths]).toEqual([
      ['cat', 'dog'],
      ['pets/cat/a/1.png', 'pets/dog/1.png'],
    ]);
    const [image, target] = await pets.get(1);
    expect([image!.shape, target!.values[0]]).toEqual([[2, 2, 3], 1]);
  });
});
