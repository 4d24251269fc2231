// Szegedy et al., "Going Deeper with Convolutions", 2014, arXiv:1409.4842 (Inception v1)
//
//     x [N, 224, 224, 3] → conv 7×7 / 2, pool, conv 1×1, conv 3×3, pool [28, 28, 192] → two inception blocks, pool [14, 14, 480]
//     → five, pool [7, 7, 832] → two [7, 7, 1024] → average, dropout [1024] → Linear [1000]
//
// Departures from the paper, as in torchvision: batch norm behind each convolution, 3×3 in the place of 5×5.
import { ArgumentError, checkArgument, checkOptions, type OptionTable } from '@neurona/backend';
import { AdaptiveAvgPool2d, Dropout, Linear, MaxPool2d, Module, Sequential } from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import type { AuxiliaryLogits, AuxiliaryModel } from './image-model/auxiliary.js';
import { BasicConv2d } from './image-model/basic-conv.js';
import { drawTruncated } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { checkTransformInput, toPublishedInput } from './image-model/published-input.js';
import { scaledWidth } from './image-model/scaled-width.js';

/** Sizes of a {@link GoogLeNet}. */
export interface GoogLeNetConfig extends Required<ImageModelOptions> {
  /** Whether there are two auxiliary heads, for training. */
  readonly auxiliary: boolean;
  /** Whether images come standardised by ImageNet's mean and deviation: the published weights are for images in [-1, 1]. */
  readonly transformInput: boolean;
  /** Factor for all channels. */
  readonly widthMultiplier: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
  /** The same in the auxiliary heads. */
  readonly auxiliaryDropout: number;
}

/** The published size. */
export const googlenetConfig: GoogLeNetConfig = {
  numClasses: 1000,
  inChannels: 3,
  auxiliary: true,
  transformInput: false,
  widthMultiplier: 1,
  dropout: 0.2,
  auxiliaryDropout: 0.7,
};

const table: OptionTable<GoogLeNetConfig> = googlenetConfig;

/** Channels of a block: 1×1; before 3×3, 3×3; before 5×5, 5×5; behind the pool. */
export type InceptionWidths = readonly [number, number, number, number, number, number];

const widthsOf = {
  inception3a: [64, 96, 128, 16, 32, 32],
  inception3b: [128, 128, 192, 32, 96, 64],
  inception4a: [192, 96, 208, 16, 48, 64],
  inception4b: [160, 112, 224, 24, 64, 64],
  inception4c: [128, 128, 256, 24, 64, 64],
  inception4d: [112, 144, 288, 32, 64, 64],
  inception4e: [256, 160, 320, 32, 128, 128],
  inception5a: [256, 160, 320, 32, 128, 128],
  inception5b: [384, 192, 384, 48, 128, 128],
} as const satisfies Readonly<Record<string, InceptionWidths>>;

/**
 * GoogLeNet's block: four ways side by side.
 *
 *     y = [conv1×1(x), conv3×3(conv1×1(x)), conv3×3(conv1×1(x)), conv1×1(maxpool(x))]
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H, W, C]`, C being the widths' sum without those that come before another convolution.
 * @example
 * new Inception(6, [3, 2, 4, 2, 3, 2]).forward(ones([2, 5, 5, 6])).shape; // => [2, 5, 5, 12]
 */
export class Inception extends Module {
  static override readonly kind: string = 'Inception';

  readonly branch1: BasicConv2d;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;

  constructor(inChannels: number, widths: InceptionWidths) {
    super();
    checkArgument(
      'Inception',
      'widths',
      widths,
      'list',
      'Write the output channels of its six convolutions.',
    );
    const [one, before3, three, before5, five, pooled] = widths;
    const padded = { padding: 1 };
    this.branch1 = new BasicConv2d(inChannels, one, 1);
    this.branch2 = new Sequential(
      new BasicConv2d(inChannels, before3, 1),
      new BasicConv2d(before3, three, 3, padded),
    );
    this.branch3 = new Sequential(
      new BasicConv2d(inChannels, before5, 1),
      new BasicConv2d(before5, five, 3, padded),
    );
    const pool = new MaxPool2d(3, { stride: 1, padding: 1, ceilMode: true });
    this.branch4 = new Sequential(pool, new BasicConv2d(inChannels, pooled, 1));
  }

