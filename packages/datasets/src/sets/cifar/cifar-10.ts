import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { ArrayDataset } from '../../dataset.js';
import { splitOf } from '../mnist/idx-images.js';
import type { ImageSetOptions } from '../mnist/image-set-options.js';
import { imageSetOptions } from '../mnist/image-set-options.js';
import { type CifarArchive, type CifarFile, cifarImages } from './cifar-archive.js';

/** Settings of {@link cifar10}. */
export interface Cifar10Options extends ImageSetOptions {
  /** How many of the five training files of 10,000 images each, from the first on; default 5. */
  readonly batches?: number;
}

const cifar10Options: OptionTable<Cifar10Options> = { ...imageSetOptions, batches: 5 };

const archive: CifarArchive = {
  subject: 'cifar10',
  source: {
    name: 'cifar-10/cifar-10-binary.tar.gz',
    urls: [
      'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      'https://cave.cs.toronto.edu/kriz/cifar-10-binary.tar.gz',
    ],
    sizeBytes: 170052171,
    sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
  },
  folders: ['cifar-10', 'cifar-10-batches-bin'],
  classes: [10],
};

const classNames = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];

/**
 * CIFAR-10: photographs of ten kinds of animals and vehicles, 50,000 for training and 10,000 for testing. Downloaded once (170 MB),
 * or taken from `<folder>/cifar-10`: the archive or its binary files. Only the requested files need to exist, with any number
 * of images.
 *
 * Fields: image float32 `[32, 32, 3]` in [0, 1], class int32 `[]` from 0 to 9.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @throws {@link ArgumentError} if there is no such split or number of batches.
 * @example
 * async function load() {
 *   return [await cifar10({ batches: 1 }), await cifar10({ split: 'test' })]; // 10,000 images each
 * }
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; its authors name no licence and ask to be cited.
 * Checksum as TensorFlow Datasets lists it.
 */
export async function cifar10(options: Cifar10Options = {}): Promise<ArrayDataset> {
  const { batches = 5 } = checkOptions('cifar10', options, cifar10Options);
  if (!Number.isInteger(batches) || batches < 1 || batches > 5) {
    throw new ArgumentError('cifar10', {
      expected: 'batches to be an integer from 1 to 5',
      received: batches,
    });
  }
  const files: readonly CifarFile[] =
    splitOf('cifar10', options) === 'test'
      ? [['test_batch.bin', 10_000]]
      : Array.from({ length: batches }, (_, i): CifarFile => [`data_batch_${i + 1}.bin`, 10_000]);
  const { images, labels } = await cifarImages(archive, files, options);
  return new ArrayDataset([images, ...labels], { classNames });
}
