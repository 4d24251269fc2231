// Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016, arXiv:1610.02357
//
//     x [N, 299, 299, 3] → conv 3×3 / 2, conv 3×3 [147, 147, 64] → block1-3, each / 2 [19, 19, 728] → block4-11 [19, 19, 728]
//     → block12 / 2 [10, 10, 1024] → two separable convolutions [10, 10, 2048] → average [2048] → Linear [1000]
//
// Departures from the paper: none. State dictionaries have the names of timm's legacy_xception.
import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
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
import { scaledWidth } from './image-model/scaled-width.js';

/** Sizes of an {@link Xception}. */
export interface XceptionConfig extends Required<ImageModelOptions> {
  /** Factor for all channels. */
  readonly widthMultiplier: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

/** The published size. */
export const xceptionConfig: XceptionConfig = {
  numClasses: 1000,
  inChannels: 3,
  widthMultiplier: 1,
  dropout: 0,
};

const table: OptionTable<XceptionConfig> = xceptionConfig;

/** A convolution for each channel, then one of 1 × 1 across them, without biases. */
class SeparableConv extends Module {
  static override readonly kind: string = 'SeparableConv2d';

  readonly conv1: Conv2d;
  readonly pointwise: Conv2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv1 = new Conv2d(inChannels, inChannels, 3, { padding: 1, groups: inChannels, bias: false });
    this.pointwise = new Conv2d(inChannels, outChannels, 1, { bias: false });
  }

  override forward(x: Tensor): Tensor {
    return this.pointwise.forward(this.conv1.forward(x));
  }
}

/** Channels before and behind each separable convolution of a block. */
type Steps = readonly (readonly [inChannels: number, outChannels: number])[];

/** Separable convolutions with norms, and a way around them. */
class XceptionBlock extends Module {
  static override readonly kind: string = 'Block';

  readonly skip: Conv2d | undefined;
  readonly skipbn: BatchNorm2d | undefined;
  readonly rep: Sequential;

  constructor(steps: Steps, { stride = 1, startsWithReLU = true } = {}) {
    super();
    const [inChannels, outChannels] = [steps[0]![0], steps.at(-1)![1]];
    if (stride !== 1 || inChannels !== outChannels) {
      this.skip = new Conv2d(inChannels, outChannels, 1, { stride, bias: false });
      this.skipbn = new BatchNorm2d(outChannels);
    }
    const layers = steps.flatMap(([inside, out]) => [
      new ReLU(),
      new SeparableConv(inside, out),
      new BatchNorm2d(out),
    ]);
    this.rep = new Sequential(
      ...layers.slice(startsWithReLU ? 0 : 1),
      ...(stride === 1 ? [] : [new MaxPool2d(3, { stride, padding: 1 })]),
    );
  }

  override forward(x: Tensor): Tensor {
    const around = this.skip && this.skipbn ? this.skipbn.forward(this.skip.forward(x)) : x;
    return this.rep.forward(x).add(around);
  }
}

/**
 * Xception: Inception taken to its end, where each channel is filtered for itself.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features of 299 × 299 `[N, 10, 10, 2048]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is too small.
 * @example
 * xception({ widthMultiplier: 1 / 64, numClasses: 5 }).forward(ones([2, 64, 64, 3])).shape; // => [2, 5]
 * @see Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016, arXiv:1610.02357
 */
export class Xception extends ImageModel {
  static override readonly kind: string = 'Xception';

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  /** `block1` to `block12` in state dictionaries. */
  readonly blocks: readonly XceptionBlock[];
  readonly conv3: SeparableConv;
  readonly bn3: BatchNorm2d;
  readonly conv4: SeparableConv;
  readonly bn4: BatchNorm2d;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  readonly dropout: Dropout;
  fc: Linear;

  constructor(config: XceptionConfig) {
    super(checkOptions('Xception', config, table));
    const { inChannels, numClasses, dropout } = config;
    const w = scaledWidth('Xception', config.widthMultiplier);
    const entry = (from: number, to: number, startsWithReLU = true): XceptionBlock =>
      new XceptionBlock(
        [
          [w(from), w(to)],
          [w(to), w(to)],
        ],
        { stride: 2, startsWithReLU },
      );
    const same: readonly [number, number] = [w(728), w(728)];
    this.conv1 = new Conv2d(inChannels, w(32), 3, { stride: 2, bias: false });
    this.bn1 = new BatchNorm2d(w(32));
    this.conv2 = new Conv2d(w(32), w(64), 3, { bias: false });
    this.bn2 = new BatchNorm2d(w(64));
    this.blocks = [
      entry(64, 128, false),
      entry(128, 256),
      entry(256, 728),
      ...Array.from({ length: 8 }, () => new XceptionBlock([same, same, same])),
      new XceptionBlock([same, [w(728), w(1024)]], { stride: 2 }),
    ];
    this.conv3 = new SeparableConv(w(1024), w(1536));
    this.bn3 = new BatchNorm2d(w(1536));
    this.conv4 = new SeparableConv(w(1536), w(2048));
    this.bn4 = new BatchNorm2d(w(2048));
    this.dropout = new Dropout(dropout);
    this.fc = new Linear(w(2048), numClasses);
    drawWeights(this, { conv: kaimingFanOut });
  }

  /** @internal */
  override *entries(): Generator<readonly [string, unknown]> {
    for (const [name, value] of super.entries()) {
      if (name !== 'blocks') yield [name, value];
      else for (const [i, block] of this.blocks.entries()) yield [`block${i + 1}`, block];
    }
  }

  override get stages(): Stages {
    const blocks = (from: number, to: number): string[] =>
      Array.from({ length: to - from + 1 }, (_, i) => `block${from + i}`);
    return {
      stem: ['conv1', 'bn1', 'conv2', 'bn2'],
      entry: blocks(1, 3),
      middle: blocks(4, 11),
      exit: [...blocks(12, 12), 'conv3', 'bn3', 'conv4', 'bn4'],
      head: ['avgpool', 'dropout', 'fc'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    const stem = this.bn1.forward(this.conv1.forward(x)).relu();
    const start = this.bn2.forward(this.conv2.forward(stem)).relu();
    const y = this.blocks.reduce((z, block) => block.forward(z), start);
    const wide = this.bn3.forward(this.conv3.forward(y)).relu();
    return this.bn4.forward(this.conv4.forward(wide)).relu(); // [N, 10, 10, 2048] for 299 × 299
  }

  override classify(features: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(this.avgpool.forward(features).flatten(1)));
  }

  protected override replaceClassifier(numClasses: number): void {
    const { inFeatures } = this.fc;
    this.fc.dispose();
    this.fc = new Linear(inFeatures, numClasses);
  }
}

/**
 * Makes an {@link Xception}: 22.9 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), `widthMultiplier` (1), `dropout` (0).
 * @example
 * xception({ numClasses: 10, widthMultiplier: 1 / 64 }).forward(ones([2, 64, 64, 3])).shape; // => [2, 10]
 */
export const xception: ImageNetwork<'xception', XceptionConfig, Xception> = /* @__PURE__ */ imageNetwork(
  'xception',
  Xception,
  { xception: xceptionConfig },
);
