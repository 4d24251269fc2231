// Tan, Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, arXiv:1905.11946
//
//     x [N, 224, 224, 3] → conv 3×3 / 2, SiLU [112, 112, 32] → seven stages of blocks [7, 7, 320] → conv 1×1 [7, 7, 1280]
//     → average, dropout [1280] → Linear [1000]
//
// Departures from the paper: none.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  Dropout,
  initUniform,
  Linear,
  Module,
  Sequential,
  SiLU,
  StochasticDepth,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { convNorm } from './image-model/conv-norm.js';
import { drawWeights, kaimingFanOut } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { withLastLinear } from './image-model/replace-last.js';
import { SqueezeExcitation } from './image-model/squeeze-excitation.js';
import { consecutiveStages } from './image-model/stages.js';

/** A stage of an {@link EfficientNet}. */
export interface MBConvStage {
  /** How many times wider blocks are inside. */
  readonly expandRatio: number;
  readonly kernelSize: number;
  /** Stride of the first block. */
  readonly stride: number;
  readonly channels: number;
  /** Number of blocks. */
  readonly depth: number;
}

/** Sizes of an {@link EfficientNet}. */
export interface EfficientNetConfig extends Required<ImageModelOptions> {
  /** The stages of blocks. */
  readonly layers: readonly MBConvStage[];
  /** Channels of the first convolution. */
  readonly stemWidth: number;
  /** Probability with which the last block is left out for an image in training; that of the others grows evenly from zero. */
  readonly stochasticDepth: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

const stage = (
  expandRatio: number,
  kernelSize: number,
  stride: number,
  channels: number,
  depth: number,
): MBConvStage => ({ expandRatio, kernelSize, stride, channels, depth });

/** Published sizes by name. */
export const efficientnetConfigs: Readonly<Record<'efficientnetB0', EfficientNetConfig>> = {
  efficientnetB0: {
    numClasses: 1000,
    inChannels: 3,
    layers: [
      stage(1, 3, 1, 16, 1),
      stage(6, 3, 2, 24, 2),
      stage(6, 5, 2, 40, 2),
      stage(6, 3, 2, 80, 3),
      stage(6, 5, 1, 112, 3),
      stage(6, 5, 2, 192, 4),
      stage(6, 3, 1, 320, 1),
    ],
    stemWidth: 32,
    stochasticDepth: 0.2,
    dropout: 0.2,
  },
};

const table: OptionTable<EfficientNetConfig> = efficientnetConfigs.efficientnetB0;

/** Wide in the middle, where each channel has a convolution for itself and is scaled by its mean. */
class MBConv extends Module {
  static override readonly kind: string = 'MBConv';

  readonly block: Sequential;
  readonly stochasticDepth: StochasticDepth;
  readonly isResidual: boolean;

  constructor(
    inChannels: number,
    outChannels: number,
    stride: number,
    { expandRatio, kernelSize }: MBConvStage,
    probability: number,
  ) {
    super();
    const width = inChannels * expandRatio;
    const depthwise = { kernelSize, stride, groups: width, activation: new SiLU() };
    const squeeze = Math.max(1, Math.floor(inChannels / 4));
    this.block = new Sequential(
      ...(expandRatio === 1 ? [] : [convNorm(inChannels, width, { kernelSize: 1, activation: new SiLU() })]),
      convNorm(width, width, depthwise),
      new SqueezeExcitation(width, squeeze, { activation: new SiLU() }),
      convNorm(width, outChannels, { kernelSize: 1 }),
    );
    this.stochasticDepth = new StochasticDepth(probability);
    this.isResidual = stride === 1 && inChannels === outChannels;
  }

  override forward(x: Tensor): Tensor {
    const y = this.block.forward(x);
    return this.isResidual ? x.add(this.stochasticDepth.forward(y)) : y;
  }
}

/**
 * An EfficientNet: depth, width and image size grown together.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 1280]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels.
 * @example
 * const layers = [{ expandRatio: 2, kernelSize: 3, stride: 2, channels: 8, depth: 2 }];
 * efficientnetB0({ layers, stemWidth: 4, numClasses: 5 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see Tan, Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", 2019, arXiv:1905.11946
 */
export class EfficientNet extends ImageModel {
  static override readonly kind: string = 'EfficientNet';

  readonly body: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  constructor(config: EfficientNetConfig) {
    super(checkOptions('EfficientNet', config, table));
    const { layers, stemWidth, stochasticDepth, dropout, inChannels, numClasses } = config;
    if (!Array.isArray(layers) || layers.length === 0)
      throw new ArgumentError('EfficientNet', { expected: 'layers of at least one stage', received: layers });
    for (const row of layers)
      for (const [name, value] of Object.entries(row)) checkCount('EfficientNet', name, value as number);
    const depth = layers.reduce((sum: number, row: MBConvStage) => sum + row.depth, 0);
    let [channels, at] = [checkCount('EfficientNet', 'stemWidth', stemWidth), 0];
    const stages = layers.map((row: MBConvStage) => {
      const blocks = Array.from({ length: row.depth }, (_, i) => {
        const probability = (stochasticDepth * at++) / depth;
        const block = new MBConv(channels, row.channels, i === 0 ? row.stride : 1, row, probability);
        channels = row.channels;
        return block;
      });
      return new Sequential(...blocks);
    });
    this.body = new Sequential(
      convNorm(inChannels, stemWidth, { kernelSize: 3, stride: 2, activation: new SiLU() }),
      ...stages,
      convNorm(channels, 4 * channels, { kernelSize: 1, activation: new SiLU() }),
    );
    this.classifier = new Sequential(new Dropout(dropout), new Linear(4 * channels, numClasses));
    const bound = 1 / Math.sqrt(numClasses);
    drawWeights(this, {
      conv: kaimingFanOut,
      linear: (weight) => initUniform(weight, { low: -bound, high: bound }),
    });
  }

  override get stages(): Stages {
    const stages = this.body.layers.slice(1, -1).map((_, i): [string, number] => [`stage${i + 1}`, 1]);
    return { ...consecutiveStages([['stem', 1], ...stages, ['last', 1]]), head: ['avgpool', 'classifier'] };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, 1280]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(this.avgpool.forward(features).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes an {@link EfficientNet} B0: 5.3 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * const layers = [{ expandRatio: 1, kernelSize: 3, stride: 1, channels: 8, depth: 1 }];
 * efficientnetB0({ layers, numClasses: 10 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const efficientnetB0: ImageNetwork<'efficientnetB0', EfficientNetConfig, EfficientNet> =
  /* @__PURE__ */ imageNetwork('efficientnetB0', EfficientNet, efficientnetConfigs);
