import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type ConvTranspose2dFunctionOptions,
  convTranspose2d,
  type Pair,
  type Tensor,
} from '@neurona/tensor';
import { Convolution, describeConvolution } from './convolution.js';

/** Settings of {@link ConvTranspose2d}. */
export interface ConvTranspose2dOptions extends ConvTranspose2dFunctionOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
}

const transposedOptions: OptionTable<ConvTranspose2dOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
  bias: true,
};

/**
 * Transposed convolution of images: the gradient of a convolution with respect to its input, used as a layer. A stride above 1
 * enlarges.
 *
 *     y[n, i·stride + u·dilation - pad, j·stride + v·dilation - pad, o] = b[o] + Σ_{u, v, c} w[u, v, c, o] · x[n, i, j, c]
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, OH, OW, outChannels]`. Parameters: weight `[KH, KW, inChannels / groups,
 * outChannels]`, bias `[outChannels]`, both uniform in ±1/√(KH · KW · outChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels.
 * @example
 * new ConvTranspose2d(4, 2, 2, { stride: 2 }).forward(ones([1, 5, 5, 4])).shape; // => [1, 10, 10, 2]
 * @see Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, arXiv:1603.07285
 */
export class ConvTranspose2d extends Convolution {
  static override readonly kind: string = 'ConvTranspose2d';

  readonly kernelSize: readonly [number, number];
  readonly options: ConvTranspose2dFunctionOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Pair,
    options: ConvTranspose2dOptions = {},
  ) {
    checkOptions('ConvTranspose2d', options, transposedOptions);
    const { bias = true, ...windows } = options;
    const { groups = 1 } = windows;
    const kernel = typeof kernelSize === 'number' ? ([kernelSize, kernelSize] as const) : kernelSize;
    super({ inChannels, outChannels, kernelSize: kernel, groups, bias, isTransposed: true });
    this.kernelSize = kernel;
    this.options = windows;
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    return convTranspose2d(x, weight, bias, this.options);
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
