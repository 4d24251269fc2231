import { checkOptions, type OptionTable } from '@neurona/backend';
import { type ConvTranspose1dFunctionOptions, convTranspose1d, type Tensor } from '@neurona/tensor';
import { Convolution, describeConvolution } from './convolution.js';

/** Settings of {@link ConvTranspose1d}. */
export interface ConvTranspose1dOptions extends ConvTranspose1dFunctionOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
}

const transposedOptions: OptionTable<ConvTranspose1dOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
  bias: true,
};

/**
 * Transposed convolution of sequences: the gradient of a convolution with respect to its input, used as a layer. A stride above
 * 1 enlarges.
 *
 *     y[n, i·stride + u·dilation - pad, o] = b[o] + Σ_{u, c} w[u, c, o] · x[n, i, c]
 *
 * Shape: x `[N, L, inChannels]` → `[N, OL, outChannels]`. Parameters: weight `[K, inChannels / groups, outChannels]`, bias
 * `[outChannels]`, both uniform in ±1/√(K · outChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels.
 * @example
 * new ConvTranspose1d(4, 2, 2, { stride: 2 }).forward(ones([1, 5, 4])).shape; // => [1, 10, 2]
 * @see Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, arXiv:1603.07285
 */
export class ConvTranspose1d extends Convolution {
  static override readonly kind: string = 'ConvTranspose1d';

  readonly kernelSize: number;
  readonly options: ConvTranspose1dFunctionOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: number,
    options: ConvTranspose1dOptions = {},
  ) {
    checkOptions('ConvTranspose1d', options, transposedOptions);
    const { bias = true, ...windows } = options;
    const { groups = 1 } = windows;
    const kernel = kernelSize;
    super({ inChannels, outChannels, kernelSize: [kernel], groups, bias, isTransposed: true });
    this.kernelSize = kernel;
    this.options = windows;
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    return convTranspose1d(x, weight, bias, this.options);
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
