import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { checkIndex, type Dataset, type Example } from '../dataset.js';
import { DatasetError } from '../dataset-error.js';
import { hostArray } from '../host-array.js';
import { byCodePoints } from '../text/code-points.js';
import type { ImageFunction } from '../transforms/image-transform.js';
import { type DecodeImageOptions, decodeImage } from './decode-image.js';
import { filesOfFolder, filesOfList, type NamedImage } from './folder-files.js';

/** Settings of {@link imageFolder}. */
export interface ImageFolderOptions extends Omit<DecodeImageOptions, 'file'> {
  /** Transform of each image when it is loaded, such as resizing or augmentation. Default none. */
  readonly transform?: ImageFunction;
  /** Extensions of image files, in lower case. Default .png, .jpg, .jpeg, .webp and .gif. */
  readonly extensions?: readonly string[];
  /** Whether a folder without images is allowed as a class; default false, an error. */
  readonly allowEmpty?: boolean;
}

const imageFolderOptions: OptionTable<ImageFolderOptions> = {
  transform: undefined,
  extensions: undefined,
  allowEmpty: false,
  maxPixels: 2 ** 26,
  upright: true,
  channels: 3,
  background: 1,
};

/**
 * Images in a folder with one subfolder for each class, whose names are sorted and numbered from 0. Files are read and decoded
 * lazily.
 *
 * Shape: an example is an image `[H, W, channels]` and its class `[]`, int32.
 * @param source - The folder's path in Node.js; in the browser the files of `<input type="file" webkitdirectory>`.
 * @throws {@link DatasetError} if there is no such folder, it has no subfolders, or one has no images; when an image is loaded,
 * if it can't be decoded.
 * @example
 * import { mkdtemp, mkdir, writeFile } from 'node:fs/promises';
 * const root = await mkdtemp('/tmp/pets-');
 * for (const name of ['dog', 'cat']) {
 *   await mkdir(`${root}/${name}`);
 *   await writeFile(`${root}/${name}/1.png`, await encodeImage(hostArray(new Float32Array(12), [2, 2, 3])));
 * }
 * const pets = await imageFolder(root, { transform: resize(8) });
 * [pets.length, pets.classNames, (await pets.get(1))[0].shape]; // => [2, ['cat', 'dog'], [8, 8, 3]]
 */
export async function imageFolder(
  source: string | URL | Iterable<File>,
  options: ImageFolderOptions = {},
): Promise<ImageFolder> {
  const { extensions = ['.png', '.jpg', '.jpeg', '.webp', '.gif'], allowEmpty = false } = checkOptions(
    'imageFolder',
    options,
    imageFolderOptions,
  );
  const isPath = typeof source === 'string' || source instanceof URL;
  const classes = isPath ? await filesOfFolder(source) : filesOfList(source);
  const place = isPath ? String(source) : 'the list of files';
  if (classes.size === 0) {
    throw new DatasetError('imageFolder', {
      expected: 'a folder with one subfolder for each class',
      received: 'no subfolders',
      file: place,
    });
  }
  const names = [...classes.keys()].sort(byCodePoints); // classes have the numbers that they have in PyTorch
  const images: NamedImage[] = [];
  const targets: number[] = [];
  for (const [target, name] of names.entries()) {
    const own = classes
      .get(name)!
      .filter(({ path }) => extensions.some((end) => path.toLowerCase().endsWith(end)));
    if (own.length === 0 && !allowEmpty) {
      throw new DatasetError('imageFolder', {
        expected: `images (${extensions.join(', ')}) in each subfolder`,
        received: `none in ${name}`,
        file: place,
        hint: 'Pass allowEmpty if that is intended.',
      });
    }
    own.sort((a, b) => byCodePoints(folderOf(a), folderOf(b)) || byCodePoints(a.path, b.path));
    images.push(...own);
    for (let i = 0; i < own.length; i++) targets.push(target);
  }
  return new ImageFolder(images, Int32Array.from(targets), names, options);
}

/** The data set that {@link imageFolder} makes. */
export class ImageFolder implements Dataset {
  readonly #images: readonly NamedImage[];
  readonly #options: ImageFolderOptions;

  /** @internal Made by {@link imageFolder}. */
  constructor(
    images: readonly NamedImage[],
    /** The class of each image. */
    readonly targets: Int32Array,
    /** Names of the classes: of the subfolders, sorted. */
    readonly classNames: readonly string[],
    options: ImageFolderOptions,
  ) {
    this.#images = images;
    this.#options = options;
  }

  /** Number of images. */
  get length(): number {
    return this.#images.length;
  }

  /** Where each image is: its path. */
  get paths(): readonly string[] {
    return this.#images.map(({ path }) => path);
  }

  /** One image, read, decoded and transformed, and its class. */
  async get(index: number, rng?: Generator): Promise<Example> {
    checkIndex('ImageFolder', index, this.length);
    const { path, read } = this.#images[index]!;
    const { transform, extensions: _, allowEmpty: __, ...options } = this.#options;
    const image = await decodeImage(await read(), { ...options, file: path });
    const target = hostArray(this.targets.slice(index, index + 1), []);
    return [transform ? transform(image, rng) : image, target];
  }
}

const folderOf = ({ path }: NamedImage): string => path.slice(0, path.search(/[^\\/]*$/));
