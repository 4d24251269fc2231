import { relu, type Tensor } from '@neurona/tensor';
import { type ChannelMap, Module } from '../module.js';

/**
 * Rectified linear unit: keeps positive values and zeroes the others.
 *
 *     y = max(x, 0)
 *
 * Shape: x `[...]` → same shape.
 * @example
 * await new ReLU().forward(tensor([-1, 2])).data(); // => [0, 2]
 */
export class ReLU extends Module {
  static override readonly kind: string = 'ReLU';

  override forward(x: Tensor): Tensor {
    return relu(x);
  }

  /** @internal */
  override channelMap(): ChannelMap | undefined {
    return this.forward === ReLU.prototype.forward ? { min: 0 } : undefined;
  }
}