  override forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return concat(
      branches.map((branch) => branch.forward(x)),
      { axis: -1 },
    );
  }
}

/** A head in the middle of the network. Its features are counted channels first, as in PyTorch. */
class InceptionAux extends Module {
  static override readonly kind: string = 'InceptionAux';

  readonly pool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(4);
  readonly conv: BasicConv2d;
  readonly fc1: Linear;
  fc2: Linear;
  readonly dropout: Dropout;

  constructor(inChannels: number, width: number, hiddenSize: number, numClasses: number, dropout: number) {
    super();
    this.conv = new BasicConv2d(inChannels, width, 1);
    this.fc1 = new Linear(4 * 4 * width, hiddenSize);
    this.fc2 = new Linear(hiddenSize, numClasses);
    this.dropout = new Dropout(dropout);
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv.forward(this.pool.forward(x)); // [N, 4, 4, width]
    const hidden = this.fc1.forward(y.permute([0, 3, 1, 2]).flatten(1)).relu(); // [N, hiddenSize]
    return this.fc2.forward(this.dropout.forward(hidden));
  }

  resetClassifier(numClasses: number): void {
    const { inFeatures } = this.fc2;
    this.fc2.dispose();
    this.fc2 = new Linear(inFeatures, numClasses);
  }
}

/**
 * GoogLeNet: blocks in which filters of several sizes work side by side.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, 1024]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is too small.
 * @example
 * new GoogLeNet({ ...googlenetConfig, widthMultiplier: 1 / 16, numClasses: 5 }).forward(ones([2, 64, 64, 3])).shape; // => [2, 5]
 * @see Szegedy et al., "Going Deeper with Convolutions", 2014, arXiv:1409.4842
 */
export class GoogLeNet extends ImageModel implements AuxiliaryModel {
  static override readonly kind: string = 'GoogLeNet';

  readonly transformInput: boolean;
  readonly conv1: BasicConv2d;
  readonly maxpool1: MaxPool2d = new MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly conv2: BasicConv2d;
  readonly conv3: BasicConv2d;
  readonly maxpool2: MaxPool2d = new MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly inception3a: Inception;
  readonly inception3b: Inception;
  readonly maxpool3: MaxPool2d = new MaxPool2d(3, { stride: 2, ceilMode: true });
  readonly inception4a: Inception;
  readonly inception4b: Inception;
  readonly inception4c: Inception;
  readonly inception4d: Inception;
  readonly inception4e: Inception;
  readonly maxpool4: MaxPool2d = new MaxPool2d(2, { stride: 2, ceilMode: true });
  readonly inception5a: Inception;
  readonly inception5b: Inception;
  readonly aux1: InceptionAux | undefined;
  readonly aux2: InceptionAux | undefined;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  readonly dropout: Dropout;
  fc: Linear;

  constructor(config: GoogLeNetConfig) {
    super(checkOptions('GoogLeNet', config, table));
    const { inChannels, numClasses, auxiliary, auxiliaryDropout } = config;
    const width = scaledWidth('GoogLeNet', config.widthMultiplier);
    this.transformInput = checkTransformInput('GoogLeNet', config.transformInput, inChannels);
    let channels = width(192);
    const block = (name: keyof typeof widthsOf): Inception => {
      const widths = widthsOf[name].map(width) as unknown as InceptionWidths;
      const made = new Inception(channels, widths);
      channels = widths[0] + widths[2] + widths[4] + widths[5];
      return made;
    };
    const head = (inChannels: number): InceptionAux | undefined =>
      auxiliary
        ? new InceptionAux(inChannels, width(128), width(1024), numClasses, auxiliaryDropout)
        : undefined;
    this.conv1 = new BasicConv2d(inChannels, width(64), 7, { stride: 2, padding: 3 });
    this.conv2 = new BasicConv2d(width(64), width(64), 1);
    this.conv3 = new BasicConv2d(width(64), width(192), 3, { padding: 1 });
    this.inception3a = block('inception3a');
    this.inception3b = block('inception3b');
    this.inception4a = block('inception4a');
    this.aux1 = head(channels);
    this.inception4b = block('inception4b');
    this.inception4c = block('inception4c');
    this.inception4d = block('inception4d');
    this.aux2 = head(channels);
    this.inception4e = block('inception4e');
    this.inception5a = block('inception5a');
    this.inception5b = block('inception5b');
    this.dropout = new Dropout(config.dropout);
    this.fc = new Linear(channels, numClasses);
    drawTruncated(this, () => 0.01);
  }

