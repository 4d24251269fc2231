// LeCun, Bottou, Bengio, Haffner, "Gradient-based learning applied to document recognition", 1998
//
//     x [N, 32, 32, 1] → conv 5×5, tanh [28, 28, 6] → average pool [14, 14, 6] → conv 5×5, tanh [10, 10, 16] → average pool [5, 5, 16]
//     → Linear, tanh [120] → Linear, tanh [84] → Linear [10]
//
// Departures from the paper: pools have no weights, every map of the second convolution sees all six of the first, and the output is
// linear instead of distances to prototypes.
import {
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  ShapeError,
  withDefaults,
} from '@neurona/backend';
import { AvgPool2d, Conv2d, Linear } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import { ImageModel, type ImageModelOptions, type Stages } from './image-model/image-model.js';

/** Settings of a {@link LeNet5}. */
export interface LeNet5Config extends Required<ImageModelOptions> {
  /** Zeros around the images: 0 for images of 32 × 32, 2 for those of 28 × 28. */
  readonly padding: number;
}

/** The paper's size. */
export const lenet5Config: LeNet5Config = { numClasses: 10, inChannels: 1, padding: 0 };

const table: OptionTable<LeNet5Config> = lenet5Config;

/**
 * LeNet-5, the first convolutional network in wide use: it read the digits of cheques.
 *
 * Shape: x `[N, 32, 32, inChannels]`, with `padding: 2` `[N, 28, 28, inChannels]` → `[N, numClasses]`.
 * @throws {@link ArgumentError} if a size is not an integer; {@link ShapeError} in `forward` if images have another size.
 * @example
 * new LeNet5(lenet5Config).forward(ones([2, 32, 32, 1])).shape; // => [2, 10]
 * @see LeCun et al., "Gradient-based learning applied to document recognition", 1998
 */
export class LeNet5 extends ImageModel {
  static override readonly kind: string = 'LeNet5';

  readonly conv1: Conv2d;
  readonly pool: AvgPool2d = new AvgPool2d(2);
  readonly conv2: Conv2d;
  readonly fc1: Linear;
  readonly fc2: Linear;
  fc3: Linear;
  readonly padding: number;

  constructor(config: LeNet5Config) {
    super(checkOptions('LeNet5', config, table));
    this.padding = checkCount('LeNet5', 'padding', config.padding, 0);
    this.conv1 = new Conv2d(config.inChannels, 6, 5, { padding: config.padding });
    this.conv2 = new Conv2d(6, 16, 5);
    this.fc1 = new Linear(5 * 5 * 16, 120);
    this.fc2 = new Linear(120, 84);
    this.fc3 = new Linear(84, config.numClasses);
  }

  override get stages(): Stages {
    return { conv1: ['conv1'], conv2: ['conv2'], hidden: ['fc1', 'fc2'], head: ['fc3'] };
  }

  override leastImageSize(): number {
    return 32 - 2 * this.padding;
  }

  protected override extract(x: Tensor): Tensor {
    const y = this.pool.forward(this.conv1.forward(x).tanh()); // [N, 14, 14, 6]
    return this.pool.forward(this.conv2.forward(y).tanh()); // [N, 5, 5, 16]
  }

  override classify(features: Tensor): Tensor {
    const [, height, width] = features.shape;
    if (height !== 5 || width !== 5) {
      const size = this.leastImageSize();
      throw new ShapeError('LeNet5', {
        expected: `images of ${size} × ${size}, whose features are [N, 5, 5, 16]`,
        received: `features ${describeShape(features.shape)}`,
        hint: 'Resize the images, or set padding: 2 for those of 28 × 28.',
      });
    }
    const hidden = this.fc1.forward(features.flatten(1)).tanh(); // [N, 120]
    return this.fc3.forward(this.fc2.forward(hidden).tanh());
  }

  protected override replaceClassifier(numClasses: number): void {
    this.fc3.dispose();
    this.fc3 = new Linear(84, numClasses);
  }
}

/**
 * Makes a {@link LeNet5}.
 * @param options - `numClasses` (10), `inChannels` (1), `padding` (0; 2 for images of 28 × 28).
 * @example
 * lenet5({ padding: 2 }).forward(ones([2, 28, 28, 1])).shape; // => [2, 10]
 */
export const lenet5 = (options: Partial<LeNet5Config> = {}): LeNet5 =>
  new LeNet5(withDefaults<Partial<LeNet5Config>, LeNet5Config>('lenet5', options, lenet5Config));
