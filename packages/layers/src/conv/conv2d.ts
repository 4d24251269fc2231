import { checkOptions } from '@neurona/backend';
import {
  type Conv2dFunctionOptions,
  checkTensor,
  conv2d,
  type Pair,
  scoped,
  type Tensor,
} from '@neurona/tensor';
import type { AnyModule, MergedForward } from '../module.js';
import {
  type ConvLayerOptions,
  type ConvPaddingMode,
  checkPaddingMode,
  convOptions,
} from './conv-options.js';
import { Convolution, describeConvolution } from './convolution.js';
import { mergedConvolution } from './merged-convolution.js';
import { paddedInput } from './padded-input.js';

/** Settings of {@link Conv2d}. */
export interface Conv2dOptions extends Conv2dFunctionOptions, ConvLayerOptions {}

/**
 * Convolution of images.
 *
 *     y[n, i, j, o] = b[o] + Σ_{u, v, c} w[u, v, c, o] · x[n, i·stride + u·dilation - pad, j·stride + v·dilation - pad, c]
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, OH, OW, outChannels]`. Parameters: weight `[KH, KW, inChannels / groups, outChannels]`, bias
 * `[outChannels]`, both uniform in ±1/√(KH · KW · inChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels, or is smaller than the kernel.
 * @example
 * new Conv2d(1, 8, 3, { padding: 'same' }).forward(ones([2, 28, 28, 1])).shape; // => [2, 28, 28, 8]
 */
export class Conv2d extends Convolution {
  static override readonly kind: string = 'Conv2d';

  readonly kernelSize: readonly [number, number];
  readonly options: Conv2dFunctionOptions;
  readonly paddingMode: ConvPaddingMode;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Pair,
    options: Conv2dOptions = {},
  ) {
    checkOptions<Conv2dOptions>('Conv2d', options, { ...convOptions, fastMath: false });
    const { bias = true, paddingMode = 'zeros', ...windows } = options;
    const { groups = 1 } = windows;
    const kernel = typeof kernelSize === 'number' ? ([kernelSize, kernelSize] as const) : kernelSize;
    super({ inChannels, outChannels, kernelSize: kernel, groups, bias });
    this.kernelSize = kernel;
    this.options = windows;
    this.paddingMode = checkPaddingMode('Conv2d', paddingMode);
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    const { paddingMode, options } = this;
    if (paddingMode === 'zeros') return conv2d(x, weight, bias, options);
    const { stride = 1, dilation = 1, padding = 0 } = options;
    const windows = { kernelSize: this.kernelSize, stride, dilation, padding };
    return scoped(() =>
      conv2d(paddedInput(checkTensor(this.kind, x), windows, paddingMode), weight, bias, {
        ...options,
        padding: 0,
      }),
    );
  }

  /** @internal */
  override forwardWith(layers: readonly AnyModule[], next: number, x: Tensor): MergedForward | undefined {
    const isOwn =
      this.forward === Convolution.prototype.forward && this.convolve === Conv2d.prototype.convolve;
    return isOwn && this.paddingMode === 'zeros' ? mergedConvolution(this, layers, next, x) : undefined;
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
