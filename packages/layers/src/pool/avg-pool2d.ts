import { checkOptions, type OptionTable } from '@neurona/backend';
import { type AvgPool2dFunctionOptions, avgPool2d, type Pair, type Tensor } from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link AvgPool2d}. */
export type AvgPool2dOptions = AvgPool2dFunctionOptions;

const poolOptions: OptionTable<AvgPool2dOptions> = {
  stride: undefined,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
  divisorOverride: undefined,
};

/**
 * Average pooling of images: the mean of each window.
 *
 *     y[n, i, j, c] = mean over u, v of x[n, i·stride + u - pad, j·stride + v - pad, c]
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * new AvgPool2d(2).forward(ones([1, 8, 8, 3])).shape; // => [1, 4, 4, 3]
 */
export class AvgPool2d extends Module {
  static override readonly kind: string = 'AvgPool2d';

  constructor(
    readonly kernelSize: Pair,
    readonly options: AvgPool2dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
