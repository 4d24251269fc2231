import { checkOptions } from '@neurona/backend';
import type { ArrayDataset } from '../../dataset.js';
import { type IdxImageSet, idxImages } from '../mnist/idx-images.js';
import type { ImageSetOptions } from '../mnist/image-set-options.js';
import { imageSetOptions } from '../mnist/image-set-options.js';

const set: IdxImageSet = {
  subject: 'kmnist',
  folder: 'kmnist',
  mirrors: [
    'https://codh.rois.ac.jp/kmnist/dataset/kmnist/',
    'http://codh.rois.ac.jp/kmnist/dataset/kmnist/',
  ],
  files: {
    'train-images-idx3-ubyte.gz': [
      18165135,
      '51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4',
    ],
    'train-labels-idx1-ubyte.gz': [29497, 'e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17'],
    't10k-images-idx3-ubyte.gz': [
      3041136,
      'edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5',
    ],
    't10k-labels-idx1-ubyte.gz': [5120, '20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c'],
  },
  classNames: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'],
};

/**
 * Kuzushiji-MNIST: cursive Japanese characters of old books in the form of MNIST, 60,000 for training and 10,000 for testing.
 * Downloaded once (21.2 MB), or taken from `<folder>/kmnist`.
 *
 * Fields: image float32 `[28, 28, 1]` in [0, 1] (0 paper, 1 ink), class int32 `[]` from 0 to 9.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @throws {@link ArgumentError} if there is no such split.
 * @example
 * const load = async () => new DataLoader(await kmnist({ split: 'test' }), { batchSize: 64 });
 * @see Clanuwat, Bober-Irizar, Kitamoto, Lamb, Yamamoto, Ha, "Deep Learning for Classical Japanese Literature", 2018,
 * arXiv:1812.01718: "KMNIST Dataset" (created by CODH), adapted from "Kuzushiji Dataset" (created by NIJL and others),
 * doi:10.20676/00000341, licence CC BY-SA 4.0. Checksums as TensorFlow Datasets lists them.
 */
export const kmnist = (options: ImageSetOptions = {}): Promise<ArrayDataset> => {
  checkOptions('kmnist', options, imageSetOptions);
  return idxImages(set, options);
};
