// Radford, Metz, Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015
// Miyato, Koyama, "cGANs with Projection Discriminator", 2018
//
//     x [N, S, S, C] → convolutions, each with norm and leaky ReLU, that halve the side → φ(x) → convolution over all of it → score [N, 1]
//
// With classes: score = ψ(φ(x)) + ⟨embedding of the class, Σ φ(x) over the places⟩. State keys are those of PyTorch's DCGAN example. There is no
// sigmoid at the end, as losses take scores.
import {
  ArgumentError,
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
} from '@neurona/backend';
import {
  BatchNorm2d,
  Conv2d,
  Embedding,
  initNormal,
  LeakyReLU,
  Module,
  Sequential,
  type SequentialItem,
} from '@neurona/layers';
import { spectralNorm } from '@neurona/regularizers';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { checkLabels } from './check-labels.js';
import { dcganSize, type ImageSize } from './dcgan-sizes.js';
import { drawWeights } from './draw-weights.js';

/** Sizes and settings of a {@link DCGANDiscriminator}. */
export interface DCGANDiscriminatorConfig {
  /** Side of the images, default 64. */
  readonly imageSize?: ImageSize;
  /** Channels of the images, default 3. */
  readonly channels?: number;
  /** Channels of the first layer, default 64; each layer after has twice as many. */
  readonly features?: number;
  /** Number of classes, default none. */
  readonly numClasses?: number;
  /**
   * What keeps the layers in bounds: `batch` normalisation as in the paper, `spectral` normalisation of all weights, or `none`. A gradient
   * penalty needs one of the last two. Default `batch`.
   */
  readonly norm?: 'batch' | 'none' | 'spectral';
}

const configOptions: OptionTable<DCGANDiscriminatorConfig> = {
  imageSize: 64,
  channels: 3,
  features: 64,
  numClasses: undefined,
  norm: 'batch',
};

/**
 * Discriminator of DCGAN, with classes a projection discriminator: a score for each image.
 *
 * Shape: images `[N, imageSize, imageSize, channels]` (and labels int32 `[N]` with classes) → scores `[N, 1]`. Parameters: `main.k` as of
 * `Conv2d` and `BatchNorm2d`, `embedding.weight` `[numClasses, features of φ]`.
 * @param config - `imageSize` (64), `channels` (3), `features` (64), `numClasses` (none), `norm` (batch).
 * @throws {@link ArgumentError} if a size or name is wrong; in `forward` if labels are missing or known to be beyond the classes,
 * {@link ShapeError} if images have other sizes.
 * @example
 * const discriminator = new DCGANDiscriminator({ imageSize: 28, channels: 1, features: 8 });
 * discriminator.forward(ones([2, 28, 28, 1])).shape; // => [2, 1]
 * @see Miyato, Koyama, "cGANs with Projection Discriminator", 2018, arXiv:1802.05637
 */
export class DCGANDiscriminator extends Module<readonly [images: Tensor, labels?: Tensor]> {
  static override readonly kind: string = 'DCGANDiscriminator';

  readonly main: Sequential;
  readonly embedding: Embedding | undefined;
  readonly imageShape: readonly [number, number, number];
  readonly numClasses: number | undefined;

  constructor(config: DCGANDiscriminatorConfig = {}) {
    super();
    const {
      imageSize = 64,
      channels = 3,
      features = 64,
      numClasses,
      norm = 'batch',
    } = checkOptions('DCGANDiscriminator', config, configOptions);
    for (const [name, value] of Object.entries({ channels, features }))
      checkCount('DCGANDiscriminator', name, value);
    checkNorm(norm);
    const { firstSide, doublings } = dcganSize('DCGANDiscriminator', imageSize);
    this.imageShape = [imageSize, imageSize, channels];
    this.numClasses = numClasses;
    const layers: SequentialItem[] = [];
    let inputs = channels;
    for (let i = 0; i < doublings; i++) {
      const outputs = features * 2 ** i;
      layers.push(new Conv2d(inputs, outputs, 4, { stride: 2, padding: 1, bias: false })); // half the side
      if (norm === 'batch' && i > 0) layers.push(new BatchNorm2d(outputs));
      layers.push(new LeakyReLU({ negativeSlope: 0.2 }));
      inputs = outputs;
    }
    this.main = new Sequential(...layers, new Conv2d(inputs, 1, firstSide, { bias: false }));
    this.embedding = numClasses === undefined ? undefined : new Embedding(numClasses, inputs);
    drawWeights(this);
    if (this.embedding) initNormal(this.embedding.weight, { std: 0.02 }); // larger ones would outweigh ψ at first
    if (norm !== 'spectral') return;
    for (const layer of [...this.main.layers, this.embedding]) {
      if (layer instanceof Conv2d || layer instanceof Embedding) spectralNorm(layer);
    }
  }

  override forward(images: Tensor, labels?: Tensor): Tensor {
    checkTensor('DCGANDiscriminator', images, 'images');
    if (images.ndim !== 4 || this.imageShape.some((size, i) => images.shape[i + 1] !== size)) {
      throw new ShapeError('DCGANDiscriminator', {
        expected: `images [N, ${this.imageShape.join(', ')}]`,
        received: describeShape(images.shape),
      });
    }
    const classes = checkLabels('DCGANDiscriminator', labels, this.numClasses, images.shape[0]!);
    const layers = this.main.layers as readonly Module[];
    return scoped(() => {
      const features = layers.slice(0, -1).reduce((x, layer) => layer.forward(x), images); // φ(x) [N, K, K, F]
      const score = layers.at(-1)!.forward(features).flatten(1); // [N, 1]
      if (!classes) return score;
      const pooled = features.sum({ axis: [1, 2] }); // [N, F]
      return score.add(this.embedding!.forward(classes).mul(pooled).sum({ axis: 1, keepDims: true }));
    });
  }
}

function checkNorm(norm: string): void {
  if (['batch', 'spectral', 'none'].includes(norm)) return;
  throw new ArgumentError('DCGANDiscriminator', {
    expected: 'norm to be batch, spectral or none',
    received: norm,
  });
}
