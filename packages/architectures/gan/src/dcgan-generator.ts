// Radford, Metz, Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015
//
//     z [N, Z] → [N, 1, 1, Z] → transposed convolutions, each with norm and ReLU, that double the side → sigmoid → [N, S, S, C]
//
// State keys are those of PyTorch's DCGAN example. Images of this library lie in [0, 1], so the last activation is a sigmoid where the paper
// has tanh; `output: 'tanh'` has it too.
import { checkCount, checkOptions, describeShape, type OptionTable, ShapeError } from '@neurona/backend';
import {
  BatchNorm2d,
  ConvTranspose2d,
  Embedding,
  Module,
  ReLU,
  Sequential,
  type SequentialItem,
  Sigmoid,
  Tanh,
} from '@neurona/layers';
import { checkTensor, concat, scoped, type Tensor } from '@neurona/tensor';
import { checkLabels } from './check-labels.js';
import { dcganSize, type ImageSize } from './dcgan-sizes.js';
import { drawWeights } from './draw-weights.js';

/** Sizes and settings of a {@link DCGANGenerator}. */
export interface DCGANGeneratorConfig {
  /** Side of the images, default 64. */
  readonly imageSize?: ImageSize;
  /** Channels of the images, default 3. */
  readonly channels?: number;
  /** Size of the noise, default 100. */
  readonly noiseSize?: number;
  /** Channels of the last hidden layer, default 64; each layer before has twice as many. */
  readonly features?: number;
  /** Number of classes, whose embeddings are put beside the noise; default none. */
  readonly numClasses?: number;
  /** Size of the embedding of a class, default 16. */
  readonly embedDim?: number;
  /** What ends it: `sigmoid` for images in [0, 1], `tanh` for [-1, 1]. Default `sigmoid`. */
  readonly output?: 'sigmoid' | 'tanh';
}

const configOptions: OptionTable<DCGANGeneratorConfig> = {
  imageSize: 64,
  channels: 3,
  noiseSize: 100,
  features: 64,
  numClasses: undefined,
  embedDim: 16,
  output: 'sigmoid',
};

/**
 * Generator of DCGAN: images out of noise, by transposed convolutions.
 *
 * Shape: noise `[N, noiseSize]` (and labels int32 `[N]` with classes) → images `[N, imageSize, imageSize, channels]`. Parameters: `main.k` as of
 * `ConvTranspose2d` and `BatchNorm2d`, `embedding.weight` `[numClasses, embedDim]`.
 * @param config - `imageSize` (64), `channels` (3), `noiseSize` (100), `features` (64), `numClasses` (none), `embedDim` (16), `output` (sigmoid).
 * @throws {@link ArgumentError} if a size is wrong; in `forward` if labels are missing or known to be beyond the classes, {@link ShapeError} if the
 * noise has another size.
 * @example
 * const generator = new DCGANGenerator({ imageSize: 28, channels: 1, noiseSize: 16, features: 8 });
 * generator.forward(randn([2, 16])).shape; // => [2, 28, 28, 1]
 * @see Radford, Metz, Chintala, "Unsupervised Representation Learning with Deep Convolutional Generative Adversarial Networks", 2015,
 * arXiv:1511.06434
 */
export class DCGANGenerator extends Module<readonly [noise: Tensor, labels?: Tensor]> {
  static override readonly kind: string = 'DCGANGenerator';

  readonly main: Sequential;
  readonly embedding: Embedding | undefined;
  readonly noiseSize: number;
  readonly numClasses: number | undefined;

  constructor(config: DCGANGeneratorConfig = {}) {
    super();
    const {
      imageSize = 64,
      channels = 3,
      noiseSize = 100,
      features = 64,
      numClasses,
      embedDim = 16,
      output = 'sigmoid',
    } = checkOptions('DCGANGenerator', config, configOptions);
    for (const [name, value] of Object.entries({ channels, noiseSize, features, embedDim }))
      checkCount('DCGANGenerator', name, value);
    const { firstSide, doublings } = dcganSize('DCGANGenerator', imageSize);
    this.noiseSize = noiseSize;
    this.numClasses = numClasses;
    const width = (layer: number): number => features * 2 ** (doublings - 1 - layer);
    const inputs = noiseSize + (numClasses === undefined ? 0 : embedDim);
    const first = new ConvTranspose2d(inputs, width(0), firstSide, { bias: false });
    const layers: SequentialItem[] = [first, new BatchNorm2d(width(0)), new ReLU()]; // [N, firstSide, firstSide, width]
    for (let i = 1; i < doublings; i++) {
      layers.push(
        new ConvTranspose2d(width(i - 1), width(i), 4, doubling),
        new BatchNorm2d(width(i)),
        new ReLU(),
      );
    }
    layers.push(new ConvTranspose2d(features, channels, 4, doubling)); // [N, imageSize, imageSize, channels]
    this.main = new Sequential(...layers, output === 'tanh' ? new Tanh() : new Sigmoid());
    this.embedding = numClasses === undefined ? undefined : new Embedding(numClasses, embedDim);
    drawWeights(this);
  }

  override forward(noise: Tensor, labels?: Tensor): Tensor {
    checkTensor('DCGANGenerator', noise, 'noise');
    if (noise.ndim !== 2 || noise.shape[1] !== this.noiseSize) {
      throw new ShapeError('DCGANGenerator', {
        expected: `noise [N, ${this.noiseSize}]`,
        received: describeShape(noise.shape),
      });
    }
    const classes = checkLabels('DCGANGenerator', labels, this.numClasses, noise.shape[0]!);
    return scoped(() => {
      const code = classes ? concat([noise, this.embedding!.forward(classes)], { axis: 1 }) : noise;
      return this.main.forward(code.unsqueeze(1).unsqueeze(1)); // [N, 1, 1, inputs] → [N, S, S, C]
    });
  }
}

const doubling = { stride: 2, padding: 1, bias: false } as const;
