import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { groupNorm, type Parameter, type Tensor } from '@neurona/tensor';
import { checkLastAxis, checkPositive } from '../check.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link GroupNorm}. */
export interface GroupNormOptions {
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Whether a weight and a bias are learned, default true. */
  readonly affine?: boolean;
}

const groupNormOptions: OptionTable<GroupNormOptions> = { eps: 1e-5, affine: true };

/**
 * Group normalisation: normalises groups of channels of each example over all positions.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        over one example's positions and one group's channels
 *
 * Shape: x `[N, ..., C]` → same shape. Parameters: weight `[C]`, ones; bias `[C]`, zeros.
 * @throws {@link ArgumentError} if the groups don't divide the channels; {@link ShapeError} in `forward` if x has other channels.
 * @example
 * await new GroupNorm(2, 4).forward(tensor([[1, 3, 10, 30]])).array(); // => [[-1, 1, -1, 1]]
 * @see Wu, He, "Group Normalization", 2018, arXiv:1803.08494
 */
export class GroupNorm extends Module {
  static override readonly kind: string = 'GroupNorm';

  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly eps: number;

  constructor(
    readonly numGroups: number,
    readonly features: number,
    options: GroupNormOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, groupNormOptions);
    const { eps = 1e-5, affine = true } = options;
    checkCount('GroupNorm', 'numGroups', numGroups);
    checkCount('GroupNorm', 'features', features);
    if (features % numGroups !== 0) {
      throw new ArgumentError('GroupNorm', {
        expected: 'numGroups to divide features',
        received: `${numGroups} for ${features}`,
      });
    }
    this.eps = checkPositive('GroupNorm', 'eps', eps);
    this.weight = affine ? filledParameter([features], 1) : undefined;
    this.bias = affine ? filledParameter([features], 0) : undefined;
  }

  override forward(x: Tensor): Tensor {
    checkLastAxis('GroupNorm', x, this.features);
    const { weight, bias, eps } = this;
    return groupNorm(x, this.numGroups, { weight, bias, eps });
  }

  override describe(): string {
    const affine = this.weight ? '' : ', affine: false';
    return `${this.numGroups}, ${this.features}, eps: ${this.eps}${affine}`;
  }
}
