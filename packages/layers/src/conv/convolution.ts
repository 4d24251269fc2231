// internal
import { ArgumentError, checkArgument, checkCount } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Module } from '../module.js';

/** Sizes of a convolution, checked. */
interface Sizes {
  readonly inChannels: number;
  readonly outChannels: number;
  /** Size of the kernel along each axis. */
  readonly kernelSize: readonly number[];
  readonly groups: number;
  readonly bias: boolean;
  /** Whether the initial bound is that of a transposed convolution. */
  readonly isTransposed?: boolean;
}

/** What convolutions with any number of axes share: weight `[...kernelSize, inChannels / groups, outChannels]` and bias. */
export abstract class Convolution extends Module {
  readonly weight: Parameter;
  readonly bias: Parameter | undefined;
  /** @internal */
  readonly isTransposed: boolean;

  constructor({ inChannels, outChannels, kernelSize, groups, bias, isTransposed = false }: Sizes) {
    super();
    const { kind } = this;
    this.isTransposed = isTransposed;
    checkCount(kind, 'inChannels', inChannels);
    checkCount(kind, 'outChannels', outChannels);
    checkArgument(kind, 'kernelSize', kernelSize, 'list', 'Write a number, or one for each axis.');
    for (const size of kernelSize) checkCount(kind, 'kernelSize', size);
    checkCount(kind, 'groups', groups);
    if (inChannels % groups !== 0 || outChannels % groups !== 0) {
      throw new ArgumentError(kind, {
        expected: 'groups to divide inChannels and outChannels',
        received: `${groups} for ${inChannels} and ${outChannels}`,
      });
    }
    const places = kernelSize.reduce((product, size) => product * size, 1);
    // PyTorch takes the channels of the second axis of its kernel, which for transposed ones are those of the output.
    const fanIn = (places * (isTransposed ? outChannels : inChannels)) / groups;
    this.weight = fanInUniform([...kernelSize, inChannels / groups, outChannels], fanIn);
    this.bias = bias ? fanInUniform([outChannels], fanIn) : undefined;
  }

  override forward(x: Tensor): Tensor {
    return this.convolve(x, this.weight, this.bias);
  }

  /** @internal What the layer computes, with this weight and bias. */
  abstract convolve(x: Tensor, weight: Tensor, bias?: Tensor): Tensor;
}

/** What printing shows of a convolution. */
export const describeConvolution = (
  layer: Convolution & {
    readonly inChannels: number;
    readonly outChannels: number;
    readonly kernelSize: number | readonly number[];
    readonly options: object;
  },
): string => {
  const { inChannels, outChannels, kernelSize, options, bias } = layer;
  const kernel = typeof kernelSize === 'number' ? `${kernelSize}` : `[${kernelSize.join(', ')}]`;
  const noBias = bias ? '' : ', bias: false';
  return `${inChannels}, ${outChannels}, kernelSize: ${kernel}${describeOptions(options)}${noBias}`;
};
