import { checkProbability } from '@neurona/backend';
import { spatialDropout, type Tensor } from '@neurona/tensor';
import type { DropoutOptions } from './dropout.js';
import { RandomLayer } from './random-layer.js';

/**
 * In training, zeroes whole channels with a probability and scales up the rest, so that the mean stays; in evaluation mode does
 * nothing. PyTorch's `Dropout1d`, `Dropout2d` and `Dropout3d`.
 *
 *     y[n, ..., c] = x[n, ..., c] · [u_nc ≥ p] / (1 - p)        u_nc ~ U(0, 1)
 *
 * Shape: x `[N, ..., C]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1].
 * @example
 * await new SpatialDropout(0.5).eval().forward(ones([1, 2, 1])).data(); // => [1, 1]
 * @see Tompson et al., "Efficient Object Localization Using Convolutional Networks", 2014, arXiv:1411.4280
 */
export class SpatialDropout extends RandomLayer {
  static override readonly kind: string = 'SpatialDropout';

  constructor(
    readonly probability = 0.5,
    options: DropoutOptions = {},
  ) {
    super(options);
    checkProbability('SpatialDropout', probability);
  }

  protected override disturb(x: Tensor, options: DropoutOptions): Tensor {
    return spatialDropout(x, this.probability, options);
  }

  override describe(): string {
    return String(this.probability);
  }
}
