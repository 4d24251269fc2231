import { checkOptions, type OptionTable } from '@neurona/backend';
import { type AvgPool1dFunctionOptions, avgPool1d, type Tensor } from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link AvgPool1d}. */
export type AvgPool1dOptions = AvgPool1dFunctionOptions;

const poolOptions: OptionTable<AvgPool1dOptions> = {
  stride: undefined,
  padding: 0,
  ceilMode: false,
  countIncludePad: true,
};

/**
 * Average pooling of sequences: the mean of each window.
 *
 *     y[n, i, c] = mean over u of x[n, i·stride + u - pad, c]
 *
 * Shape: x `[N, L, C]` → `[N, OL, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * await new AvgPool1d(2).forward(tensor([[[1], [3], [2], [0]]])).data(); // => [2, 1]
 */
export class AvgPool1d extends Module {
  static override readonly kind: string = 'AvgPool1d';

  constructor(
    readonly kernelSize: number,
    readonly options: AvgPool1dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
