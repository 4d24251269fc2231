// Howard et al., "Searching for MobileNetV3", 2019, arXiv:1905.02244
//
//     x [N, 224, 224, 3] → conv 3×3 / 2, hard swish [112, 112, 16] → eleven blocks [7, 7, 96] → conv 1×1 [7, 7, 576]
//     → average [576] → Linear, hard swish, dropout [1024] → Linear [1000]
//
// Departures from the paper: none.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  type BatchNormOptions,
  Dropout,
  Hardswish,
  Linear,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { convNorm } from './image-model/conv-norm.js';
import { drawWeights, kaimingFanOut, smallNormal } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { makeDivisible } from './image-model/make-divisible.js';
import { withLastLinear } from './image-model/replace-last.js';
import { SqueezeExcitation } from './image-model/squeeze-excitation.js';
import { consecutiveStages } from './image-model/stages.js';

/** A block of a {@link MobileNetV3}. */
export interface MobileNetV3Block {
  readonly kernelSize: number;
  /** Channels in the middle, before the width is changed. */
  readonly expanded: number;
  /** Output channels, before the width is changed. */
  readonly channels: number;
  /** Whether channels are scaled by their means. */
  readonly squeeze: boolean;
  readonly activation: 'relu' | 'hardswish';
  readonly stride: number;
}

/** Sizes of a {@link MobileNetV3}. */
export interface MobileNetV3Config extends Required<ImageModelOptions> {
  /** The blocks. */
  readonly layers: readonly MobileNetV3Block[];
  /** Features of the hidden layer, before the width is changed. */
  readonly hiddenSize: number;
  /** Factor for all channels. */
  readonly widthMultiplier: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
  /** Added to variances in batch norms; timm's weights need 1e-5. */
  readonly eps: number;
}

const block = (
  kernelSize: number,
  expanded: number,
  channels: number,
  squeeze: boolean,
  activation: 'relu' | 'hardswish',
  stride: number,
): MobileNetV3Block => ({ kernelSize, expanded, channels, squeeze, activation, stride });

/** The published size, small. */
export const mobilenetV3SmallConfig: MobileNetV3Config = {
  numClasses: 1000,
  inChannels: 3,
  layers: [
    block(3, 16, 16, true, 'relu', 2),
    block(3, 72, 24, false, 'relu', 2),
    block(3, 88, 24, false, 'relu', 1),
    block(5, 96, 40, true, 'hardswish', 2),
    block(5, 240, 40, true, 'hardswish', 1),
    block(5, 240, 40, true, 'hardswish', 1),
    block(5, 120, 48, true, 'hardswish', 1),
    block(5, 144, 48, true, 'hardswish', 1),
    block(5, 288, 96, true, 'hardswish', 2),
    block(5, 576, 96, true, 'hardswish', 1),
    block(5, 576, 96, true, 'hardswish', 1),
  ],
  hiddenSize: 1024,
  widthMultiplier: 1,
  dropout: 0.2,
  eps: 0.001,
};

const table: OptionTable<MobileNetV3Config> = mobilenetV3SmallConfig;
const activations = { relu: () => new ReLU(), hardswish: () => new Hardswish() };

/** Wide in the middle, where each channel has a convolution for itself and is scaled by its mean. */
class InvertedResidualV3 extends Module {
  static override readonly kind: string = 'InvertedResidual';

  readonly block: Sequential;
  readonly isResidual: boolean;

  constructor(
    inChannels: number,
    expanded: number,
    outChannels: number,
    row: MobileNetV3Block,
    norm: BatchNormOptions,
  ) {
    super();
    const { kernelSize, stride, squeeze } = row;
    const activation = activations[row.activation];
    const layers: Module[] = [];
    if (expanded !== inChannels)
      layers.push(convNorm(inChannels, expanded, { kernelSize: 1, norm, activation: activation() }));
    const depthwise = { kernelSize, stride, groups: expanded, norm, activation: activation() };
    layers.push(convNorm(expanded, expanded, depthwise));
    if (squeeze)
      layers.push(
        new SqueezeExcitation(expanded, makeDivisible(Math.floor(expanded / 4), 8), { hard: true }),
      );
    layers.push(convNorm(expanded, outChannels, { kernelSize: 1, norm }));
    this.block = new Sequential(...layers);
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  override forward(x: Tensor): Tensor {
    const y = this.block.forward(x);
    return this.isResidual ? x.add(y) : y;
  }
}

/**
 * A MobileNetV3: blocks that a search found, for phones.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 576]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels.
 * @example
 * mobilenetV3Small({ widthMultiplier: 0.25, numClasses: 5 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see Howard et al., "Searching for MobileNetV3", 2019, arXiv:1905.02244
 */
export class MobileNetV3 extends ImageModel {
  static override readonly kind: string = 'MobileNetV3';

  readonly body: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  constructor(config: MobileNetV3Config) {
    super(checkOptions('MobileNetV3', config, table));
    const { layers, hiddenSize, widthMultiplier, dropout, eps, inChannels, numClasses } = config;
    const norm = { eps, momentum: 0.01 };
    if (!(widthMultiplier > 0))
      throw new ArgumentError('MobileNetV3', { expected: 'widthMultiplier > 0', received: widthMultiplier });
    if (!Array.isArray(layers) || layers.length === 0)
      throw new ArgumentError('MobileNetV3', { expected: 'layers of at least one block', received: layers });
    const width = (channels: number): number => makeDivisible(channels * widthMultiplier, 8);
    const stemWidth = width(16);
    let channels = stemWidth;
    const stem = { kernelSize: 3, stride: 2, norm, activation: new Hardswish() };
    const blocks = layers.map((row: MobileNetV3Block) => {
      const { kernelSize, expanded, channels: outChannels, stride } = row;
      for (const [name, value] of Object.entries({ kernelSize, expanded, channels: outChannels, stride }))
        checkCount('MobileNetV3', name, value);
      const made = new InvertedResidualV3(channels, width(expanded), width(outChannels), row, norm);
      channels = width(outChannels);
      return made;
    });
    const last = { kernelSize: 1, norm, activation: new Hardswish() };
    this.body = new Sequential(
      convNorm(inChannels, stemWidth, stem),
      ...blocks,
      convNorm(channels, 6 * channels, last),
    );
    const hidden = width(checkCount('MobileNetV3', 'hiddenSize', hiddenSize));
    this.classifier = new Sequential(
      new Linear(6 * channels, hidden),
      new Hardswish(),
      new Dropout(dropout),
      new Linear(hidden, numClasses),
    );
    drawWeights(this, { conv: kaimingFanOut, linear: smallNormal });
  }

  override get stages(): Stages {
    const blocks = this.body.layers.slice(1, -1).map((_, i): [string, number] => [`block${i + 1}`, 1]);
    return { ...consecutiveStages([['stem', 1], ...blocks, ['last', 1]]), head: ['avgpool', 'classifier'] };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, 576]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(this.avgpool.forward(features).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes a small {@link MobileNetV3}: 2.5 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `widthMultiplier` (1), and sizes that differ.
 * @example
 * mobilenetV3Small({ numClasses: 10, widthMultiplier: 0.25 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const mobilenetV3Small: ImageNetwork<'mobilenetV3Small', MobileNetV3Config, MobileNetV3> =
  /* @__PURE__ */ imageNetwork('mobilenetV3Small', MobileNetV3, { mobilenetV3Small: mobilenetV3SmallConfig });
