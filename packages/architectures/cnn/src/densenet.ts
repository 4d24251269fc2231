// Huang, Liu, van der Maaten, Weinberger, "Densely Connected Convolutional Networks", 2016, arXiv:1608.06993 (DenseNet-BC)
//
//     x [N, 224, 224, 3] → conv 7×7 / 2, norm, relu, max pool / 2 [56, 56, 64]
//     → dense block, transition / 2, three times [7, 7, 512] → dense block, norm [7, 7, 1024] → relu, average [1024] → Linear [1000]
//
// Departures from the paper: none.
import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  initKaimingNormal,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
} from '@neurona/layers';
import { concat, globalAvgPool, type Tensor } from '@neurona/tensor';
import { drawWeights } from './image-model/draw-weights.js';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';
import { type ImageNetwork, imageNetwork } from './image-model/image-network.js';
import { NamedSequential } from './image-model/named-sequential.js';

/** Sizes of a {@link DenseNet}. */
export interface DenseNetConfig extends Required<ImageModelOptions> {
  /** Channels that each layer adds. */
  readonly growthRate: number;
  /** Layers of each dense block. */
  readonly depths: readonly number[];
  /** Channels of the first convolution. */
  readonly stemWidth: number;
  /** Channels in the middle of each layer, in growth rates. */
  readonly bottleneck: number;
  /** Probability with which a layer drops a feature in training. */
  readonly dropout: number;
}

/** Published sizes by name. */
export const densenetConfigs: Readonly<Record<'densenet121', DenseNetConfig>> = {
  densenet121: {
    numClasses: 1000,
    inChannels: 3,
    growthRate: 32,
    depths: [6, 12, 24, 16],
    stemWidth: 64,
    bottleneck: 4,
    dropout: 0,
  },
};

const table: OptionTable<DenseNetConfig> = densenetConfigs.densenet121;

const conv = (inChannels: number, outChannels: number, kernelSize: number): Conv2d =>
  new Conv2d(inChannels, outChannels, kernelSize, { padding: (kernelSize - 1) / 2, bias: false });

/** One layer of a dense block: the features that it adds. */
class DenseLayer extends Module {
  static override readonly kind: string = 'DenseLayer';

  readonly norm1: BatchNorm2d;
  readonly conv1: Conv2d;
  readonly norm2: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly dropout: Dropout;

  constructor(inChannels: number, growthRate: number, bottleneck: number, dropout: number) {
    super();
    this.norm1 = new BatchNorm2d(inChannels);
    this.conv1 = conv(inChannels, bottleneck * growthRate, 1);
    this.norm2 = new BatchNorm2d(bottleneck * growthRate);
    this.conv2 = conv(bottleneck * growthRate, growthRate, 3);
    this.dropout = new Dropout(dropout);
  }

  override forward(x: Tensor): Tensor {
    const y = this.conv1.forward(this.norm1.forward(x).relu());
    return this.dropout.forward(this.conv2.forward(this.norm2.forward(y).relu()));
  }
}

/**
 * DenseNet's block: each layer reads all features before it.
 *
 *     x_{i+1} = [x_i, layer_i(x_i)]        layer = norm, relu, conv 1×1, norm, relu, conv 3×3
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H, W, inChannels + numLayers · growthRate]`.
 * @param bottleneck - Channels in the middle of each layer, in growth rates.
 * @example
 * new DenseBlock(2, 4, 3, 2).forward(ones([2, 5, 5, 4])).shape; // => [2, 5, 5, 10]
 */
export class DenseBlock extends Module {
  static override readonly kind: string = 'DenseBlock';

  readonly layers: readonly DenseLayer[];

  constructor(numLayers: number, inChannels: number, growthRate: number, bottleneck: number, dropout = 0) {
    super();
    this.layers = Array.from(
      { length: numLayers },
      (_, i) => new DenseLayer(inChannels + i * growthRate, growthRate, bottleneck, dropout),
    );
  }

  override entries(): Iterable<readonly [string, unknown]> {
    return this.layers.map((layer, i) => [`denselayer${i + 1}`, layer] as const);
  }

  override forward(x: Tensor): Tensor {
    return this.layers.reduce((all, layer) => concat([all, layer.forward(all)], { axis: -1 }), x);
  }
}

/**
 * DenseNet's narrowing between blocks: norm, relu, conv 1×1, average pool.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, H / 2, W / 2, outChannels]`.
 * @example
 * new DenseTransition(4, 2).forward(ones([2, 6, 6, 4])).shape; // => [2, 3, 3, 2]
 */
