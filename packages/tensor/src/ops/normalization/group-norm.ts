import { ArgumentError, checkOptions, describeShape, type OptionTable } from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import {
  checkEps,
  floatInput,
  innerAxes,
  type NormalizationFunctionOptions,
  normalizationOptions,
  ofShape,
} from './affine-operands.js';
import { affine, standardize } from './standardize.js';

/** Settings of {@link groupNorm} and {@link instanceNorm}: `weight`, `bias` `[C]`, `eps` (1e-5). */
export interface GroupNormFunctionOptions extends NormalizationFunctionOptions {}

const groupNormFunctionOptions: OptionTable<GroupNormFunctionOptions> = normalizationOptions;

/**
 * Normalises groups of channels of each example over all positions.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        over one example's positions and one group's channels
 *
 * Shape: x `[N, ..., C]` → same shape.
 * @param groups - Number of groups, which divides C.
 * @param options - `weight`, `bias` `[C]`, `eps` (1e-5).
 * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} if the groups don't divide the channels.
 * @example
 * await groupNorm(tensor([[1, 3, 10, 30]]), 2).array(); // => [[-1, 1, -1, 1]]
 * @see Wu, He, "Group Normalization", 2018, arXiv:1803.08494
 */
export function groupNorm(x: TensorLike, groups: number, options: GroupNormFunctionOptions = {}): Tensor {
  checkOptions('groupNorm', options, groupNormFunctionOptions);
  const input = floatInput('groupNorm', x);
  innerAxes('groupNorm', input, '[N, ..., C]', 2);
  const [batch, channels] = [input.shape[0]!, input.shape.at(-1)!];
  if (!Number.isInteger(groups) || groups < 1 || channels % groups !== 0) {
    throw new ArgumentError('groupNorm', {
      expected: 'groups that divide the channels',
      received: groups,
      where: `x has shape ${describeShape(input.shape)}`,
    });
  }
  const weight = ofShape('groupNorm', 'a weight', options.weight, [channels], input);
  const bias = ofShape('groupNorm', 'a bias', options.bias, [channels], input);
  const eps = checkEps('groupNorm', options.eps);
  return scoped(() => {
    const places = input.shape.slice(1, -1).reduce((product, size) => product * size, 1);
    const grouped = input.reshape([batch, places, groups, channels / groups]);
    const { output } = standardize(grouped, { axes: [1, 3], eps, centered: true });
    return affine(output.reshape(input.shape), weight, bias);
  });
}

/**
 * Normalises each channel of each example over all positions.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        over one example's positions, channel by channel
 *
 * Shape: x `[N, ..., C]` → same shape.
 * @param options - `weight`, `bias` `[C]`, `eps` (1e-5).
 * @throws {@link ShapeError} if x has fewer than three axes, or the shapes don't fit.
 * @example
 * await instanceNorm(tensor([[[1, 10], [3, 30]]])).array(); // => [[[-1, -1], [1, 1]]]
 * @see Ulyanov, Vedaldi, Lempitsky, "Instance Normalization", 2016, arXiv:1607.08022
 */
export function instanceNorm(x: TensorLike, options: GroupNormFunctionOptions = {}): Tensor {
  checkOptions('instanceNorm', options, groupNormFunctionOptions);
  const input = floatInput('instanceNorm', x);
  const axes = innerAxes('instanceNorm', input, '[N, ..., C] with at least three axes', 3);
  const channels = input.shape.slice(-1);
  const weight = ofShape('instanceNorm', 'a weight', options.weight, channels, input);
  const bias = ofShape('instanceNorm', 'a bias', options.bias, channels, input);
  const eps = checkEps('instanceNorm', options.eps);
  return scoped(() => affine(standardize(input, { axes, eps, centered: true }).output, weight, bias));
}
