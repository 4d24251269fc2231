// Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, arXiv:1801.04381
//
//     x [N, 224, 224, 3] → conv 3×3 / 2 [112, 112, 32] → inverted residual blocks in seven stages [7, 7, 320]
//     → conv 1×1 [7, 7, 1280] → average, dropout [1280] → Linear [1000]
//
// Departures from the paper: none.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { BatchNorm2d, Conv2d, Dropout, Linear, Module, ReLU6, Sequential } from '@neurona/layers';
import { globalAvgPool, type Tensor } from '@neurona/tensor';
import { convNorm } from './image-model/conv-norm.js';
import { drawWeights, kaimingFanOut, smallNormal } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { makeDivisible } from './image-model/make-divisible.js';
import { withLastLinear } from './image-model/replace-last.js';
import { consecutiveStages } from './image-model/stages.js';

/** A stage of a {@link MobileNetV2}. */
export interface InvertedResidualStage {
  /** How many times wider blocks are inside. */
  readonly expandRatio: number;
  /** Channels, before the width is changed. */
  readonly channels: number;
  /** Number of blocks. */
  readonly depth: number;
  /** Stride of the first block. */
  readonly stride: number;
}

/** Sizes of a {@link MobileNetV2}. */
export interface MobileNetV2Config extends Required<ImageModelOptions> {
  /** The stages of blocks. */
  readonly layers: readonly InvertedResidualStage[];
  /** Factor for all channels. */
  readonly widthMultiplier: number;
  /** Channels are rounded to multiples of it. */
  readonly roundTo: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

const stage = (
  expandRatio: number,
  channels: number,
  depth: number,
  stride: number,
): InvertedResidualStage => ({
  expandRatio,
  channels,
  depth,
  stride,
});

/** The published size. */
export const mobilenetV2Config: MobileNetV2Config = {
  numClasses: 1000,
  inChannels: 3,
  layers: [
    stage(1, 16, 1, 1),
    stage(6, 24, 2, 2),
    stage(6, 32, 3, 2),
    stage(6, 64, 4, 2),
    stage(6, 96, 3, 1),
    stage(6, 160, 3, 2),
    stage(6, 320, 1, 1),
  ],
  widthMultiplier: 1,
  roundTo: 8,
  dropout: 0.2,
};

const table: OptionTable<MobileNetV2Config> = mobilenetV2Config;

/**
 * MobileNetV2's block: wide in the middle, where each channel has a convolution for itself.
 *
 *     y = norm(conv1×1(act(depthwise3×3(act(conv1×1(x))))))        + x where both have the same shape
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H / stride, W / stride, outChannels]`.
 * @example
 * new InvertedResidual(4, 8, 2, 6).forward(ones([2, 6, 6, 4])).shape; // => [2, 3, 3, 8]
 */
export class InvertedResidual extends Module {
  static override readonly kind: string = 'InvertedResidual';

  readonly conv: Sequential;
  readonly isResidual: boolean;

  constructor(inChannels: number, outChannels: number, stride: number, expandRatio: number) {
    super();
    const width = Math.round(inChannels * expandRatio);
    this.conv = new Sequential(
      ...(expandRatio === 1 ? [] : [convNorm(inChannels, width, { kernelSize: 1, activation: new ReLU6() })]),
      convNorm(width, width, { kernelSize: 3, stride, groups: width, activation: new ReLU6() }),
      new Conv2d(width, outChannels, 1, { bias: false }),
      new BatchNorm2d(outChannels),
    );
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv.forward(x);
    return this.isResidual ? x.add(y) : y;
  }
}

/**
 * A MobileNetV2: small and fast enough for phones.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 1280]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels.
 * @example
 * mobilenetV2({ widthMultiplier: 0.25, numClasses: 5 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018, arXiv:1801.04381
 */
export class MobileNetV2 extends ImageModel {
  static override readonly kind: string = 'MobileNetV2';

  readonly stages: Stages;
  readonly body: Sequential;
  classifier: Sequential;

  constructor(config: MobileNetV2Config) {
    super(checkOptions('MobileNetV2', config, table));
    const { layers, widthMultiplier, roundTo, dropout, inChannels, numClasses } = config;
    checkCount('MobileNetV2', 'roundTo', roundTo);
    if (!(widthMultiplier > 0))
      throw new ArgumentError('MobileNetV2', { expected: 'widthMultiplier > 0', received: widthMultiplier });
    if (!Array.isArray(layers) || layers.length === 0)
      throw new ArgumentError('MobileNetV2', { expected: 'layers of at least one stage', received: layers });
    let channels = makeDivisible(32 * widthMultiplier, roundTo);
    const stem = convNorm(inChannels, channels, { kernelSize: 3, stride: 2, activation: new ReLU6() });
    const blocks = layers.flatMap((row: InvertedResidualStage) => {
      for (const [name, value] of Object.entries(row)) checkCount('MobileNetV2', name, value);
      const outChannels = makeDivisible(row.channels * widthMultiplier, roundTo);
      return Array.from({ length: row.depth }, (_, i) => {
        const block = new InvertedResidual(channels, outChannels, i === 0 ? row.stride : 1, row.expandRatio);
        channels = outChannels;
        return block;
      });
    });
    const width = makeDivisible(1280 * Math.max(1, widthMultiplier), roundTo);
    const last = convNorm(channels, width, { kernelSize: 1, activation: new ReLU6() });
    this.body = new Sequential(stem, ...blocks, last);
    this.classifier = new Sequential(new Dropout(dropout), new Linear(width, numClasses));
    this.stages = {
      ...consecutiveStages([
        ['stem', 1],
        ...layers.map(({ depth }, i): [string, number] => [`stage${i + 1}`, depth]),
        ['last', 1],
      ]),
      head: ['classifier'],
    };
    drawWeights(this, { conv: kaimingFanOut, linear: smallNormal });
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, 1280]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(globalAvgPool(features));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes a {@link MobileNetV2}: 3.5 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `widthMultiplier` (1), and sizes that differ.
 * @example
 * mobilenetV2({ numClasses: 10 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const mobilenetV2: ImageNetwork<'mobilenetV2', MobileNetV2Config, MobileNetV2> =
  /* @__PURE__ */ imageNetwork('mobilenetV2', MobileNetV2, { mobilenetV2: mobilenetV2Config });
