import { globalAvgPool, globalMaxPool, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Global average pooling: the mean of each channel of each sequence, image or volume.
 *
 *     y[n, c] = mean over ... of x[n, ..., c]
 *
 * Shape: x `[N, ..., C]` → `[N, C]`.
 * @throws {@link ShapeError} in `forward` if x has fewer than three axes.
 * @example
 * await new GlobalAvgPool().forward(tensor([[[1, 5], [3, 7]]])).data(); // => [2, 6]
 */
export class GlobalAvgPool extends Module {
  static override readonly kind: string = 'GlobalAvgPool';

  override forward(x: Tensor): Tensor {
    return globalAvgPool(x);
  }
}

/**
 * Global max pooling: the largest value of each channel of each sequence, image or volume. Ties share the gradient evenly.
 *
 *     y[n, c] = max over ... of x[n, ..., c]
 *
 * Shape: x `[N, ..., C]` → `[N, C]`.
 * @throws {@link ShapeError} in `forward` if x has fewer than three axes.
 * @example
 * await new GlobalMaxPool().forward(tensor([[[1, 5], [3, 7]]])).data(); // => [3, 7]
 */
export class GlobalMaxPool extends Module {
  static override readonly kind: string = 'GlobalMaxPool';

  override forward(x: Tensor): Tensor {
    return globalMaxPool(x);
  }
}