export class DenseTransition extends Module {
  static override readonly kind: string = 'DenseTransition';

  readonly norm: BatchNorm2d;
  readonly conv: Conv2d;
  readonly pool: AvgPool2d = new AvgPool2d(2);

  constructor(inChannels: number, outChannels: number) {
    super();
    this.norm = new BatchNorm2d(inChannels);
    this.conv = conv(inChannels, outChannels, 1);
  }

  override forward(x: Tensor): Tensor {
    return this.pool.forward(this.conv.forward(this.norm.forward(x).relu()));
  }
}

/**
 * A DenseNet: in each block every layer reads the features of all before it.
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, numClasses]`, features `[N, H / 32, W / 32, C]`.
 * @throws {@link ArgumentError} if a size is out of its range; {@link ShapeError} in `forward` if x has other channels or is too small.
 * @example
 * const sizes = { growthRate: 4, depths: [2, 2], stemWidth: 8, bottleneck: 2, numClasses: 5 };
 * densenet121(sizes).forward(ones([2, 32, 32, 3])).shape; // => [2, 5]
 * @see Huang et al., "Densely Connected Convolutional Networks", 2016, arXiv:1608.06993
 */
export class DenseNet extends ImageModel {
  static override readonly kind: string = 'DenseNet';

  readonly body: NamedSequential;
  classifier: Linear;

  constructor(config: DenseNetConfig) {
    super(checkOptions('DenseNet', config, table));
    const { depths, growthRate, stemWidth, bottleneck, dropout, inChannels, numClasses } = config;
    if (!Array.isArray(depths) || depths.length === 0)
      throw new ArgumentError('DenseNet', { expected: 'depths of at least one block', received: depths });
    for (const [name, value] of Object.entries({ growthRate, stemWidth, bottleneck }))
      checkCount('DenseNet', name, value);
    const items: Record<string, Module> = {
      conv0: new Conv2d(inChannels, stemWidth, 7, { stride: 2, padding: 3, bias: false }),
      norm0: new BatchNorm2d(stemWidth),
      relu0: new ReLU(),
      pool0: new MaxPool2d(3, { stride: 2, padding: 1 }),
    };
    let channels = stemWidth;
    for (const [i, depth] of depths.entries()) {
      checkCount('DenseNet', 'depths', depth);
      items[`denseblock${i + 1}`] = new DenseBlock(depth, channels, growthRate, bottleneck, dropout);
      channels += depth * growthRate;
      if (i === depths.length - 1) break;
      const half = Math.floor(channels / 2);
      items[`transition${i + 1}`] = new DenseTransition(channels, half);
      channels = half;
    }
    items.norm5 = new BatchNorm2d(channels);
    this.body = new NamedSequential(items);
    this.classifier = new Linear(channels, numClasses);
    drawWeights(this, { conv: (weight) => initKaimingNormal(weight), linear: () => undefined });
  }

  override get stages(): Stages {
    const inside = (...names: readonly string[]): string[] => names.map((name) => `features.${name}`);
    const names = Object.keys(this.body.items);
    const blocks = names
      .filter((name) => name.startsWith('denseblock'))
      .map((name, i): [string, string[]] => {
        const next = `transition${i + 1}`;
        return [name, inside(name, ...(names.includes(next) ? [next] : ['norm5']))];
      });
    return {
      stem: inside('conv0', 'norm0', 'relu0', 'pool0'),
      ...Object.fromEntries(blocks),
      head: ['classifier'],
    };
  }

  protected override extract(x: Tensor): Tensor {
    return this.body.forward(x); // [N, H / 32, W / 32, C]
  }

  override classify(features: Tensor): Tensor {
    return this.classifier.forward(globalAvgPool(features.relu()));
  }

  protected override replaceClassifier(numClasses: number): void {
    const { inFeatures } = this.classifier;
    this.classifier.dispose();
    this.classifier = new Linear(inFeatures, numClasses);
  }
}

/**
 * Makes a {@link DenseNet} of 121 layers: 8.0 million parameters.
 * @param options - `numClasses` (1000), `inChannels` (3), and sizes that differ.
 * @example
 * densenet121({ depths: [1, 1], numClasses: 10 }).forward(ones([2, 32, 32, 3])).shape; // => [2, 10]
 */
export const densenet121: ImageNetwork<'densenet121', DenseNetConfig, DenseNet> =
  /* @__PURE__ */ imageNetwork('densenet121', DenseNet, densenetConfigs);
