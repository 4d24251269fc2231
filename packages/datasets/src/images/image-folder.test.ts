import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Generator } from '@neurona/tensor';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchBatch } from '../dataset.js';
import { DatasetError } from '../dataset-error.js';
import { hostArray } from '../host-array.js';
import { compose } from '../transforms/compose.js';
import { randomHorizontalFlip } from '../transforms/flip-image.js';
import { resize } from '../transforms/resize.js';
import { encodeImage } from './encode-image.js';
import { imageFolder } from './image-folder.js';

let root = '';

/** A file whose pixels are all of one grey. */
const gray = (level: number, width = 4): Promise<Uint8Array> =>
  encodeImage(hostArray(new Float32Array(3 * width).fill(level), [3, width, 1]));

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'neurona-folder-'));
  for (const folder of ['pets/dog/more', 'pets/Zebra', 'pets/cat', 'elsewhere', 'empty/none', 'flat'])
    await mkdir(join(root, folder), { recursive: true });
  await writeFile(join(root, 'pets/dog/b.png'), await gray(0.2));
  await writeFile(join(root, 'pets/dog/a.PNG'), await gray(0.4, 6));
  await writeFile(join(root, 'pets/dog/more/0.png'), await gray(0.6));
  await writeFile(join(root, 'pets/cat/1.png'), await gray(0.8));
  await writeFile(join(root, 'pets/cat/notes.txt'), 'not an image');
  await writeFile(join(root, 'pets/README.md'), 'not a class');
  await writeFile(join(root, 'elsewhere/1.jpg'), 'no JPEG at all');
  await symlink(join(root, 'elsewhere/1.jpg'), join(root, 'pets/Zebra/1.jpg'));
});

afterAll(() => rm(root, { recursive: true }));

describe('imageFolder', () => {
  it('numbers classes by their sorted names, and images within them', async () => {
    const pets = await imageFolder(join(root, 'pets'));
    expect(pets.classNames).toEqual(['Zebra', 'cat', 'dog']);
    expect(pets.length).toBe(5);
    expect(pets.paths.map((path) => path.slice(root.length + 6).replaceAll('\\', '/'))).toEqual([
      'Zebra/1.jpg',
      'cat/1.png',
      'dog/a.PNG',
      'dog/b.png',
      'dog/more/0.png',
    ]);
    expect(Array.from(pets.targets)).toEqual([0, 1, 2, 2, 2]);
    const [image, target] = await pets.get(2);
    expect([image!.shape, image!.values[0]]).toEqual([[3, 6, 3], Math.fround(0.4)]);
    expect(target).toEqual(hostArray(Int32Array.of(2), []));
    expect((await imageFolder(pathToFileURL(join(root, 'pets')))).paths).toEqual(pets.paths);
  });

  it('transforms images as they are asked for, by the generator that is handed in', async () => {
    const transform = compose(resize([2, 2]), randomHorizontalFlip());
    const pets = await imageFolder(join(root, 'pets'), { transform, channels: 1 });
    const rng = new Generator(1);
    await pets.get(1, rng);
    expect(rng.offset).toBe(1);
    const [images, targets] = await fetchBatch(pets, [1, 2, 4]);
    expect([images!.shape, Array.from(targets!.values)]).toEqual([
      [3, 2, 2, 1],
      [1, 2, 2],
    ]);
    expect(Array.from(images!.values, (value) => Math.round(10 * value))).toEqual(
      [8, 4, 6].flatMap((level) => [level, level, level, level]),
    );
  });

  it('names the file that is no image', async () => {
    const pets = await imageFolder(join(root, 'pets'));
    const error = await Promise.resolve(pets.get(0)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as DatasetError).file).toBe(pets.paths[0]);
    await rm(pets.paths[4]!);
    await expect(pets.get(4)).rejects.toThrow(
      '[imageFolder] expected a file that can be read, got ENOENT: no such file or directory',
    );
    await expect(pets.get(5)).rejects.toThrow('[ImageFolder] expected an index from 0 to 4, got 5.');
  });

  it('refuses folders without classes or without images', async () => {
    await expect(imageFolder(join(root, 'nowhere'))).rejects.toThrow(
      '[imageFolder] expected a folder that can be read, got ENOENT',
    );
    await expect(imageFolder(join(root, 'flat'))).rejects.toThrow(
      `[imageFolder] expected a folder with one subfolder for each class, got no subfolders (${join(root, 'flat')}).`,
    );
    await expect(imageFolder(join(root, 'empty'))).rejects.toThrow(
      '[imageFolder] expected images (.png, .jpg, .jpeg, .webp, .gif) in each subfolder, got none in none',
    );
    expect((await imageFolder(join(root, 'empty'), { allowEmpty: true })).length).toBe(0);
  });
});
