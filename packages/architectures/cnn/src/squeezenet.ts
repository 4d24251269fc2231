// Iandola et al., "SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and <0.5MB model size", 2016, arXiv:1602.07360
//
//     x [N, 224, 224, 3] → conv / 2, relu → max pool / 2, fire blocks, three times [13, 13, 512] → conv 1×1, relu [13, 13, 1000]
//     → average [1000]
//
// Departures from the paper: none; version 1.1 of the authors pools earlier, with 2.4 times fewer multiplications.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AdaptiveAvgPool2d,
  Conv2d,
  Dropout,
  initKaimingUniform,
  initNormal,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '@neurona/layers';
import { concat, type Tensor } from '@neurona/tensor';
import { drawWeights } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { stagesBetweenPools } from './image-model/stages.js';

/** Sizes of a {@link SqueezeNet}. */
export interface SqueezeNetConfig extends Required<ImageModelOptions> {
  /** Kernel size of the first convolution. */
  readonly stemKernelSize: number;
  /** Channels of the first convolution. */
  readonly stemWidth: number;
  /** Fire blocks by the channels that they squeeze to, which widen to eight times as many, and `'M'` for max pools. */
  readonly layers: readonly (number | 'M')[];
  /** Probability with which the head drops a feature in training. */
  readonly dropout: number;
}

const shared = { numClasses: 1000, inChannels: 3, dropout: 0.5 } as const;

/** Published sizes by name. */
export const squeezenetConfigs: Readonly<Record<'squeezenet1_0' | 'squeezenet1_1', SqueezeNetConfig>> = {
  squeezenet1_0: {
    ...shared,
    stemKernelSize: 7,
    stemWidth: 96,
    layers: ['M', 16, 16, 32, 'M', 32, 48, 48, 64, 'M', 64],
  },
  squeezenet1_1: {
    ...shared,
    stemKernelSize: 3,
    stemWidth: 64,
    layers: ['M', 16, 16, 'M', 32, 32, 'M', 48, 48, 64, 64],
  },
};

const table: OptionTable<SqueezeNetConfig> = squeezenetConfigs.squeezenet1_0;

/**
 * SqueezeNet's block: few channels that two convolutions widen.
 *
 *     s = relu(squeeze(x))        y = [relu(expand1×1(s)), relu(expand3×3(s))]
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H, W, expand1x1 + expand3x3]`.
 * @example
 * new Fire(8, 2, 4, 4).forward(ones([1, 5, 5, 8])).shape; // => [1, 5, 5, 8]
 */
export class Fire extends Module {
  static override readonly kind: string = 'Fire';

  readonly squeeze: Conv2d;
  readonly expand1x1: Conv2d;
  readonly expand3x3: Conv2d;

  constructor(inChannels: number, squeeze: number, expand1x1: number, expand3x3: number) {
    super();
    this.squeeze = new Conv2d(inChannels, squeeze, 1);
    this.expand1x1 = new Conv2d(squeeze, expand1x1, 1);
    this.expand3x3 = new Conv2d(squeeze, expand3x3, 3, { padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    const squeezed = this.squeeze.forward(x).relu();
    const branches = [this.expand1x1, this.expand3x3].map((branch) => branch.forward(squeezed).relu());
    return concat(branches, { axis: -1 });
  }
}

/**
 * A SqueezeNet: as good as AlexNet with fifty times fewer parameters.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 16, W / 16, 512]`, about.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is too small.
 * @example
 * squeezenet1_1({ layers: ['M', 2, 'M', 4], numClasses: 5 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 5]
 * @see Iandola et al., "SqueezeNet", 2016, arXiv:1602.07360
 */
export class SqueezeNet extends ImageModel {
  static override readonly kind: string = 'SqueezeNet';

  readonly body: Sequential;
  classifier: Sequential;

  constructor(config: SqueezeNetConfig) {
    super(checkOptions('SqueezeNet', config, table));
    const { stemKernelSize, stemWidth, layers, dropout, inChannels, numClasses } = config;
    if (!Array.isArray(layers) || !layers.some((item) => item !== 'M'))
      throw new ArgumentError('SqueezeNet', { expected: 'layers with fire blocks', received: layers });
    checkCount('SqueezeNet', 'stemWidth', stemWidth);
    let channels = stemWidth;
    const block = (squeeze: number | 'M'): Module => {
      if (squeeze === 'M') return new MaxPool2d(3, { stride: 2, ceilMode: true });
      const fire = new Fire(channels, checkCount('SqueezeNet', 'layers', squeeze), 4 * squeeze, 4 * squeeze);
      channels = 8 * squeeze;
      return fire;
    };
    this.body = new Sequential(
      new Conv2d(inChannels, stemWidth, stemKernelSize, { stride: 2 }),
      new ReLU(),
      ...layers.map(block),
    );
    this.classifier = new Sequential(
      new Dropout(dropout),
      new Conv2d(channels, numClasses, 1),
      new ReLU(),
      new AdaptiveAvgPool2d(1),
    );
    drawWeights(this, {
      conv: (weight, path) =>
        path.startsWith('classifier') ? initNormal(weight, { std: 0.01 }) : initKaimingUniform(weight),
    });
  }

  override get stages(): Stages {
    return { ...stagesBetweenPools(this.body), head: ['classifier'] };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, 13, 13, 512] for 224 × 224
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(features).flatten(1);
  }

  protected override replaceClassifier(numClasses: number): void {
    const [dropout, conv, relu, pool] = this.classifier.layers as [Dropout, Conv2d, ReLU, AdaptiveAvgPool2d];
    conv.dispose();
    this.classifier = new Sequential(dropout, new Conv2d(conv.inChannels, numClasses, 1), relu, pool);
  }
}

/**
 * Makes a {@link SqueezeNet} 1.0: 1.25 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * squeezenet1_0({ numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const squeezenet1_0: ImageNetwork<'squeezenet1_0', SqueezeNetConfig, SqueezeNet> =
  /* @__PURE__ */ imageNetwork('squeezenet1_0', SqueezeNet, squeezenetConfigs);

/**
 * Makes a {@link SqueezeNet} 1.1: 1.24 million parameters, and faster than 1.0.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * squeezenet1_1({ numClasses: 10 }).forward(ones([1, 32, 32, 3])).shape; // => [1, 10]
 */
export const squeezenet1_1: ImageNetwork<'squeezenet1_1', SqueezeNetConfig, SqueezeNet> =
  /* @__PURE__ */ imageNetwork('squeezenet1_1', SqueezeNet, squeezenetConfigs);
