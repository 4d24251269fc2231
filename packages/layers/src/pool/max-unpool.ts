import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type MaxUnpool1dFunctionOptions,
  type MaxUnpool2dFunctionOptions,
  type MaxUnpool3dFunctionOptions,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
  type Pair,
  type Tensor,
  type Triple,
} from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

const unpoolOptions = { stride: 1, padding: 0 };

/** Settings of {@link MaxUnpool1d}. */
export type MaxUnpool1dOptions = Omit<MaxUnpool1dFunctionOptions, 'outputSize'>;

const unpool1dOptions: OptionTable<MaxUnpool1dOptions> = unpoolOptions;

/**
 * Undoes max pooling of sequences as far as it can: maxima go back where {@link MaxPool1d} found them, the rest is zero.
 *
 *     y[n, indices[n, i, c], c] = x[n, i, c]
 *
 * Shape: x and indices `[N, L, C]` → `[N, OL, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if indices have another shape than x; {@link ArgumentError} if a size is out of its range.
 * @example
 * const pool = new MaxPool1d(2);
 * const { values, indices } = pool.withIndices(tensor([[[1], [3], [2], [0]]]));
 * await new MaxUnpool1d(2).forward(values, indices).data(); // => [0, 3, 2, 0]
 * @see Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", 2014, arXiv:1311.2901
 */
export class MaxUnpool1d extends Module<readonly [x: Tensor, indices: Tensor, outputSize?: number]> {
  static override readonly kind: string = 'MaxUnpool1d';

  constructor(
    readonly kernelSize: number,
    readonly options: MaxUnpool1dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, unpool1dOptions);
  }

  /** @param outputSize - Length of the result, where windows did not cover all of it. */
  override forward(x: Tensor, indices: Tensor, outputSize?: number): Tensor {
    const size = outputSize === undefined ? {} : { outputSize };
    return maxUnpool1d(x, indices, this.kernelSize, { ...this.options, ...size });
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}

/** Settings of {@link MaxUnpool2d}. */
export type MaxUnpool2dOptions = Omit<MaxUnpool2dFunctionOptions, 'outputSize'>;

const unpool2dOptions: OptionTable<MaxUnpool2dOptions> = unpoolOptions;

/**
 * Undoes max pooling of images as far as it can: maxima go back where {@link MaxPool2d} found them, the rest is zero.
 *
 *     y[n, h, w, c] = x[n, i, j, c]        where indices[n, i, j, c] = h · OW + w
 *
 * Shape: x and indices `[N, H, W, C]` → `[N, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if indices have another shape than x; {@link ArgumentError} if a size is out of its range.
 * @example
 * const { values, indices } = new MaxPool2d(2).withIndices(ones([1, 9, 8, 3]));
 * new MaxUnpool2d(2).forward(values, indices, [9, 8]).shape; // => [1, 9, 8, 3]
 * @see Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", 2014, arXiv:1311.2901
 */
export class MaxUnpool2d extends Module<readonly [x: Tensor, indices: Tensor, outputSize?: Pair]> {
  static override readonly kind: string = 'MaxUnpool2d';

  constructor(
    readonly kernelSize: Pair,
    readonly options: MaxUnpool2dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, unpool2dOptions);
  }

  /** @param outputSize - Height and width of the result, where windows did not cover all of it. */
  override forward(x: Tensor, indices: Tensor, outputSize?: Pair): Tensor {
    const size = outputSize === undefined ? {} : { outputSize };
    return maxUnpool2d(x, indices, this.kernelSize, { ...this.options, ...size });
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}

/** Settings of {@link MaxUnpool3d}. */
export type MaxUnpool3dOptions = Omit<MaxUnpool3dFunctionOptions, 'outputSize'>;

const unpool3dOptions: OptionTable<MaxUnpool3dOptions> = unpoolOptions;

/**
 * Undoes max pooling of volumes as far as it can: maxima go back where {@link MaxPool3d} found them, the rest is zero.
 *
 *     y[n, d, h, w, c] = x[n, k, i, j, c]        where indices[n, k, i, j, c] = (d · OH + h) · OW + w
 *
 * Shape: x and indices `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`. The stride is the kernel size unless given.
 * @throws {@link ShapeError} in `forward` if indices have another shape than x; {@link ArgumentError} if a size is out of its range.
 * @example
 * const { values, indices } = new MaxPool3d(2).withIndices(ones([1, 4, 8, 8, 3]));
 * new MaxUnpool3d(2).forward(values, indices).shape; // => [1, 4, 8, 8, 3]
 * @see Zeiler, Fergus, "Visualizing and Understanding Convolutional Networks", 2014, arXiv:1311.2901
 */
export class MaxUnpool3d extends Module<readonly [x: Tensor, indices: Tensor, outputSize?: Triple]> {
  static override readonly kind: string = 'MaxUnpool3d';

  constructor(
    readonly kernelSize: Triple,
    readonly options: MaxUnpool3dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, unpool3dOptions);
  }

  /** @param outputSize - Depth, height and width of the result, where windows did not cover all of it. */
  override forward(x: Tensor, indices: Tensor, outputSize?: Triple): Tensor {
    const size = outputSize === undefined ? {} : { outputSize };
    return maxUnpool3d(x, indices, this.kernelSize, { ...this.options, ...size });
  }

  override describe(): string {
    return `${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
