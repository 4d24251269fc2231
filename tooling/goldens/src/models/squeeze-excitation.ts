import { Conv2d, Module, ReLU } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';

/** Scales channels by what their means say. */
export class SqueezeExcitation extends Module {
  readonly fc1: Conv2d;
  readonly act = new ReLU();
  readonly fc2: Conv2d;

  constructor(channels: number, squeeze: number) {
    super();
    this.fc1 = new Conv2d(channels, squeeze, 1);
    this.fc2 = new Conv2d(squeeze, channels, 1);
  }

  override forward(x: Tensor): Tensor {
    const means = x.mean({ axis: [1, 2], keepDims: true }); // [N, 1, 1, C]
    return x.mul(this.fc2.forward(this.act.forward(this.fc1.forward(means))).sigmoid());
  }
}
