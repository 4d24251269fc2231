import { checkOptions } from '@neurona/backend';
import { Conv2d, Hardsigmoid, Module, ReLU, Sigmoid } from '@neurona/layers';
import { checkTensor, type Tensor } from '@neurona/tensor';

/** Settings of {@link SqueezeExcitation}. */
export interface SqueezeExcitationOptions {
  /** What follows the first convolution, default `ReLU`. */
  readonly activation?: Module;
  /** Whether the scale is a hard sigmoid instead of a sigmoid, default false. */
  readonly hard?: boolean;
}

/**
 * Scales channels by what their means say.
 *
 *     y = x · sigmoid(fc2(relu(fc1(mean(x)))))
 *
 * Shape: x `[N, H, W, C]` → same shape.
 * @param channels - Number C of channels.
 * @param squeeze - Channels in the middle.
 * @example
 * new SqueezeExcitation(8, 2).forward(ones([1, 5, 5, 8])).shape; // => [1, 5, 5, 8]
 * @see Hu et al., "Squeeze-and-Excitation Networks", 2017, arXiv:1709.01507
 */
export class SqueezeExcitation extends Module {
  static override readonly kind: string = 'SqueezeExcitation';

  readonly fc1: Conv2d;
  readonly fc2: Conv2d;
  readonly activation: Module;
  readonly scale: Module;

  constructor(channels: number, squeeze: number, options: SqueezeExcitationOptions = {}) {
    super();
    checkOptions<SqueezeExcitationOptions>('SqueezeExcitation', options, {
      activation: undefined,
      hard: false,
    });
    const { activation = new ReLU(), hard = false } = options;
    this.fc1 = new Conv2d(channels, squeeze, 1);
    this.fc2 = new Conv2d(squeeze, channels, 1);
    this.activation = activation;
    this.scale = hard ? new Hardsigmoid() : new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const means = checkTensor(this.kind, x).mean({ axis: [1, 2], keepDims: true }); // [N, 1, 1, C]
    const hidden = this.activation.forward(this.fc1.forward(means));
    return x.mul(this.scale.forward(this.fc2.forward(hidden)));
  }
}
