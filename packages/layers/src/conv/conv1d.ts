import { checkOptions } from '@neurona/backend';
import { type Conv1dFunctionOptions, checkTensor, conv1d, scoped, type Tensor } from '@neurona/tensor';
import {
  type ConvLayerOptions,
  type ConvPaddingMode,
  checkPaddingMode,
  convOptions,
} from './conv-options.js';
import { Convolution, describeConvolution } from './convolution.js';
import { paddedInput } from './padded-input.js';

/** Settings of {@link Conv1d}. */
export interface Conv1dOptions extends Conv1dFunctionOptions, ConvLayerOptions {}

/**
 * Convolution of sequences.
 *
 *     y[n, i, o] = b[o] + Σ_{u, c} w[u, c, o] · x[n, i·stride + u·dilation - pad, c]
 *
 * Shape: x `[N, L, inChannels]` → `[N, OL, outChannels]`. Parameters: weight `[K, inChannels / groups, outChannels]`, bias
 * `[outChannels]`, both uniform in ±1/√(K · inChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels, or is smaller than the kernel.
 * @example
 * new Conv1d(4, 8, 3).forward(ones([2, 10, 4])).shape; // => [2, 8, 8]
 */
export class Conv1d extends Convolution {
  static override readonly kind: string = 'Conv1d';

  readonly kernelSize: number;
  readonly options: Conv1dFunctionOptions;
  readonly paddingMode: ConvPaddingMode;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: number,
    options: Conv1dOptions = {},
  ) {
    checkOptions<Conv1dOptions>('Conv1d', options, convOptions);
    const { bias = true, paddingMode = 'zeros', ...windows } = options;
    const { groups = 1 } = windows;
    const kernel = kernelSize;
    super({ inChannels, outChannels, kernelSize: [kernel], groups, bias });
    this.kernelSize = kernel;
    this.options = windows;
    this.paddingMode = checkPaddingMode('Conv1d', paddingMode);
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    const { paddingMode, options } = this;
    if (paddingMode === 'zeros') return conv1d(x, weight, bias, options);
    const { stride = 1, dilation = 1, padding = 0 } = options;
    const windows = { kernelSize: [this.kernelSize], stride, dilation, padding };
    return scoped(() =>
      conv1d(paddedInput(checkTensor(this.kind, x), windows, paddingMode), weight, bias, {
        ...options,
        padding: 0,
      }),
    );
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
