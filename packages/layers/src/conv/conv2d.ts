import { ArgumentError } from '@neurona/backend';
import { type Conv2dOptions, conv2d, type Pair, type Parameter, type Tensor } from '@neurona/tensor';
import { checkCount } from '../check.js';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Module } from '../module.js';

/** Settings of {@link Conv2d}. */
export interface Conv2dLayerOptions extends Conv2dOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
}

/**
 * Convolution of images.
 *
 *     y[n, i, j, o] = b[o] + Σ_{u, v, c} w[u, v, c, o] · x[n, i·stride + u·dilation - pad, j·stride + v·dilation - pad, c]
 *
 * Shape: x `[N, H, W, inChannels]` → `[N, OH, OW, outChannels]`. Parameters: weight `[KH, KW, inChannels / groups,
 * outChannels]`, bias `[outChannels]`, both uniform in ±1/√(KH · KW · inChannels / groups).
 * @throws {@link ArgumentError} if a size is not a whole number of at least 1, or `groups` doesn't divide the channels;
 * {@link ShapeError} in `forward` if the image has other channels, or is smaller than the kernel.
 * @example
 * new Conv2d(1, 8, 3, { padding: 'same' }).forward(ones([2, 28, 28, 1])).shape; // => [2, 28, 28, 8]
 */
export class Conv2d extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  readonly kernelSize: readonly [number, number];
  readonly options: Conv2dOptions;

  constructor(
    readonly inChannels: number,
    readonly outChannels: number,
    kernelSize: Pair,
    options: Conv2dLayerOptions = {},
  ) {
    super();
    const [kernelHeight, kernelWidth] =
      typeof kernelSize === 'number' ? [kernelSize, kernelSize] : kernelSize;
    const { bias = true, ...windows } = options;
    const { groups = 1 } = windows;
    checkCount('Conv2d', 'inChannels', inChannels);
    checkCount('Conv2d', 'outChannels', outChannels);
    checkCount('Conv2d', 'kernelSize', kernelHeight);
    checkCount('Conv2d', 'kernelSize', kernelWidth);
    checkCount('Conv2d', 'groups', groups);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError('Conv2d', {
        expected: 'groups to divide inChannels and outChannels',
        received: `${groups} for ${inChannels} and ${outChannels}`,
      });
    }
    const fanIn = kernelHeight * kernelWidth * (inChannels / groups);
    this.kernelSize = [kernelHeight, kernelWidth];
    this.options = windows;
    this.weight = fanInUniform([kernelHeight, kernelWidth, inChannels / groups, outChannels], fanIn);
    this.bias = bias ? fanInUniform([outChannels], fanIn) : undefined;
  }

  override forward(x: Tensor): Tensor {
    return conv2d(x, this.weight, this.bias, this.options);
  }

  override describe(): string {
    const options = Object.entries(this.options).map(
      ([name, value]) => `, ${name}: ${JSON.stringify(value)}`,
    );
    return `${this.inChannels}, ${this.outChannels}, kernelSize: [${this.kernelSize.join(', ')}]${options.join('')}`;
  }
}
