import { checkOptions } from '@neurona/backend';
import type { ArrayDataset } from '../../dataset.js';
import { type IdxImageSet, idxImages } from './idx-images.js';
import type { ImageSetOptions } from './image-set-options.js';
import { imageSetOptions } from './image-set-options.js';

const set: IdxImageSet = {
  subject: 'mnist',
  folder: 'mnist',
  mirrors: [
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'http://yann.lecun.com/exdb/mnist/',
  ],
  files: {
    'train-images-idx3-ubyte.gz': [
      9912422,
      '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609',
    ],
    'train-labels-idx1-ubyte.gz': [28881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'],
    't10k-images-idx3-ubyte.gz': [
      1648877,
      '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6',
    ],
    't10k-labels-idx1-ubyte.gz': [4542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'],
  },
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
};

/**
 * MNIST: handwritten digits, 60,000 for training and 10,000 for testing. Downloaded once (11.6 MB), or taken from
 * `<folder>/mnist`.
 *
 * Fields: image float32 `[28, 28, 1]` in [0, 1] (0 paper, 1 ink), class int32 `[]` from 0 to 9.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @throws {@link ArgumentError} if there is no such split.
 * @example
 * async function sizes() {
 *   const [train, test] = [await mnist(), await mnist({ split: 'test' })];
 *   return [train.length, test.length]; // 60000 and 10000
 * }
 * @see LeCun, Bottou, Bengio, Haffner, "Gradient-Based Learning Applied to Document Recognition", 1998,
 * doi:10.1109/5.726791, licence CC BY-SA 3.0. Checksums as TensorFlow Datasets lists them.
 */
export const mnist = (options: ImageSetOptions = {}): Promise<ArrayDataset> => {
  checkOptions('mnist', options, imageSetOptions);
  return idxImages(set, options);
};
