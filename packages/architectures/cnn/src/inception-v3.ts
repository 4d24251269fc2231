// Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015, arXiv:1512.00567
//
//     x [N, 299, 299, 3] → convolutions, two pools [35, 35, 192] → Mixed_5 [35, 35, 288] → Mixed_6 [17, 17, 768]
//     → Mixed_7 [8, 8, 2048] → average, dropout [2048] → Linear [1000]
//
// Departures from the paper: one auxiliary head, with batch norm, as in torchvision.
import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { AdaptiveAvgPool2d, Dropout, Linear, MaxPool2d, Module } from '@neurona/layers';
import { avgPool2d, globalAvgPool, maxPool2d, type Tensor } from '@neurona/tensor';
import type { AuxiliaryLogits, AuxiliaryModel } from './image-model/auxiliary.js';
import { BasicConv2d } from './image-model/basic-conv.js';
import { Branches } from './image-model/branches.js';
import { drawTruncated } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { checkTransformInput, toPublishedInput } from './image-model/published-input.js';
import { scaledWidth } from './image-model/scaled-width.js';

/** Sizes of an {@link InceptionV3}. */
export interface InceptionV3Config extends Required<ImageModelOptions> {
  /** Whether there is an auxiliary head, for training. */
  readonly auxiliary: boolean;
  /** Whether images come standardised by ImageNet's mean and deviation: the published weights are for images in [-1, 1]. */
  readonly transformInput: boolean;
  /** Factor for all channels. */
  readonly widthMultiplier: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

/** The published size. */
export const inceptionV3Config: InceptionV3Config = {
  numClasses: 1000,
  inChannels: 3,
  auxiliary: true,
  transformInput: false,
  widthMultiplier: 1,
  dropout: 0.5,
};

const table: OptionTable<InceptionV3Config> = inceptionV3Config;

const square = (x: Tensor): Tensor => avgPool2d(x, 3, { stride: 1, padding: 1 });
const half = (x: Tensor): Tensor => maxPool2d(x, 3, { stride: 2 });
const wide = { padding: [0, 3] } as const;
const tall = { padding: [3, 0] } as const;

type Widths = (width: number) => number;

function inceptionA(inputs: number, pooled: number, w: Widths): Branches {
  return new Branches(
    'InceptionA',
    {
      branch1x1: new BasicConv2d(inputs, w(64), 1),
      branch5x5_1: new BasicConv2d(inputs, w(48), 1),
      branch5x5_2: new BasicConv2d(w(48), w(64), 5, { padding: 2 }),
      branch3x3dbl_1: new BasicConv2d(inputs, w(64), 1),
      branch3x3dbl_2: new BasicConv2d(w(64), w(96), 3, { padding: 1 }),
      branch3x3dbl_3: new BasicConv2d(w(96), w(96), 3, { padding: 1 }),
      branch_pool: new BasicConv2d(inputs, w(pooled), 1),
    },
    [
      ['branch1x1'],
      ['branch5x5_1', 'branch5x5_2'],
      ['branch3x3dbl_1', 'branch3x3dbl_2', 'branch3x3dbl_3'],
      [square, 'branch_pool'],
    ],
  );
}

function inceptionB(inputs: number, w: Widths): Branches {
  return new Branches(
    'InceptionB',
    {
      branch3x3: new BasicConv2d(inputs, w(384), 3, { stride: 2 }),
      branch3x3dbl_1: new BasicConv2d(inputs, w(64), 1),
      branch3x3dbl_2: new BasicConv2d(w(64), w(96), 3, { padding: 1 }),
      branch3x3dbl_3: new BasicConv2d(w(96), w(96), 3, { stride: 2 }),
    },
    [['branch3x3'], ['branch3x3dbl_1', 'branch3x3dbl_2', 'branch3x3dbl_3'], [half]],
  );
}

function inceptionC(inputs: number, inner: number, w: Widths): Branches {
  const c = w(inner);
  return new Branches(
    'InceptionC',
    {
      branch1x1: new BasicConv2d(inputs, w(192), 1),
      branch7x7_1: new BasicConv2d(inputs, c, 1),
      branch7x7_2: new BasicConv2d(c, c, [1, 7], wide),
      branch7x7_3: new BasicConv2d(c, w(192), [7, 1], tall),
      branch7x7dbl_1: new BasicConv2d(inputs, c, 1),
      branch7x7dbl_2: new BasicConv2d(c, c, [7, 1], tall),
      branch7x7dbl_3: new BasicConv2d(c, c, [1, 7], wide),
      branch7x7dbl_4: new BasicConv2d(c, c, [7, 1], tall),
      branch7x7dbl_5: new BasicConv2d(c, w(192), [1, 7], wide),
      branch_pool: new BasicConv2d(inputs, w(192), 1),
    },
    [
      ['branch1x1'],
      ['branch7x7_1', 'branch7x7_2', 'branch7x7_3'],
      ['branch7x7dbl_1', 'branch7x7dbl_2', 'branch7x7dbl_3', 'branch7x7dbl_4', 'branch7x7dbl_5'],
      [square, 'branch_pool'],
    ],
  );
}

function inceptionD(inputs: number, w: Widths): Branches {
  const c = w(192);
  return new Branches(
    'InceptionD',
    {
      branch3x3_1: new BasicConv2d(inputs, c, 1),
      branch3x3_2: new BasicConv2d(c, w(320), 3, { stride: 2 }),
      branch7x7x3_1: new BasicConv2d(inputs, c, 1),
      branch7x7x3_2: new BasicConv2d(c, c, [1, 7], wide),
      branch7x7x3_3: new BasicConv2d(c, c, [7, 1], tall),
      branch7x7x3_4: new BasicConv2d(c, c, 3, { stride: 2 }),
    },
    [
      ['branch3x3_1', 'branch3x3_2'],
      ['branch7x7x3_1', 'branch7x7x3_2', 'branch7x7x3_3', 'branch7x7x3_4'],
      [half],
    ],
  );
}

function inceptionE(inputs: number, w: Widths): Branches {
  const c = w(384);
  return new Branches(
    'InceptionE',
    {
      branch1x1: new BasicConv2d(inputs, w(320), 1),
      branch3x3_1: new BasicConv2d(inputs, c, 1),
      branch3x3_2a: new BasicConv2d(c, c, [1, 3], { padding: [0, 1] }),
      branch3x3_2b: new BasicConv2d(c, c, [3, 1], { padding: [1, 0] }),
      branch3x3dbl_1: new BasicConv2d(inputs, w(448), 1),
      branch3x3dbl_2: new BasicConv2d(w(448), c, 3, { padding: 1 }),
      branch3x3dbl_3a: new BasicConv2d(c, c, [1, 3], { padding: [0, 1] }),
      branch3x3dbl_3b: new BasicConv2d(c, c, [3, 1], { padding: [1, 0] }),
      branch_pool: new BasicConv2d(inputs, w(192), 1),
    },
    [
      ['branch1x1'],
      ['branch3x3_1', ['branch3x3_2a', 'branch3x3_2b']],
      ['branch3x3dbl_1', 'branch3x3dbl_2', ['branch3x3dbl_3a', 'branch3x3dbl_3b']],
      [square, 'branch_pool'],
    ],
  );
}

/** The head in the middle of the network. */
class InceptionAuxV3 extends Module {
  static override readonly kind: string = 'InceptionAux';

