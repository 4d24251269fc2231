import { checkProbability } from '@neurona/backend';
import { checkTensor, gaussianDropout, normal, scoped, type Tensor } from '@neurona/tensor';
import { checkPositive } from '../check.js';
import type { DropoutOptions } from './dropout.js';
import { RandomLayer } from './random-layer.js';

/**
 * In training, multiplies each value by a normal number of mean 1, whose variance is that of dropout; in evaluation mode does
 * nothing.
 *
 *     y_i = x_i · z_i        z_i ~ N(1, p / (1 - p))
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1).
 * @example
 * await new GaussianDropout(0.5).eval().forward(tensor([1, 2])).data(); // => [1, 2]
 * @see Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014
 */
export class GaussianDropout extends RandomLayer {
  static override readonly kind: string = 'GaussianDropout';

  constructor(
    readonly probability = 0.5,
    options: DropoutOptions = {},
  ) {
    super(options);
    checkProbability('GaussianDropout', probability, false);
  }

  protected override disturb(x: Tensor, options: DropoutOptions): Tensor {
    return gaussianDropout(x, this.probability, options);
  }

  override describe(): string {
    return String(this.probability);
  }
}

/**
 * In training, adds normal noise to each value; in evaluation mode does nothing.
 *
 *     y_i = x_i + std z_i        z_i ~ N(0, 1)
 *
 * Shape: x `[...]` → same shape.
 * @param std - Standard deviation of the noise, over 0.
 * @throws {@link ArgumentError} unless std > 0.
 * @example
 * await new GaussianNoise(0.1).eval().forward(tensor([1, 2])).data(); // => [1, 2]
 */
export class GaussianNoise extends RandomLayer {
  static override readonly kind: string = 'GaussianNoise';

  constructor(
    readonly std: number,
    options: DropoutOptions = {},
  ) {
    super(options);
    checkPositive('GaussianNoise', 'std', std);
  }

  protected override disturb(x: Tensor, options: DropoutOptions): Tensor {
    checkTensor('GaussianNoise', x);
    return scoped(() => x.add(normal(x.shape, { ...options, std: this.std, backend: x.backend })));
  }

  override describe(): string {
    return String(this.std);
  }
}