  override get stages(): Stages {
    return {
      stem: ['conv1', 'maxpool1', 'conv2', 'conv3', 'maxpool2'],
      inception3: ['inception3a', 'inception3b', 'maxpool3'],
      inception4: ['inception4a', 'inception4b', 'inception4c', 'inception4d', 'inception4e', 'maxpool4'],
      inception5: ['inception5a', 'inception5b'],
      head: [...(this.aux1 ? ['aux1', 'aux2'] : []), 'avgpool', 'dropout', 'fc'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    return this.run(x).features;
  }

  /** The features, and those that the auxiliary heads see. */
  private run(images: Tensor): { readonly features: Tensor; readonly middle: readonly [Tensor, Tensor] } {
    const inSequence = (x: Tensor, ...modules: readonly Module[]): Tensor =>
      modules.reduce((y, module) => module.forward(y), x);
    const x = this.transformInput ? toPublishedInput(images) : images;
    const stem = inSequence(x, this.conv1, this.maxpool1, this.conv2, this.conv3, this.maxpool2);
    const first = inSequence(stem, this.inception3a, this.inception3b, this.maxpool3, this.inception4a);
    const second = inSequence(first, this.inception4b, this.inception4c, this.inception4d);
    const features = inSequence(second, this.inception4e, this.maxpool4, this.inception5a, this.inception5b);
    return { features, middle: [first, second] };
  }

  /**
   * The logits of the network and of its auxiliary heads: for training, see {@link WithAuxiliary}.
   * @throws {@link ArgumentError} if there are no auxiliary heads.
   */
  forwardAuxiliary(x: Tensor): AuxiliaryLogits {
    const { aux1, aux2 } = this;
    if (!aux1 || !aux2) {
      throw new ArgumentError('GoogLeNet', {
        expected: 'auxiliary heads',
        received: 'none',
        hint: 'Make the network with { auxiliary: true }.',
      });
    }
    return this.withImages(x, (images) => {
      const { features, middle } = this.run(images);
      return {
        logits: this.classify(features),
        auxiliary: [aux1.forward(middle[0]), aux2.forward(middle[1])],
      };
    });
  }

  override classify(features: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(this.avgpool.forward(features).flatten(1)));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.aux1?.resetClassifier(numClasses);
    this.aux2?.resetClassifier(numClasses);
    const { inFeatures } = this.fc;
    this.fc.dispose();
    this.fc = new Linear(inFeatures, numClasses);
  }
}

/**
 * Makes a {@link GoogLeNet}: 6.6 million parameters, 13.0 million with the auxiliary heads.
 * @param options - `numClasses` (1000), `inChannels` (3), `auxiliary` (true), `transformInput` (false; true for published weights), and
 * sizes that differ.
 * @example
 * googlenet({ numClasses: 10, widthMultiplier: 1 / 16 }).forward(ones([2, 64, 64, 3])).shape; // => [2, 10]
 */
export const googlenet: ImageNetwork<'googlenet', GoogLeNetConfig, GoogLeNet> = /* @__PURE__ */ imageNetwork(
  'googlenet',
  GoogLeNet,
  { googlenet: googlenetConfig },
);
