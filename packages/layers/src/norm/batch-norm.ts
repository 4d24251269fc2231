import {
  checkCount,
  checkOptions,
  describeShape,
  type OptionTable,
  type ProcessGroup,
  type Shape,
  ShapeError,
} from '@neurona/backend';
import {
  batchNorm,
  checkTensor,
  full,
  noGrad,
  own,
  type Parameter,
  scoped,
  type Tensor,
} from '@neurona/tensor';
import { checkLastAxis, checkPositive, checkShare } from '../check.js';
import { filledBuffer, filledParameter } from '../init/filled-parameter.js';
import { type ChannelMap, Module } from '../module.js';
import { synchronisedNorm } from './synchronised-norm.js';

/** Settings of {@link BatchNorm1d}, {@link BatchNorm2d} and {@link BatchNorm3d}. */
export interface BatchNormOptions {
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Weight of a batch in the running mean and variance, default 0.1; null makes them the mean over all batches. */
  readonly momentum?: number | null;
  /** Whether a weight and a bias are learned, default true. */
  readonly affine?: boolean;
  /**
   * Whether to track a running mean and variance, which are used in evaluation mode and where the layer is frozen. Default true.
   */
  readonly trackRunningStats?: boolean;
}

const batchNormOptions: OptionTable<BatchNormOptions> = {
  eps: 1e-5,
  momentum: 0.1,
  affine: true,
  trackRunningStats: true,
};

/** @internal What batch normalisation layers share. */
export abstract class BatchNorm extends Module {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly runningMean: Tensor | undefined;
  readonly runningVar: Tensor | undefined;
  readonly numBatchesTracked: Tensor | undefined;
  readonly eps: number;
  readonly momentum: number | null;
  #isFolded = false;
  #group: ProcessGroup | undefined;

