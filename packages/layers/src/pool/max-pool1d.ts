import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type MaxPool1dFunctionOptions,
  type MaxPoolResult,
  maxPool1d,
  maxPool1dWithIndices,
  type Tensor,
} from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link MaxPool1d}. */
export type MaxPool1dOptions = MaxPool1dFunctionOptions;

const poolOptions: OptionTable<MaxPool1dOptions> = {
  stride: 1,
  padding: 0,
  dilation: 1,
  ceilMode: false,
};

/**
 * Max pooling of sequences: the largest value of each window.
 *
 *     y[n, i, c] = max over u of x[n, i·stride + u·dilation - pad, c]
 *
 * Shape: x `[N, L, C]` → `[N, OL, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if x is smaller than the kernel.
 * @example
 * await new MaxPool1d(2).forward(tensor([[[1], [3], [2], [0]]])).data(); // => [3, 2]
 */
export class MaxPool1d extends Module {
  static override readonly kind: string = 'MaxPool1d';

  constructor(
    readonly kernelSize: number,
    readonly options: MaxPool1dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, poolOptions);
  }

  override forward(x: Tensor): Tensor {
    return maxPool1d(x, this.kernelSize, this.options);
  }

  /** As `forward`, with the indices of the largest values, which {@link MaxUnpool1d} takes. */
  withIndices(x: Tensor): MaxPoolResult {
    return maxPool1dWithIndices(x, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
