import { checkProbability } from '@neurona/backend';
import { alphaDropout, type Tensor } from '@neurona/tensor';
import type { DropoutOptions } from './dropout.js';
import { RandomLayer } from './random-layer.js';

/**
 * In training, sets values to SELU's limit for very negative numbers, with a probability, and keeps mean 0 and variance 1; in
 * evaluation mode does nothing.
 *
 *     y = a (x m + α' (1 - m)) + b        m_i = [u_i ≥ p], α' = -1.758, a = 1 / √((1 - p) (1 + p α'²)), b = -a p α'
 *
 * Shape: x `[...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1).
 * @example
 * await new AlphaDropout(0.5).eval().forward(tensor([1, 2])).data(); // => [1, 2]
 * @see Klambauer et al., "Self-Normalizing Neural Networks", 2017, arXiv:1706.02515
 */
export class AlphaDropout extends RandomLayer {
  static override readonly kind: string = 'AlphaDropout';

  constructor(
    readonly probability = 0.5,
    options: DropoutOptions = {},
  ) {
    super(options);
    checkProbability('AlphaDropout', probability, false);
  }

  protected override disturb(x: Tensor, options: DropoutOptions): Tensor {
    return alphaDropout(x, this.probability, options);
  }

  override describe(): string {
    return String(this.probability);
  }
}