  readonly conv0: BasicConv2d;
  readonly conv1: BasicConv2d;
  fc: Linear;

  constructor(inChannels: number, w: Widths, numClasses: number) {
    super();
    this.conv0 = new BasicConv2d(inChannels, w(128), 1);
    this.conv1 = new BasicConv2d(w(128), w(768), 5);
    this.fc = new Linear(w(768), numClasses);
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv1.forward(this.conv0.forward(avgPool2d(x, 5, { stride: 3 })));
    return this.fc.forward(globalAvgPool(y));
  }

  resetClassifier(numClasses: number): void {
    const { inFeatures } = this.fc;
    this.fc.dispose();
    this.fc = new Linear(inFeatures, numClasses);
  }
}

/**
 * Inception v3: large filters made of small ones, and of rows and columns.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features of 299 × 299 `[N, 8, 8, 2048]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is smaller
 * than 75 × 75.
 * @example
 * inceptionV3({ widthMultiplier: 1 / 32, numClasses: 5 }).eval().forward(ones([1, 75, 75, 3])).shape; // => [1, 5]
 * @see Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015, arXiv:1512.00567
 */
export class InceptionV3 extends ImageModel implements AuxiliaryModel {
  static override readonly kind: string = 'InceptionV3';

  readonly transformInput: boolean;
  /** Everything before the head by torchvision's names, in the order of the forward pass. */
  readonly blocks: Readonly<Record<string, Module>>;
  readonly auxiliary: InceptionAuxV3 | undefined;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(1);
  readonly dropout: Dropout;
  fc: Linear;

