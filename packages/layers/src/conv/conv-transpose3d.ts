import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type ConvTranspose3dFunctionOptions,
  convTranspose3d,
  type Tensor,
  type Triple,
} from '@neurona/tensor';
import { Convolution, describeConvolution } from './convolution.js';

/** Settings of {@link ConvTranspose3d}. */
export interface ConvTranspose3dOptions extends ConvTranspose3dFunctionOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
}

const transposedOptions: OptionTable<ConvTranspose3dOptions> = {
  stride: 1,
  padding: 0,
  outputPadding: 0,
  dilation: 1,
  groups: 1,
  bias: true,
};

/**
 * Transposed convolution of volumes: the gradient of a convolution with respect to its input, used as a layer. A stride above 1
 * enlarges.
 *
 *     y[n, p·stride + u·dilation - pad, o] = b[o] + Σ_{u, c} w[u, c, o] · x[n, p, c]        positions p and u with three axes
 *
 * Shape: x `[N, D, H, W, inChannels]` → `[N, OD, OH, OW, outChannels]`. Parameters: weight `[KD, KH, KW, inChannels / groups,
 * outChannels]`, bias `[outChannels]`, both uniform in ±1/√(KD · KH · KW · outChannels / groups).
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if x has other channels.
 * @example
 * new ConvTranspose3d(4, 2, 2, { stride: 2 }).forward(ones([1, 3, 5, 5, 4])).shape; // => [1, 6, 10, 10, 2]
 * @see Dumoulin, Visin, "A guide to convolution arithmetic for deep learning", 2016, arXiv:1603.07285
 */
export class ConvTranspose3d extends Convolution {
  static override readonly kind: string = 'ConvTranspose3d';

  readonly kernelSize: readonly [number, number, number];
  readonly options: ConvTranspose3dFunctionOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Triple,
    options: ConvTranspose3dOptions = {},
  ) {
    checkOptions('ConvTranspose3d', options, transposedOptions);
    const { bias = true, ...windows } = options;
    const { groups = 1 } = windows;
    const kernel =
      typeof kernelSize === 'number' ? ([kernelSize, kernelSize, kernelSize] as const) : kernelSize;
    super({ inChannels, outChannels, kernelSize: kernel, groups, bias, isTransposed: true });
    this.kernelSize = kernel;
    this.options = windows;
  }

  /** @internal */
  override convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
    return convTranspose3d(x, weight, bias, this.options);
  }

  override describe(): string {
    return describeConvolution(this);
  }
}
