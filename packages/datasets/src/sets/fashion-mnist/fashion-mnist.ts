import { checkOptions } from '@neurona/backend';
import type { ArrayDataset } from '../../dataset.js';
import { type IdxImageSet, idxImages } from '../mnist/idx-images.js';
import type { ImageSetOptions } from '../mnist/image-set-options.js';
import { imageSetOptions } from '../mnist/image-set-options.js';

const set: IdxImageSet = {
  subject: 'fashionMnist',
  folder: 'fashion-mnist',
  mirrors: [
    'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
    'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/',
  ],
  files: {
    'train-images-idx3-ubyte.gz': [
      26421880,
      '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
    ],
    'train-labels-idx1-ubyte.gz': [29515, 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845'],
    't10k-images-idx3-ubyte.gz': [
      4422102,
      '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
    ],
    't10k-labels-idx1-ubyte.gz': [5148, '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5'],
  },
  classNames: [
    'T-shirt/top',
    'Trouser',
    'Pullover',
    'Dress',
    'Coat',
    'Sandal',
    'Shirt',
    'Sneaker',
    'Bag',
    'Ankle boot',
  ],
};

/**
 * Fashion-MNIST: pieces of clothing in the form of MNIST, 60,000 for training and 10,000 for testing. Downloaded once (30.9 MB),
 * or taken from `<folder>/fashion-mnist`.
 *
 * Fields: image float32 `[28, 28, 1]` in [0, 1], class int32 `[]` from 0 to 9.
 * @throws {@link DatasetError} if it can't be downloaded or read.
 * @throws {@link ArgumentError} if there is no such split.
 * @example
 * async function firstClass() {
 *   const data = await fashionMnist();
 *   return data.classNames[data.get(0)[1].values[0]]; // 'Ankle boot'
 * }
 * @see Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms", 2017,
 * arXiv:1708.07747, licence MIT. Checksums as TensorFlow Datasets lists them.
 */
export const fashionMnist = (options: ImageSetOptions = {}): Promise<ArrayDataset> => {
  checkOptions('fashionMnist', options, imageSetOptions);
  return idxImages(set, options);
};