  constructor(config: InceptionV3Config) {
    super(checkOptions('InceptionV3', config, table));
    const { inChannels, numClasses } = config;
    const w = scaledWidth('InceptionV3', config.widthMultiplier);
    this.transformInput = checkTransformInput('InceptionV3', config.transformInput, inChannels);
    const sum = (...widths: readonly number[]): number => widths.reduce((all, width) => all + w(width), 0);
    const a = (pooled: number): number => sum(64, 64, 96, pooled);
    const b = a(64) + sum(384, 96);
    const c = sum(192, 192, 192, 192);
    const d = sum(320, 192) + c;
    const e = sum(320, 384, 384, 384, 384, 192);
    this.blocks = {
      Conv2d_1a_3x3: new BasicConv2d(inChannels, w(32), 3, { stride: 2 }),
      Conv2d_2a_3x3: new BasicConv2d(w(32), w(32), 3),
      Conv2d_2b_3x3: new BasicConv2d(w(32), w(64), 3, { padding: 1 }),
      maxpool1: new MaxPool2d(3, { stride: 2 }),
      Conv2d_3b_1x1: new BasicConv2d(w(64), w(80), 1),
      Conv2d_4a_3x3: new BasicConv2d(w(80), w(192), 3),
      maxpool2: new MaxPool2d(3, { stride: 2 }),
      Mixed_5b: inceptionA(w(192), 32, w),
      Mixed_5c: inceptionA(a(32), 64, w),
      Mixed_5d: inceptionA(a(64), 64, w),
      Mixed_6a: inceptionB(a(64), w),
      Mixed_6b: inceptionC(b, 128, w),
      Mixed_6c: inceptionC(c, 160, w),
      Mixed_6d: inceptionC(c, 160, w),
      Mixed_6e: inceptionC(c, 192, w),
      Mixed_7a: inceptionD(c, w),
      Mixed_7b: inceptionE(d, w),
      Mixed_7c: inceptionE(e, w),
    };
    this.auxiliary = config.auxiliary ? new InceptionAuxV3(c, w, numClasses) : undefined;
    this.dropout = new Dropout(config.dropout);
    this.fc = new Linear(e, numClasses);
    drawTruncated(this, (path) => (path === 'AuxLogits.fc' ? 0.001 : 0.1));
  }

  /** @internal */
  override *entries(): Generator<readonly [string, unknown]> {
    for (const [name, block] of Object.entries(this.blocks)) {
      if (name === 'Mixed_7a') yield ['AuxLogits', this.auxiliary];
      yield [name, block];
    }
    yield* Object.entries({ avgpool: this.avgpool, dropout: this.dropout, fc: this.fc });
  }

  override get stages(): Stages {
    const named = (start: string): string[] =>
      Object.keys(this.blocks).filter((name) => name.startsWith(start));
    return {
      stem: [...named('Conv2d'), ...named('maxpool')],
      mixed5: named('Mixed_5'),
      mixed6: named('Mixed_6'),
      mixed7: named('Mixed_7'),
      head: [...(this.auxiliary ? ['AuxLogits'] : []), 'avgpool', 'dropout', 'fc'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    return this.run(x).features;
  }

  /** The features, and those that the auxiliary head sees. */
  private run(images: Tensor): { readonly features: Tensor; readonly middle: Tensor } {
    let x = this.transformInput ? toPublishedInput(images) : images;
    let middle = x;
    for (const [name, block] of Object.entries(this.blocks)) {
      x = block.forward(x);
      if (name === 'Mixed_6e') middle = x;
    }
    return { features: x, middle };
  }

  /**
   * The logits of the network and of its auxiliary head: for training, see {@link WithAuxiliary}.
   * @throws {@link ArgumentError} if there is no auxiliary head.
   */
  forwardAuxiliary(x: Tensor): AuxiliaryLogits {
    const { auxiliary } = this;
    if (!auxiliary) {
      throw new ArgumentError('InceptionV3', {
        expected: 'an auxiliary head',
        received: 'none',
        hint: 'Make the network with { auxiliary: true }.',
      });
    }
    return this.withImages(x, (images) => {
      const { features, middle } = this.run(images);
      return { logits: this.classify(features), auxiliary: [auxiliary.forward(middle)] };
    });
  }

  override classify(features: Tensor): Tensor {
    return this.fc.forward(this.dropout.forward(this.avgpool.forward(features)).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.auxiliary?.resetClassifier(numClasses);
    const { inFeatures } = this.fc;
    this.fc.dispose();
    this.fc = new Linear(inFeatures, numClasses);
  }
}

/**
 * Makes an {@link InceptionV3}: 23.8 million parameters, 27.2 million with the auxiliary head.
 * @param options - `numClasses` (1000), `inChannels` (3), `auxiliary` (true), `transformInput` (false; true for published weights), and
 * sizes that differ.
 * @example
 * inceptionV3({ numClasses: 10, widthMultiplier: 1 / 32 }).forward(ones([2, 96, 96, 3])).shape; // => [2, 10]
 */
export const inceptionV3: ImageNetwork<'inceptionV3', InceptionV3Config, InceptionV3> =
  /* @__PURE__ */ imageNetwork('inceptionV3', InceptionV3, { inceptionV3: inceptionV3Config });
