// Simonyan, Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, arXiv:1409.1556
//
//     x [N, 224, 224, 3] → five blocks of conv 3×3, relu, each ended by a max pool / 2 [7, 7, 512] → Linear [4096] → Linear [4096]
//     → Linear [1000]
//
// Departures from the paper: batch norm behind each convolution where it is asked for (vgg16_bn of torchvision).
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  type Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { drawWeights, kaimingFanOut, smallNormal } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { withLastLinear } from './image-model/replace-last.js';
import { stagesBetweenPools } from './image-model/stages.js';

/** Convolutions of 3 × 3 by their channels, and `'M'` for max pools. */
export type VGGLayers = readonly (number | 'M')[];

/** Sizes of a {@link VGG}. */
export interface VGGConfig extends Required<ImageModelOptions> {
  /** What the features are made of. */
  readonly layers: VGGLayers;
  /** Whether batch norm follows each convolution. */
  readonly batchNorm: boolean;
  /** Features of the two hidden layers. */
  readonly hiddenSize: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

/** Five blocks of so many convolutions. */
const blocks = (...depths: readonly number[]): VGGLayers =>
  depths.flatMap((depth, i): VGGLayers => [...Array<number>(depth).fill(Math.min(64 * 2 ** i, 512)), 'M']);

const shared = { numClasses: 1000, inChannels: 3, batchNorm: false, hiddenSize: 4096, dropout: 0.5 } as const;

/** Published sizes by name. */
export const vggConfigs: Readonly<Record<'vgg11' | 'vgg13' | 'vgg16' | 'vgg19', VGGConfig>> = {
  vgg11: { ...shared, layers: blocks(1, 1, 2, 2, 2) },
  vgg13: { ...shared, layers: blocks(2, 2, 2, 2, 2) },
  vgg16: { ...shared, layers: blocks(2, 2, 3, 3, 3) },
  vgg19: { ...shared, layers: blocks(2, 2, 4, 4, 4) },
};

const table: OptionTable<VGGConfig> = vggConfigs.vgg11;

/** Settings of {@link vggFeatures}: whether norms follow the convolutions, default false, and channels of the images, default 3. */
export type VGGFeaturesOptions = Partial<Pick<VGGConfig, 'batchNorm' | 'inChannels'>>;

const featuresOptions: OptionTable<VGGFeaturesOptions> = { batchNorm: false, inChannels: 3 };

/**
 * The convolutions of a VGG.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H / 2^m, W / 2^m, C]` with m pools.
 * @throws {@link ArgumentError} if an item is neither `'M'` nor an integer of at least 1.
 * @example
 * vggFeatures([8, 'M', 16, 'M'], { batchNorm: true }).forward(ones([1, 8, 8, 3])).shape; // => [1, 2, 2, 16]
 */
export function vggFeatures(layers: VGGLayers, options: VGGFeaturesOptions = {}): Sequential {
  if (!Array.isArray(layers) || !layers.some((item) => item !== 'M'))
    throw new ArgumentError('VGG', { expected: 'layers that convolve', received: layers });
  const { batchNorm = false, inChannels = 3 } = checkOptions('vggFeatures', options, featuresOptions);
  let channels = inChannels;
  const modules = layers.flatMap((item): Module[] => {
    if (item === 'M') return [new MaxPool2d(2)];
    const conv = new Conv2d(channels, checkCount('VGG', 'layers', item), 3, { padding: 1 });
    channels = item;
    return batchNorm ? [conv, new BatchNorm2d(item), new ReLU()] : [conv, new ReLU()];
  });
  return new Sequential(...modules);
}

/**
 * A VGG: small filters in many layers.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 512]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is smaller
 * than 32 × 32.
 * @example
 * const sizes = { layers: [4, 'M', 8, 'M'], hiddenSize: 8 };
 * new VGG({ ...vggConfigs.vgg11, ...sizes, numClasses: 5 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 5]
 * @see Simonyan, Zisserman, "Very Deep Convolutional Networks for Large-Scale Image Recognition", 2014, arXiv:1409.1556
 */
export class VGG extends ImageModel {
  static override readonly kind: string = 'VGG';

  readonly body: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(7);
  classifier: Sequential;

  constructor(config: VGGConfig) {
    super(checkOptions('VGG', config, table));
    const { layers, hiddenSize, dropout, numClasses, batchNorm, inChannels } = config;
    checkCount('VGG', 'hiddenSize', hiddenSize);
    this.body = vggFeatures(layers, { batchNorm, inChannels });
    const channels = layers.findLast((item) => item !== 'M')!;
    this.classifier = new Sequential(
      new Linear(7 * 7 * channels, hiddenSize),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hiddenSize, hiddenSize),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hiddenSize, numClasses),
    );
    drawWeights(this, { conv: kaimingFanOut, linear: smallNormal });
  }

  override get stages(): Stages {
    return { ...stagesBetweenPools(this.body), head: ['avgpool', 'classifier'] };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, 512]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(this.avgpool.forward(features).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes a {@link VGG} of 11 layers: 133 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `batchNorm` (false), and sizes that differ.
 * @example
 * vgg11({ layers: [4, 'M'], hiddenSize: 8, numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const vgg11: ImageNetwork<'vgg11', VGGConfig, VGG> = /* @__PURE__ */ imageNetwork(
  'vgg11',
  VGG,
  vggConfigs,
);

/**
 * Makes a {@link VGG} of 13 layers: 133 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `batchNorm` (false), and sizes that differ.
 * @example
 * vgg13({ layers: [4, 'M'], hiddenSize: 8, numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const vgg13: ImageNetwork<'vgg13', VGGConfig, VGG> = /* @__PURE__ */ imageNetwork(
  'vgg13',
  VGG,
  vggConfigs,
);

/**
 * Makes a {@link VGG} of 16 layers: 138 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `batchNorm` (false), and sizes that differ.
 * @example
 * vgg16({ layers: [4, 'M'], hiddenSize: 8, numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const vgg16: ImageNetwork<'vgg16', VGGConfig, VGG> = /* @__PURE__ */ imageNetwork(
  'vgg16',
  VGG,
  vggConfigs,
);

/**
 * Makes a {@link VGG} of 19 layers: 144 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `batchNorm` (false), and sizes that differ.
 * @example
 * vgg19({ layers: [4, 'M'], hiddenSize: 8, numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const vgg19: ImageNetwork<'vgg19', VGGConfig, VGG> = /* @__PURE__ */ imageNetwork(
  'vgg19',
  VGG,
  vggConfigs,
);
