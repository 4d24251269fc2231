import { checkProbability } from '@neurona/backend';
import { dropout, ones, scoped, type Tensor } from '@neurona/tensor';
import type { DropoutOptions } from './dropout.js';
import { RandomLayer } from './random-layer.js';

/**
 * In training, zeroes whole examples with a probability and scales up the rest, so that the mean stays; in evaluation mode does
 * nothing. In a residual branch it leaves out the block. torchvision's `StochasticDepth(p, 'row')`.
 *
 *     y[n, ...] = x[n, ...] · [u_n ≥ p] / (1 - p)        u_n ~ U(0, 1)
 *
 * Shape: x `[N, ...]` → same shape.
 * @throws {@link ArgumentError} if the probability is not in [0, 1].
 * @example
 * await new StochasticDepth(0.5).eval().forward(ones([1, 2])).data(); // => [1, 1]
 * @see Huang et al., "Deep Networks with Stochastic Depth", 2016, arXiv:1603.09382
 */
export class StochasticDepth extends RandomLayer {
  static override readonly kind: string = 'StochasticDepth';

  constructor(
    readonly probability: number,
    options: DropoutOptions = {},
  ) {
    super(options);
    checkProbability('StochasticDepth', probability);
  }

  protected override disturb(x: Tensor, options: DropoutOptions): Tensor {
    if (this.probability === 0 || x.ndim === 0) return x;
    const { backend, shape } = x;
    return scoped(() => {
      const kept = dropout(
        ones([shape[0]!, ...shape.slice(1).map(() => 1)], { backend }),
        this.probability,
        options,
      );
      return x.mul(kept);
    });
  }

  override describe(): string {
    return String(this.probability);
  }
}
