// He, Zhang, Ren, Sun, "Deep Residual Learning for Image Recognition", 2015, arXiv:1512.03385
//
//     x [N, 224, 224, 3] → conv 7×7 / 2, norm, relu, max pool / 2 [56, 56, 64]
//     → layer1 [56, 56, w] → layer2 [28, 28, 2w] → layer3 [14, 14, 4w] → layer4 [7, 7, 8w]        w = 64, 256 with bottlenecks
//     → average [8w] → Linear [1000]
//
// Departures from the paper: a bottleneck's stride is in its 3×3 convolution, not in the first, as in torchvision.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { drawWeights, kaimingFanOut } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { inTurn, relu } from './image-model/in-turn.js';

/** Sizes of a {@link ResNet}. */
export interface ResNetConfig extends Required<ImageModelOptions> {
  /** Blocks of two convolutions, or of three that are narrow in the middle. */
  readonly block: 'basic' | 'bottleneck';
  /** Number of blocks in each of the four stages. */
  readonly depths: readonly number[];
  /** Channels of the first stage's convolutions, twice as many in each next one. */
  readonly width: number;
}

const shared = { width: 64, numClasses: 1000, inChannels: 3 } as const;

/** Published sizes by name. */
export const resnetConfigs: Readonly<
  Record<'resnet18' | 'resnet34' | 'resnet50' | 'resnet101', ResNetConfig>
> = {
  resnet18: { ...shared, block: 'basic', depths: [2, 2, 2, 2] },
  resnet34: { ...shared, block: 'basic', depths: [3, 4, 6, 3] },
  resnet50: { ...shared, block: 'bottleneck', depths: [3, 4, 6, 3] },
  resnet101: { ...shared, block: 'bottleneck', depths: [3, 4, 23, 3] },
};

const table: OptionTable<ResNetConfig> = resnetConfigs.resnet18;

/** A convolution without bias, padded so that stride 1 keeps the size. */
const conv = (inChannels: number, outChannels: number, kernelSize: number, stride = 1): Conv2d =>
  new Conv2d(inChannels, outChannels, kernelSize, { stride, padding: (kernelSize - 1) / 2, bias: false });

/** The way around a block; undefined where its input fits as it is. */
const shortcut = (inChannels: number, outChannels: number, stride: number): Sequential | undefined =>
  stride === 1 && inChannels === outChannels
    ? undefined
    : new Sequential(conv(inChannels, outChannels, 1, stride), new BatchNorm2d(outChannels));

/**
 * ResNet's block of two convolutions.
 *
 *     y = relu(norm(conv3×3(relu(norm(conv3×3(x))))) + shortcut(x))
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H / stride, W / stride, channels]`.
 * @example
 * new BasicBlock(4, 8, 2).forward(ones([1, 6, 6, 4])).shape; // => [1, 3, 3, 8]
 */
export class BasicBlock extends Module {
  static override readonly kind: string = 'BasicBlock';

  /** Output channels by `channels`. */
  static readonly expansion: number = 1;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | undefined;

  constructor(inChannels: number, channels: number, stride = 1) {
    super();
    this.conv1 = conv(inChannels, channels, 3, stride);
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = conv(channels, channels, 3);
    this.bn2 = new BatchNorm2d(channels);
    this.downsample = shortcut(inChannels, channels, stride);
  }

  override forward(x: Tensor): Tensor {
    const z = inTurn(x, this.conv1, this.bn1, relu, this.conv2, this.bn2);
    return z.add(this.downsample?.forward(x) ?? x).relu();
  }
}

/**
 * ResNet's block of three convolutions, narrow in the middle.
 *
 *     y = relu(norm(conv1×1(relu(norm(conv3×3(relu(norm(conv1×1(x)))))))) + shortcut(x))
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H / stride, W / stride, 4 · channels]`.
 * @example
 * new Bottleneck(4, 2, 2).forward(ones([1, 6, 6, 4])).shape; // => [1, 3, 3, 8]
 */
export class Bottleneck extends Module {
  static override readonly kind: string = 'Bottleneck';

  /** Output channels by `channels`. */
  static readonly expansion: number = 4;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly downsample: Sequential | undefined;

  constructor(inChannels: number, channels: number, stride = 1) {
    super();
    const outChannels = Bottleneck.expansion * channels;
    this.conv1 = conv(inChannels, channels, 1);
    this.bn1 = new BatchNorm2d(channels);
    this.conv2 = conv(channels, channels, 3, stride);
    this.bn2 = new BatchNorm2d(channels);
    this.conv3 = conv(channels, outChannels, 1);
    this.bn3 = new BatchNorm2d(outChannels);
    this.downsample = shortcut(inChannels, outChannels, stride);
  }

