import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type MaxPool2dFunctionOptions,
  type MaxPoolResult,
  maxPool2d,
  maxPool2dWithIndices,
  type Pair,
  type Tensor,
} from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link MaxPool2d}. */
export type MaxPool2dOptions = MaxPool2dFunctionOptions;

const poolOptions: OptionTable<MaxPool2dOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/**
 * Max pooling of images: the largest value of each window.
 *
 *     y[n, i, j, c] = max over u, v of x[n, i·stride + u·dilation - pad, j·stride + v·dilation - pad, c]
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * new MaxPool2d(2).forward(ones([1, 8, 8, 3])).shape; // => [1, 4, 4, 3]
 */
export class MaxPool2d extends Module {
  static override readonly kind: string = 'MaxPool2d';

  constructor(
    readonly kernelSize: Pair,
    readonly options: MaxPool2dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }

  /** As `forward`, with the indices of the largest values, which {@link MaxUnpool2d} takes. */
  withIndices(x: Tensor): MaxPoolResult {
    return maxPool2dWithIndices(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
