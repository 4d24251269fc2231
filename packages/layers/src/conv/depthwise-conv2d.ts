import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import type { Pair } from '@neurona/tensor';
import { Conv2d, type Conv2dOptions } from './conv2d.js';

/** Settings of {@link DepthwiseConv2d}. */
export interface DepthwiseConv2dOptions extends Omit<Conv2dOptions, 'groups' | 'fastMath'> {
  /** Number of outputs for each channel, default 1. */
  readonly multiplier?: number;
}

/** @internal */
export const depthwiseOptions: OptionTable<DepthwiseConv2dOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  bias: true,
  paddingMode: 'zeros',
  multiplier: 1,
};

/**
 * Depthwise convolution of images: each channel is convolved separately.
 *
 *     y[n, i, j, c] = b[c] + Σ_{u, v} w[u, v, 0, c] · x[n, i·stride + u·dilation - pad, j·stride + v·dilation - pad, c]
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C · multiplier]`. Parameters: weight `[KH, KW, 1, C · multiplier]`, bias
 * `[C · multiplier]`, both uniform in ±1/√(KH · KW).
 * @param channels - Number C of channels.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if the image has
 * other channels, or is smaller than the kernel.
 * @example
 * new DepthwiseConv2d(4, 3, { padding: 'same' }).forward(ones([2, 8, 8, 4])).shape; // => [2, 8, 8, 4]
 */
export class DepthwiseConv2d extends Conv2d {
  static override readonly kind: string = 'DepthwiseConv2d';

  constructor(channels: number, kernelSize: Pair, options: DepthwiseConv2dOptions = {}) {
    checkOptions('DepthwiseConv2d', options, depthwiseOptions);
    const { multiplier = 1, ...rest } = options;
    checkCount('DepthwiseConv2d', 'channels', channels);
    checkCount('DepthwiseConv2d', 'multiplier', multiplier);
    super(channels, channels * multiplier, kernelSize, { ...rest, groups: channels });
  }
}