  override forward(x: Tensor): Tensor {
    const z = inTurn(x, this.conv1, this.bn1, relu, this.conv2, this.bn2, relu, this.conv3, this.bn3);
    return z.add(this.downsample?.forward(x) ?? x).relu();
  }
}

const blocks = { basic: BasicBlock, bottleneck: Bottleneck } as const;

/**
 * A residual network: stages of blocks that add to what they are given, each of half the size and twice the channels.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, C]`.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, there are not four stages, or the block is unknown;
 * {@link ShapeError} in `forward` if x has other channels.
 * @example
 * new ResNet({ ...resnetConfigs.resnet18, width: 4, numClasses: 5 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see He et al., "Deep Residual Learning for Image Recognition", 2015, arXiv:1512.03385
 */
export class ResNet extends ImageModel {
  static override readonly kind: string = 'ResNet';

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu: ReLU = new ReLU();
  readonly maxpool: MaxPool2d = new MaxPool2d(3, { stride: 2, padding: 1 });
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  fc: Linear;

  constructor(config: ResNetConfig) {
    super(checkOptions('ResNet', config, table));
    const { block, depths, inChannels, numClasses } = config;
    const width = checkCount('ResNet', 'width', config.width);
    if (!Object.hasOwn(blocks, block))
      throw new ArgumentError('ResNet', { expected: "block 'basic' or 'bottleneck'", received: block });
    if (!Array.isArray(depths) || depths.length !== 4)
      throw new ArgumentError('ResNet', { expected: 'depths of four stages', received: depths });
    const Block = blocks[block];
    let channels = width;
    const stage = (k: number): Sequential => {
      const inner = width * 2 ** k;
      const layers = Array.from({ length: checkCount('ResNet', 'depths', depths[k]!) }, (_, i) => {
        const layer = new Block(channels, inner, i === 0 && k > 0 ? 2 : 1);
        channels = inner * Block.expansion;
        return layer;
      });
      return new Sequential(...layers);
    };
    this.conv1 = new Conv2d(inChannels, width, 7, { stride: 2, padding: 3, bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.layer1 = stage(0);
    this.layer2 = stage(1);
    this.layer3 = stage(2);
    this.layer4 = stage(3);
    this.fc = new Linear(channels, numClasses);
    drawWeights(this, { conv: kaimingFanOut });
  }

  override get stages(): Stages {
    return {
      stem: ['conv1', 'bn1', 'relu', 'maxpool'],
      layer1: ['layer1'],
      layer2: ['layer2'],
      layer3: ['layer3'],
      layer4: ['layer4'],
      head: ['avgpool', 'fc'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    const stem = inTurn(x, this.conv1, this.bn1, this.relu, this.maxpool);
    const stages = [this.layer1, this.layer2, this.layer3, this.layer4];
    return stages.reduce((y, stage) => stage.forward(y), stem); // [N, H / 32, W / 32, C]
  }

  override classify(features: Tensor): Tensor {
    return this.fc.forward(this.avgpool.forward(features).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    const { inFeatures } = this.fc;
    this.fc.dispose();
    this.fc = new Linear(inFeatures, numClasses);
  }
}

/**
 * Makes a {@link ResNet} of 18 layers: 11.7 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * resnet18({ numClasses: 10, width: 8 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const resnet18: ImageNetwork<'resnet18', ResNetConfig, ResNet> = /* @__PURE__ */ imageNetwork(
  'resnet18',
  ResNet,
  resnetConfigs,
);

/**
 * Makes a {@link ResNet} of 34 layers: 21.8 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * resnet34({ numClasses: 10, width: 2 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const resnet34: ImageNetwork<'resnet34', ResNetConfig, ResNet> = /* @__PURE__ */ imageNetwork(
  'resnet34',
  ResNet,
  resnetConfigs,
);

/**
 * Makes a {@link ResNet} of 50 layers with bottlenecks: 25.6 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * resnet50({ numClasses: 10, width: 2 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const resnet50: ImageNetwork<'resnet50', ResNetConfig, ResNet> = /* @__PURE__ */ imageNetwork(
  'resnet50',
  ResNet,
  resnetConfigs,
);

/**
 * Makes a {@link ResNet} of 101 layers with bottlenecks: 44.5 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * resnet101({ numClasses: 10, width: 2 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const resnet101: ImageNetwork<'resnet101', ResNetConfig, ResNet> = /* @__PURE__ */ imageNetwork(
  'resnet101',
  ResNet,
  resnetConfigs,
);
