import { checkOptions } from '@neurona/backend';
import {
  type Conv3dFunctionOptions,
  checkTensor,
  conv3d,
  scoped,
  type Tensor,
  type Triple,
} from '@neurona/tensor';
import {
  type ConvLayerOptions,
  type ConvPaddingMode,
  checkPaddingMode,
  convOptions,
} from './conv-options.js';
import { Convolution, describeConvolution } from './convolution.js';
import { paddedInput } from './padded-input.js';

/** Settings of {@link Conv3d}. */
export interface Conv3dOptions extends Conv3dFunctionOptions, ConvLayerOptions {}

/**
 * Convolution of volumes.
 *
 *     y[n, p, o] = b[o] + Σ_{u, c} w[u, c, o] · x[n, p·stride + u·dilation - pad, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, inChannels]` → `[N, OD, OH, OW, outChannels]`. Parameters: weight `[KD, KH, KW, inChannels / groups, outChannels]`, bias
 * `[outChannels]`, both uniform in ±1/√(KD · KH · KW · inChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels, or is smaller than the kernel.
 * @example
 * new Conv3d(1, 2, 3).forward(ones([1, 4, 5, 6, 1])).shape; // => [1, 2, 3, 4, 2]
 */
export class Conv3d extends Convolution {
  static override readonly kind: string = 'Conv3d';

  readonly kernelSize: readonly [number, number, number];
  readonly options: Conv3dFunctionOptions;
  readonly paddingMode: ConvPaddingMode;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Triple,
    options: Conv3dOptions = {},
  ) {
    checkOptions<Conv3dOptions>('Conv3d', options, convOptions);
    const { bias = true, paddingMode = 'zeros', ...windows } = options;
    const { groups = 1 } = windows;
    const kernel =
      typeof kernelSize === 'number' ? ([kernelSize, kernelSize, kernelSize] as const) : kernelSize;
    super({ inChannels, outChannels, kernelSize: kernel, groups, bias });
    this.kernelSize = kernel;
    this.options = windows;
    this.paddingMode = checkPaddingMode('Conv3d', paddingMode);
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    const { paddingMode, options } = this;
    if (paddingMode === 'zeros') return conv3d(x, weight, bias, options);
    const { stride = 1, dilation = 1, padding = 0 } = options;
    const windows = { kernelSize: this.kernelSize, stride, dilation, padding };
    return scoped(() =>
      conv3d(paddedInput(checkTensor(this.kind, x), windows, paddingMode), weight, bias, {
        ...options,
        padding: 0,
      }),
    );
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
