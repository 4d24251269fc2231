import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type MaxPool3dFunctionOptions,
  type MaxPoolResult,
  maxPool3d,
  maxPool3dWithIndices,
  type Tensor,
  type Triple,
} from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link MaxPool3d}. */
export type MaxPool3dOptions = MaxPool3dFunctionOptions;

const poolOptions: OptionTable<MaxPool3dOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/**
 * Max pooling of volumes: the largest value of each window.
 *
 *     y[n, p, c] = max over u of x[n, p·stride + u·dilation - pad, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * new MaxPool3d(2).forward(ones([1, 4, 8, 8, 3])).shape; // => [1, 2, 4, 4, 3]
 */
export class MaxPool3d extends Module {
  static override readonly kind: string = 'MaxPool3d';

  constructor(
    readonly kernelSize: Triple,
    readonly options: MaxPool3dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return maxPool3d(x, this.kernelSize, this.options);
  }

  /** As `forward`, with the indices of the largest values, which {@link MaxUnpool3d} takes. */
  withIndices(x: Tensor): MaxPoolResult {
    return maxPool3dWithIndices(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
