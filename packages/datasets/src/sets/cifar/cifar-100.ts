import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { ArrayDataset } from '../../dataset.js';
import { splitOf } from '../mnist/idx-images.js';
import type { ImageSetOptions } from '../mnist/image-set-options.js';
import { imageSetOptions } from '../mnist/image-set-options.js';
import { cifar100CoarseNames, cifar100FineNames } from './cifar-100-names.js';
import { type CifarArchive, type CifarFile, cifarImages } from './cifar-archive.js';

/** Settings of {@link cifar100}. */
export interface Cifar100Options extends ImageSetOptions {
  /** Which classes: 100 fine ones, the 20 coarse ones that they belong to, or both; default "fine". */
  readonly labels?: 'fine' | 'coarse' | 'both';
}

const cifar100Options: OptionTable<Cifar100Options> = { ...imageSetOptions, labels: 'fine' };

const archive: CifarArchive = {
  subject: 'cifar100',
  source: {
    name: 'cifar-100/cifar-100-binary.tar.gz',
    urls: [
      'https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz',
      'https://cave.cs.toronto.edu/kriz/cifar-100-binary.tar.gz',
    ],
    sizeBytes: 168513733,
    sha256: '58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec',
  },
  folders: ['cifar-100', 'cifar-100-binary'],
  classes: [20, 100],
};

/**
 * CIFAR-100: photographs of a hundred kinds of things, 50,000 for training and 10,000 for testing. Downloaded once (169 MB), or
 * taken from `<folder>/cifar-100`: the archive, or its `train.bin` and `test.bin`.
 *
 * Fields: image float32 `[32, 32, 3]` in [0, 1], class int32 `[]` from 0 to 99; with `labels: 'coarse'` from 0 to 19; with
 * `labels: 'both'` the fine class, then the coarse one.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @throws {@link ArgumentError} if there is no such split or kind of labels.
 * @example
 * const load = () => cifar100({ split: 'test', labels: 'coarse' });
 * @see Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009; its authors name no licence and ask to be cited.
 * Checksum as TensorFlow Datasets lists it.
 */
export async function cifar100(options: Cifar100Options = {}): Promise<ArrayDataset> {
  const { labels: kind = 'fine' } = checkOptions('cifar100', options, cifar100Options);
  if (kind !== 'fine' && kind !== 'coarse' && kind !== 'both') {
    throw new ArgumentError('cifar100', {
      expected: 'labels to be "fine", "coarse" or "both"',
      received: kind,
    });
  }
  const file: CifarFile =
    splitOf('cifar100', options) === 'test' ? ['test.bin', 10_000] : ['train.bin', 50_000];
  const { images, labels } = await cifarImages(archive, [file], options);
  const [coarse, fine] = [labels[0]!, labels[1]!];
  const fields = { fine: [images, fine], coarse: [images, coarse], both: [images, fine, coarse] }[kind];
  const classNames = kind === 'coarse' ? cifar100CoarseNames : cifar100FineNames;
  return new ArrayDataset(fields, { classNames });
}
