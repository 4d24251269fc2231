// Liu et al., "A ConvNet for the 2020s", 2022, arXiv:2201.03545
//
//     x [N, 224, 224, 3] → conv 4×4 / 4, layer norm [56, 56, 96] → blocks, three times layer norm, conv 2×2 / 2, blocks [7, 7, 768]
//     → average, layer norm [768] → Linear [1000]
//
// Departures from the paper: none.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Flatten,
  GELU,
  Identity,
  initTruncatedNormal,
  LayerNorm,
  LayerScale,
  Linear,
  Module,
  Sequential,
  StochasticDepth,
} from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { drawWeights } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { withLastLinear } from './image-model/replace-last.js';
import { consecutiveStages } from './image-model/stages.js';

/** Sizes of a {@link ConvNeXt}. */
export interface ConvNeXtConfig extends Required<ImageModelOptions> {
  /** Channels of each stage. */
  readonly widths: readonly number[];
  /** Blocks of each stage. */
  readonly depths: readonly number[];
  /** What the scale of each block begins with. */
  readonly layerScale: number;
  /** Probability with which the last block is left out for an image in training; that of the others grows evenly from zero. */
  readonly stochasticDepth: number;
}

/** Published sizes by name. */
export const convnextConfigs: Readonly<Record<'convnextTiny', ConvNeXtConfig>> = {
  convnextTiny: {
    numClasses: 1000,
    inChannels: 3,
    widths: [96, 192, 384, 768],
    depths: [3, 3, 9, 3],
    layerScale: 1e-6,
    stochasticDepth: 0.1,
  },
};

const table: OptionTable<ConvNeXtConfig> = convnextConfigs.convnextTiny;

const layerNorm = (channels: number): LayerNorm => new LayerNorm(channels, { eps: 1e-6 });

/** A convolution for each channel, then two linear maps of each pixel. Channels come last already: PyTorch's permutations stay empty. */
class CNBlock extends Module {
  static override readonly kind: string = 'CNBlock';

  readonly block: Sequential;
  readonly layerScale: LayerScale;
  readonly stochasticDepth: StochasticDepth;

  constructor(channels: number, scale: number, probability: number) {
    super();
    this.block = new Sequential(
      new Conv2d(channels, channels, 7, { padding: 3, groups: channels }),
      new Identity(),
      layerNorm(channels),
      new Linear(channels, 4 * channels),
      new GELU(),
      new Linear(4 * channels, channels),
      new Identity(),
    );
    this.layerScale = new LayerScale(channels, { initial: scale });
    this.stochasticDepth = new StochasticDepth(probability);
  }

  override forward(x: Tensor): Tensor {
    const y = this.layerScale.forward(this.block.forward(x));
    return x.add(this.stochasticDepth.forward(y));
  }
}

/**
 * A ConvNeXt: a residual network made as vision transformers are.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 768]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is smaller
 * than 32 × 32.
 * @example
 * convnextTiny({ widths: [4, 8], depths: [1, 1], numClasses: 5 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see Liu et al., "A ConvNet for the 2020s", 2022, arXiv:2201.03545
 */
export class ConvNeXt extends ImageModel {
  static override readonly kind: string = 'ConvNeXt';

  readonly body: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  classifier: Sequential;

  constructor(config: ConvNeXtConfig) {
    super(checkOptions('ConvNeXt', config, table));
    const { widths, depths, layerScale, stochasticDepth, inChannels, numClasses } = config;
    if (!Array.isArray(widths) || !Array.isArray(depths) || widths.length === 0)
      throw new ArgumentError('ConvNeXt', { expected: 'widths and depths of the stages', received: widths });
    if (depths.length !== widths.length)
      throw new ArgumentError('ConvNeXt', { expected: `${widths.length} depths`, received: depths });
    for (const width of widths) checkCount('ConvNeXt', 'widths', width);
    for (const depth of depths) checkCount('ConvNeXt', 'depths', depth);
    const total = depths.reduce((sum: number, depth: number) => sum + depth, 0);
    let at = 0;
    const layers = widths.flatMap((width: number, k: number): Module[] => {
      const blocks = Array.from(
        { length: depths[k]! },
        () => new CNBlock(width, layerScale, total === 1 ? 0 : (stochasticDepth * at++) / (total - 1)),
      );
      const next = widths[k + 1];
      const down = next ? [new Sequential(layerNorm(width), new Conv2d(width, next, 2, { stride: 2 }))] : [];
      return [new Sequential(...blocks), ...down];
    });
    const stem = new Conv2d(inChannels, widths[0]!, 4, { stride: 4 });
    this.body = new Sequential(new Sequential(stem, layerNorm(widths[0]!)), ...layers);
    const last = widths.at(-1)!;
    this.classifier = new Sequential(layerNorm(last), new Flatten(), new Linear(last, numClasses));
    const draw = (weight: Tensor): Tensor => initTruncatedNormal(weight, { std: 0.02 });
    drawWeights(this, { conv: draw, linear: draw });
  }

  override get stages(): Stages {
    const count = (this.body.layers.length - 2) / 2; // of those that are made narrower in front
    const next = Array.from({ length: count }, (_, i): [string, number] => [`stage${i + 2}`, 2]);
    return {
      ...consecutiveStages([['stem', 1], ['stage1', 1], ...next]),
      head: ['avgpool', 'classifier'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, 768]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(this.avgpool.forward(features));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes a tiny {@link ConvNeXt}: 28.6 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * convnextTiny({ widths: [4], depths: [1], numClasses: 10 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const convnextTiny: ImageNetwork<'convnextTiny', ConvNeXtConfig, ConvNeXt> =
  /* @__PURE__ */ imageNetwork('convnextTiny', ConvNeXt, convnextConfigs);