  constructor(
    readonly features: number,
    options: BatchNormOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, batchNormOptions);
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true } = options;
    const { kind } = this;
    checkCount(kind, 'features', features);
    this.eps = checkPositive(kind, 'eps', eps);
    this.momentum = momentum === null ? null : checkShare(kind, 'momentum', momentum);
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
    if (this.#isFolded) return x;
    this.checkShape(checkTensor(this.kind, x).shape);
    checkLastAxis(this.kind, x, this.features);
    const { weight, bias, runningMean, runningVar, eps } = this;
    const training = this.training && !(runningMean && this.isFrozen);
    return scoped(() => {
      const momentum = training ? this.countBatch() : 0;
      if (training && this.#group) return this.together(x, this.#group, momentum);
      return batchNorm(x, { weight, bias, runningMean, runningVar, eps, training, momentum });
    });
  }

  /** @internal What the norm does to each channel; undefined while it takes the batch's mean. */
  protected stillMap(): ChannelMap | undefined {
    if (this.#isFolded) return {};
    const isStill = this.runningMean && (!this.training || this.isFrozen);
    return isStill ? this.affine() : undefined;
  }

  /** @internal What the norm does in evaluation mode, y = x · scale + shift; it must track statistics. */
  affine(): { readonly scale: Tensor; readonly shift: Tensor } {
    const { weight, bias, runningMean, runningVar, eps } = this;
    const inverse = runningVar!.add(eps).rsqrt(); // [C]
    const scale = weight ? inverse.mul(weight) : inverse;
    const shift = runningMean!.mul(scale).neg();
    return { scale, shift: bias ? shift.add(bias) : shift };
  }

  /** @internal Takes the mean and variance over the batches of a group from now on, or over its own ones only. */
  synchronise(group: ProcessGroup | undefined): void {
    this.#group = group;
  }

  /** Normalises with the moments of all ranks. */
  private together(x: Tensor, group: ProcessGroup, momentum: number | Tensor): Tensor {
    const { weight, bias, runningMean, runningVar, eps } = this;
    const { output, mean, variance, count } = synchronisedNorm(x, eps, group);
    noGrad(() => {
      if (!runningMean || !runningVar) return;
      const unbiased = variance.mul(count / Math.max(1, count - 1));
      for (const [running, fresh] of [
        [runningMean, mean],
        [runningVar, unbiased],
      ] as const)
        running.assign(running.add(fresh.sub(running).mul(momentum)));
    });
    const scaled = weight ? output.mul(weight) : output;
    return bias ? scaled.add(bias) : scaled;
  }

  /** @internal Frees the state and returns inputs as they are from now on, as the layer before has what the norm did. */
  fold(): void {
    const state = [...this.ownTensors()];
    for (const [name, tensor] of state) {
      tensor.dispose();
      (this as unknown as Record<string, undefined>)[name] = undefined;
    }
    this.#isFolded = true;
  }

  /** Counts a batch, and returns its weight in the running mean and variance. */
  private countBatch(): number | Tensor {
    const { numBatchesTracked: count, momentum } = this;
    if (!count) return 0;
    noGrad(() => count.assign(count.add(1)));
    return momentum ?? count.cast('float32').reciprocal();
  }

  override describe(): string {
    const { features, eps, momentum, weight, runningMean } = this;
    if (this.#isFolded) return `${features}, folded`;
    const parts = [`${features}`, `eps: ${eps}`, `momentum: ${momentum}`];
    if (!weight) parts.push('affine: false');
    if (!runningMean) parts.push('trackRunningStats: false');
    return parts.join(', ');
  }
}

function checkAxes(subject: string, shape: Shape, layouts: string, counts: readonly number[]): void {
  if (counts.includes(shape.length)) return;
  throw new ShapeError(subject, { expected: `x ${layouts}`, received: describeShape(shape) });
}

/**
 * Batch normalisation of features, and of sequences over their length: in training with the mean and variance of the batch, in
 * evaluation mode and where the layer is frozen with running ones.
 *
 *     y = (x - mean) / √(var + eps) · weight + bias        var with the divisor n
 *     running = (1 - momentum) running + momentum new        the new variance with the divisor n - 1
 *
 * Shape: x `[N, C]` or `[N, L, C]` → same shape. Parameters: weight `[C]`, ones; bias `[C]`, zeros. Buffers: runningMean `[C]`,
 * zeros; runningVar `[C]`, ones; numBatchesTracked `[]`.
 * @param features - Number C of features.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape, or in
 * training a single value for each feature.
 * @example
 * await new BatchNorm1d(2).forward(tensor([[1, 10], [3, 30]])).array(); // => [[-1, -1], [1, 1]]
 * @see Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167
 */
export class BatchNorm1d extends BatchNorm {
  static override readonly kind: string = 'BatchNorm1d';

  protected override checkShape(shape: Shape): void {
    checkAxes('BatchNorm1d', shape, '[N, C] or [N, L, C]', [2, 3]);
  }
}

/**
 * Batch normalisation of images: each channel over the batch and all pixels; see {@link BatchNorm1d}.
 *
 *     y = (x - mean) / √(var + eps) · weight + bias
 *
 * Shape: x `[N, H, W, C]` → same shape. Parameters: weight `[C]`, ones; bias `[C]`, zeros. Buffers: runningMean `[C]`, zeros;
 * runningVar `[C]`, ones; numBatchesTracked `[]`.
 * @param features - Number C of channels.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape, or in
 * training a single value for each channel.
 * @example
 * new BatchNorm2d(3).forward(ones([8, 4, 4, 3])).shape; // => [8, 4, 4, 3]
 */
export class BatchNorm2d extends BatchNorm {
  static override readonly kind: string = 'BatchNorm2d';

  protected override checkShape(shape: Shape): void {
    checkAxes('BatchNorm2d', shape, '[N, H, W, C]', [4]);
  }

  /** @internal Norms of other arrays have none: they refuse what a convolution gives. */
  override channelMap(): ChannelMap | undefined {
    const { forward, checkShape } = BatchNorm2d.prototype;
    return this.forward === forward && this.checkShape === checkShape ? this.stillMap() : undefined;
  }
}

/**
 * Batch normalisation of volumes: each channel over the batch and all voxels; see {@link BatchNorm1d}.
 *
 *     y = (x - mean) / √(var + eps) · weight + bias
 *
 * Shape: x `[N, D, H, W, C]` → same shape. Parameters: weight `[C]`, ones; bias `[C]`, zeros. Buffers: runningMean `[C]`, zeros;
 * runningVar `[C]`, ones; numBatchesTracked `[]`.
 * @param features - Number C of channels.
 * @throws {@link ArgumentError} if a setting is out of its range; {@link ShapeError} in `forward` if x has another shape, or in
 * training a single value for each channel.
 * @example
 * new BatchNorm3d(3).forward(ones([2, 4, 4, 4, 3])).shape; // => [2, 4, 4, 4, 3]
 */
export class BatchNorm3d extends BatchNorm {
  static override readonly kind: string = 'BatchNorm3d';

  protected override checkShape(shape: Shape): void {
    checkAxes('BatchNorm3d', shape, '[N, D, H, W, C]', [5]);
  }
}
