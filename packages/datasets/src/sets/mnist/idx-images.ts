// internal
import { ArgumentError } from '@neurona/backend';
import { ArrayDataset } from '../../dataset.js';
import { obtain } from '../../download/download.js';
import { idxHeader, unpackIdx } from '../../formats/decode-idx.js';
import { decodeElements } from '../../formats/elements.js';
import { damaged, type Place } from '../../formats/place.js';
import { hostArray } from '../../host-array.js';
import type { ImageSetOptions } from './image-set-options.js';

/** Sizes and SHA-256 of the four files of a set like MNIST. */
export type IdxFiles = Readonly<
  Record<
    | 'train-images-idx3-ubyte.gz'
    | 'train-labels-idx1-ubyte.gz'
    | 't10k-images-idx3-ubyte.gz'
    | 't10k-labels-idx1-ubyte.gz',
    readonly [sizeBytes: number, sha256: string]
  >
>;

/** A set in the four files of MNIST. */
export interface IdxImageSet {
  /** The function that loads it. */
  readonly subject: string;
  readonly folder: string;
  /** Addresses that the names of the files are appended to. */
  readonly mirrors: readonly string[];
  readonly files: IdxFiles;
  readonly classNames: readonly string[];
}

const side = 28;
const maxBytes = 2 ** 27; // twice the largest file, unpacked

/** The part of a set that a split names. */
export function splitOf(subject: string, { split = 'train' }: ImageSetOptions): 'train' | 'test' {
  if (split === 'train' || split === 'test') return split;
  throw new ArgumentError(subject, { expected: 'split to be "train" or "test"', received: split });
}

/** Images of 28 × 28 pixels and their classes. */
export async function idxImages(set: IdxImageSet, options: ImageSetOptions): Promise<ArrayDataset> {
  const prefix = splitOf(set.subject, options) === 'train' ? 'train' : 't10k';
  const [imageBytes, imagePlace] = await load(set, `${prefix}-images-idx3-ubyte.gz`, options);
  const [labelBytes, labelPlace] = await load(set, `${prefix}-labels-idx1-ubyte.gz`, options);
  const images = idxHeader(imageBytes, imagePlace);
  const count = images.shape[0] ?? 0;
  if (images.type !== 'u1' || images.shape.join() !== [count, side, side].join() || count === 0) {
    const received = `${images.type} [${images.shape.join(', ')}]`;
    throw damaged(imagePlace, 'u1 [N, 28, 28]', received, 2);
  }
  if (imageBytes.length !== images.start + count * side * side)
    decodeElements(imageBytes, images, imagePlace); // says what is wrong
  const labels = decodeElements(labelBytes, idxHeader(labelBytes, labelPlace), labelPlace);
  if (labels.shape.join() !== String(count)) {
    throw damaged(labelPlace, `${count} classes, one for each image`, `[${labels.shape.join(', ')}]`, 4);
  }
  const wrong = labels.values.findIndex((label) => label < 0 || label >= set.classNames.length);
  if (wrong >= 0) {
    const expected = `classes from 0 to ${set.classNames.length - 1}`;
    throw damaged(labelPlace, expected, labels.values[wrong], 8 + wrong, { where: `image ${wrong}` });
  }
  const pixels = new Float32Array(count * side * side);
  for (let i = 0; i < pixels.length; i++) pixels[i] = imageBytes[images.start + i]! / 255;
  const fields = [hostArray(pixels, [count, side, side, 1]), hostArray(Int32Array.from(labels.values))];
  return new ArrayDataset(fields, { classNames: set.classNames });
}

async function load(
  set: IdxImageSet,
  file: keyof IdxFiles,
  options: ImageSetOptions,
): Promise<readonly [Uint8Array, Place]> {
  const [sizeBytes, sha256] = set.files[file];
  const urls = set.mirrors.map((mirror) => mirror + file);
  const found = await obtain({ name: `${set.folder}/${file}`, urls, sizeBytes, sha256 }, options);
  const place: Place = { subject: set.subject, file: found.name, maxBytes };
  return [await unpackIdx(await found.bytes(), place), place];
}
