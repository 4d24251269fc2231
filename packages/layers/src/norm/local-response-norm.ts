import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { type LocalResponseNormFunctionOptions, localResponseNorm, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/** Settings of {@link LocalResponseNorm}. */
export type LocalResponseNormOptions = LocalResponseNormFunctionOptions;

const responseOptions: OptionTable<LocalResponseNormOptions> = { alpha: 0.0001, beta: 0.75, k: 1 };

/**
 * Local response normalisation: divides each channel by a power of the mean square of its neighbouring channels.
 *
 *     y_c = x_c / (k + alpha / size · Σ_j x_j²)^beta        j from c - ⌊size / 2⌋ on, `size` channels
 *
 * Shape: x `[..., C]` → same shape.
 * @param size - Number of neighbouring channels, its own included.
 * @throws {@link ArgumentError} if the size is not an integer of at least 1.
 * @example
 * await new LocalResponseNorm(1, { alpha: 1, beta: 1 }).forward(tensor([1, 2])).data(); // => [0.5, 0.4]
 * @see Krizhevsky, Sutskever, Hinton, "ImageNet Classification with Deep Convolutional Neural Networks", 2012
 */
export class LocalResponseNorm extends Module {
  static override readonly kind: string = 'LocalResponseNorm';

  constructor(
    readonly size: number,
    readonly options: LocalResponseNormOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, responseOptions);
    checkCount('LocalResponseNorm', 'size', size);
  }

  override forward(x: Tensor): Tensor {
    return localResponseNorm(x, this.size, this.options);
  }

  override describe(): string {
    return String(this.size);
  }
}
