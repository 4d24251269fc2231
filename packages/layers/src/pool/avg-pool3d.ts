import { checkOptions, type OptionTable } from '@neurona/backend';
import { type AvgPool3dFunctionOptions, avgPool3d, type Tensor, type Triple } from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link AvgPool3d}. */
export type AvgPool3dOptions = AvgPool3dFunctionOptions;

const poolOptions: OptionTable<AvgPool3dOptions> = {
  stride: undefined,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
  divisorOverride: undefined,
};

/**
 * Average pooling of volumes: the mean of each window.
 *
 *     y[n, p, c] = mean over u of x[n, p·stride + u - pad, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * new AvgPool3d(2).forward(ones([1, 4, 8, 8, 3])).shape; // => [1, 2, 4, 4, 3]
 */
export class AvgPool3d extends Module {
  static override readonly kind: string = 'AvgPool3d';

  constructor(
    readonly kernelSize: Triple,
    readonly options: AvgPool3dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return avgPool3d(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
