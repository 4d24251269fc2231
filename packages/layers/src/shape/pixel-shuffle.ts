import { checkCount } from '@neurona/backend';
import { pixelShuffle, pixelUnshuffle, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';

/**
 * Turns channels into pixels: each `factor · factor` channels become a square.
 *
 *     y[n, h r + i, w r + j, c] = x[n, h, w, c r² + i r + j]        r = factor
 *
 * Shape: x `[N, H, W, C · factor²]` → `[N, H · factor, W · factor, C]`.
 * @throws {@link ArgumentError} if the factor is not an integer of at least 1; {@link ShapeError} in `forward` if the channels
 * don't divide.
 * @example
 * new PixelShuffle(2).forward(ones([1, 3, 3, 8])).shape; // => [1, 6, 6, 2]
 * @see Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016, arXiv:1609.05158
 */
export class PixelShuffle extends Module {
  static override readonly kind: string = 'PixelShuffle';

  constructor(readonly factor: number) {
    super();
    checkCount('PixelShuffle', 'factor', factor);
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.factor);
  }

  override describe(): string {
    return String(this.factor);
  }
}

/**
 * Turns pixels into channels: the opposite of {@link PixelShuffle}.
 *
 *     y[n, h, w, c r² + i r + j] = x[n, h r + i, w r + j, c]        r = factor
 *
 * Shape: x `[N, H · factor, W · factor, C]` → `[N, H, W, C · factor²]`.
 * @throws {@link ArgumentError} if the factor is not an integer of at least 1; {@link ShapeError} in `forward` if height or width
 * don't divide.
 * @example
 * new PixelUnshuffle(2).forward(ones([1, 6, 6, 2])).shape; // => [1, 3, 3, 8]
 */
export class PixelUnshuffle extends Module {
  static override readonly kind: string = 'PixelUnshuffle';

  constructor(readonly factor: number) {
    super();
    checkCount('PixelUnshuffle', 'factor', factor);
  }

  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.factor);
  }

  override describe(): string {
    return String(this.factor);
  }
}
