import {
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import {
  batchNorm,
  checkTensor,
  full,
  instanceNorm,
  noGrad,
  own,
  type Parameter,
  scoped,
  type Tensor,
} from '@neurona/tensor';
import { checkLastAxis, checkPositive, checkShare } from '../check.js';
import { filledBuffer, filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link InstanceNorm1d}, {@link InstanceNorm2d} and {@link InstanceNorm3d}. */
export interface InstanceNormOptions {
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Weight of a batch in the running mean and variance, default 0.1. */
  readonly momentum?: number;
  /** Whether a weight and a bias are learned, default false. */
  readonly affine?: boolean;
  /**
   * Whether to track a running mean and variance, which are used in evaluation mode and where the layer is frozen. Default
   * false.
   */
  readonly trackRunningStats?: boolean;
}

const instanceNormOptions: OptionTable<InstanceNormOptions> = {
  eps: 1e-5,
  momentum: 0.1,
  affine: false,
  trackRunningStats: false,
};

/** What instance normalisation layers share. */
abstract class InstanceNorm extends Module {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly runningMean: Tensor | undefined;
  readonly runningVar: Tensor | undefined;
  /** In state dictionaries, as in PyTorch; nothing counts it. */
  readonly numBatchesTracked: Tensor | undefined;
  readonly eps: number;
  readonly momentum: number;

  constructor(
    readonly features: number,
    options: InstanceNormOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, instanceNormOptions);
    const { eps = 1e-5, momentum = 0.1, affine = false, trackRunningStats = false } = options;
    const { kind } = this;
    checkCount(kind, 'features', features);
    this.eps = checkPositive(kind, 'eps', eps);
    this.momentum = checkShare(kind, 'momentum', momentum);
    const shape = [features];
    this.weight = affine ? filledParameter(shape, 1) : undefined;
    this.bias = affine ? filledParameter(shape, 0) : undefined;
    this.runningMean = trackRunningStats ? filledBuffer(shape, 0) : undefined;
    this.runningVar = trackRunningStats ? filledBuffer(shape, 1) : undefined;
    this.numBatchesTracked = trackRunningStats ? own(full([], 0, { dtype: 'int32' })) : undefined;
  }

  /** Throws a `ShapeError` if x has another number of axes. */
  protected abstract checkShape(shape: Shape): void;

  override forward(x: Tensor): Tensor {
    this.checkShape(checkTensor(this.kind, x).shape);
    checkLastAxis(this.kind, x, this.features);
    const { weight, bias, runningMean, runningVar, eps } = this;
    if (runningMean) {
      if (!this.training || this.isFrozen)
        return batchNorm(x, { weight, bias, runningMean, runningVar, eps });
      this.track(x);
    }
    return instanceNorm(x, { weight, bias, eps });
  }

  /** Updates the running mean and variance with the means of those of the examples. */
  private track(x: Tensor): void {
    const { runningMean, runningVar, momentum } = this;
    const places = x.shape.slice(1, -1).map((_, i) => i + 1);
    scoped(() =>
      noGrad(() => {
        const mean = x.mean({ axis: [0, ...places] }); // [C]
        const variance = x.variance({ axis: places }).mean({ axis: 0 }); // [C]
        runningMean!.assign(runningMean!.lerp(mean, momentum));
        runningVar!.assign(runningVar!.lerp(variance, momentum));
      }),
    );
  }

  override describe(): string {
    const affine = this.weight ? ', affine: true' : '';
    return `${this.features}, eps: ${this.eps}${affine}${this.runningMean ? ', trackRunningStats: true' : ''}`;
  }
}

function checkAxes(subject: string, shape: Shape, layout: string, count: number): void {
  if (shape.length === count) return;
  throw new ShapeError(subject, { expected: `x ${layout}`, received: describeShape(shape) });
}

/**
 * Instance normalisation of sequences: each channel of each sequence over its length.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        over one example's positions, channel by channel
 *
 * Shape: x `[N, L, C]` → same shape. Parameters with `affine`: weight `[C]`, ones; bias `[C]`, zeros. Buffers with
 * `trackRunningStats`: runningMean `[C]`, zeros; runningVar `[C]`, ones; numBatchesTracked `[]`, 0, which stays as in PyTorch.
 * @param features - Number C of channels.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape.
 * @example
 * await new InstanceNorm1d(2).forward(tensor([[[1, 10], [3, 30]]])).array(); // => [[[-1, -1], [1, 1]]]
 * @see Ulyanov, Vedaldi, Lempitsky, "Instance Normalization", 2016, arXiv:1607.08022
 */
export class InstanceNorm1d extends InstanceNorm {
  static override readonly kind: string = 'InstanceNorm1d';

  protected override checkShape(shape: Shape): void {
    checkAxes('InstanceNorm1d', shape, '[N, L, C]', 3);
  }
}

/**
 * Instance normalisation of images: each channel of each image over its pixels; see {@link InstanceNorm1d}.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias
 *
 * Shape: x `[N, H, W, C]` → same shape. Parameters with `affine`: weight `[C]`, ones; bias `[C]`, zeros.
 * @param features - Number C of channels.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape.
 * @example
 * new InstanceNorm2d(3).forward(ones([2, 4, 4, 3])).shape; // => [2, 4, 4, 3]
 */
export class InstanceNorm2d extends InstanceNorm {
  static override readonly kind: string = 'InstanceNorm2d';

  protected override checkShape(shape: Shape): void {
    checkAxes('InstanceNorm2d', shape, '[N, H, W, C]', 4);
  }
}

/**
 * Instance normalisation of volumes: each channel of each volume over its voxels; see {@link InstanceNorm1d}.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias
 *
 * Shape: x `[N, D, H, W, C]` → same shape. Parameters with `affine`: weight `[C]`, ones; bias `[C]`, zeros.
 * @param features - Number C of channels.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape.
 * @example
 * new InstanceNorm3d(3).forward(ones([2, 4, 4, 4, 3])).shape; // => [2, 4, 4, 4, 3]
 */
export class InstanceNorm3d extends InstanceNorm {
  static override readonly kind: string = 'InstanceNorm3d';

  protected override checkShape(shape: Shape): void {
    checkAxes('InstanceNorm3d', shape, '[N, D, H, W, C]', 5);
  }
}
