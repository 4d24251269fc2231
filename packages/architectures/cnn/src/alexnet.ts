// Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014, arXiv:1404.5997, the one-column form of
// Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012
//
//     x [N, 224, 224, 3] → conv 11×11 / 4, pool [27, 27, 64] → conv 5×5, pool [13, 13, 192] → conv 3×3 [13, 13, 384]
//     → conv 3×3 [13, 13, 256] → conv 3×3, pool [6, 6, 256] → Linear [4096] → Linear [4096] → Linear [1000]
//
// Departures from the paper of 2012: one column, no local response normalisation, as in torchvision.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { AdaptiveAvgPool2d, Conv2d, Dropout, Linear, MaxPool2d, ReLU, Sequential } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { withLastLinear } from './image-model/replace-last.js';
import { stagesBetweenPools } from './image-model/stages.js';

/** Sizes of an {@link AlexNet}. */
export interface AlexNetConfig extends Required<ImageModelOptions> {
  /** Channels of the five convolutions. */
  readonly widths: readonly number[];
  /** Features of the two hidden layers. */
  readonly hiddenSize: number;
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

/** The published size. */
export const alexnetConfig: AlexNetConfig = {
  numClasses: 1000,
  inChannels: 3,
  widths: [64, 192, 384, 256, 256],
  hiddenSize: 4096,
  dropout: 0.5,
};

const table: OptionTable<AlexNetConfig> = alexnetConfig;

/**
 * AlexNet: the network with which deep learning won ImageNet.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features of 224 × 224 `[N, 6, 6, 256]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is smaller
 * than 63 × 63.
 * @example
 * alexnet({ widths: [4, 4, 4, 4, 4], hiddenSize: 8 }).forward(ones([1, 64, 64, 3])).shape; // => [1, 1000]
 * @see Krizhevsky, "One weird trick for parallelizing convolutional neural networks", 2014, arXiv:1404.5997
 */
export class AlexNet extends ImageModel {
  static override readonly kind: string = 'AlexNet';

  readonly body: Sequential;
  readonly avgpool: AdaptiveAvgPool2d = new AdaptiveAvgPool2d(6);
  classifier: Sequential;

  constructor(config: AlexNetConfig) {
    super(checkOptions('AlexNet', config, table));
    const { widths, hiddenSize, dropout, inChannels, numClasses } = config;
    if (!Array.isArray(widths) || widths.length !== 5)
      throw new ArgumentError('AlexNet', { expected: 'widths of five convolutions', received: widths });
    for (const width of widths) checkCount('AlexNet', 'widths', width);
    checkCount('AlexNet', 'hiddenSize', hiddenSize);
    const [one, two, three, four, five] = widths as [number, number, number, number, number];
    this.body = new Sequential(
      new Conv2d(inChannels, one, 11, { stride: 4, padding: 2 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(one, two, 5, { padding: 2 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
      new Conv2d(two, three, 3, { padding: 1 }),
      new ReLU(),
      new Conv2d(three, four, 3, { padding: 1 }),
      new ReLU(),
      new Conv2d(four, five, 3, { padding: 1 }),
      new ReLU(),
      new MaxPool2d(3, { stride: 2 }),
    );
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Linear(6 * 6 * five, hiddenSize),
      new ReLU(),
      new Dropout(dropout),
      new Linear(hiddenSize, hiddenSize),
      new ReLU(),
      new Linear(hiddenSize, numClasses),
    );
  }

  override get stages(): Stages {
    return { ...stagesBetweenPools(this.body), head: ['avgpool', 'classifier'] };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, 6, 6, 256] for 224 × 224
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(this.avgpool.forward(features).flatten(1));
  }

  protected override replaceClassifier(numClasses: number): void {
    this.classifier = withLastLinear(this.classifier, numClasses);
  }
}

/**
 * Makes an {@link AlexNet}: 61.1 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * alexnet({ numClasses: 10, hiddenSize: 16 }).forward(ones([1, 64, 64, 3])).shape; // => [1, 10]
 */
export const alexnet: ImageNetwork<'alexnet', AlexNetConfig, AlexNet> = /* @__PURE__ */ imageNetwork(
  'alexnet',
  AlexNet,
  { alexnet: alexnetConfig },
);
