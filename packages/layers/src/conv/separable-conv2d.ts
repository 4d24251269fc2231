import { checkOptions } from '@neurona/backend';
import { type Pair, scoped, type Tensor } from '@neurona/tensor';
import { Module } from '../module.js';
import { Conv2d } from './conv2d.js';
import { DepthwiseConv2d, type DepthwiseConv2dOptions, depthwiseOptions } from './depthwise-conv2d.js';

/** Settings of {@link SeparableConv2d}: those of the depthwise part; the bias is the pointwise part's. */
export interface SeparableConv2dOptions extends DepthwiseConv2dOptions {}

/**
 * Depthwise separable convolution: convolves each channel separately, then mixes the channels of each pixel. Has far fewer
 * weights than a full convolution.
 *
 *     y = pointwise(depthwise(x))
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, OH, OW, outChannels]`. Parameters: depthwise.weight `[KH, KW, 1, inChannels ·
 * multiplier]`, pointwise.weight `[1, 1, inChannels · multiplier, outChannels]`, pointwise.bias `[outChannels]`.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if the image has
 * other channels, or is smaller than the kernel.
 * @example
 * new SeparableConv2d(4, 16, 3, { padding: 'same' }).forward(ones([2, 8, 8, 4])).shape; // => [2, 8, 8, 16]
 * @see Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", 2016, arXiv:1610.02357
 */
export class SeparableConv2d extends Module {
  static override readonly kind: string = 'SeparableConv2d';

  readonly depthwise: DepthwiseConv2d;
  readonly pointwise: Conv2d;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: Pair,
    options: SeparableConv2dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, depthwiseOptions);
    const { bias = true, ...windows } = options;
    this.depthwise = new DepthwiseConv2d(inChannels, kernelSize, { ...windows, bias: false });
    this.pointwise = new Conv2d(this.depthwise.outChannels, outChannels, 1, { bias });
  }

  override forward(x: Tensor): Tensor {
    return scoped(() => this.pointwise.forward(this.depthwise.forward(x)));
  }
}
