import { checkOptions, type OptionTable } from '@neurona/backend';
import {
  type LpPool1dFunctionOptions,
  type LpPool2dFunctionOptions,
  type LpPool3dFunctionOptions,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  type Pair,
  type Tensor,
  type Triple,
} from '@neurona/tensor';
import { describeOptions } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link LPPool1d}. */
export type LPPool1dOptions = LpPool1dFunctionOptions;

const pool1dOptions: OptionTable<LPPool1dOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window of sequences, without the division.
 *
 *     y = (Σ over the window of xᵖ)^(1/p)
 *
 * Shape: x `[N, L, C]` → `[N, OL, C]`. The stride is the kernel size unless given.
 * @param p - The power, other than 0: 1 is the sum; the larger, the closer to the maximum.
 * @throws {@link ArgumentError} in `forward` if p is 0; {@link ShapeError} if x is smaller than the kernel.
 * @example
 * await new LPPool1d(2, 2).forward(tensor([[[3], [4]]])).data(); // => [5]
 */
export class LPPool1d extends Module {
  static override readonly kind: string = 'LPPool1d';

  constructor(
    readonly p: number,
    readonly kernelSize: number,
    readonly options: LPPool1dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, pool1dOptions);
  }

  override forward(x: Tensor): Tensor {
    return lpPool1d(x, this.p, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${this.p}, ${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}

/** Settings of {@link LPPool2d}. */
export type LPPool2dOptions = LpPool2dFunctionOptions;

const pool2dOptions: OptionTable<LPPool2dOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window of images, without the division.
 *
 *     y = (Σ over the window of xᵖ)^(1/p)
 *
 * Shape: x `[N, H, W, C]` → `[N, OH, OW, C]`. The stride is the kernel size unless given.
 * @param p - The power, other than 0: 1 is the sum; the larger, the closer to the maximum.
 * @throws {@link ArgumentError} in `forward` if p is 0; {@link ShapeError} if x is smaller than the kernel.
 * @example
 * new LPPool2d(2, 2).forward(ones([1, 8, 8, 3])).shape; // => [1, 4, 4, 3]
 */
export class LPPool2d extends Module {
  static override readonly kind: string = 'LPPool2d';

  constructor(
    readonly p: number,
    readonly kernelSize: Pair,
    readonly options: LPPool2dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, pool2dOptions);
  }

  override forward(x: Tensor): Tensor {
    return lpPool2d(x, this.p, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${this.p}, ${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}

/** Settings of {@link LPPool3d}. */
export type LPPool3dOptions = LpPool3dFunctionOptions;

const pool3dOptions: OptionTable<LPPool3dOptions> = { stride: 1, ceilMode: false };

/**
 * Power mean of each window of volumes, without the division.
 *
 *     y = (Σ over the window of xᵖ)^(1/p)
 *
 * Shape: x `[N, D, H, W, C]` → `[N, OD, OH, OW, C]`. The stride is the kernel size unless given.
 * @param p - The power, other than 0: 1 is the sum; the larger, the closer to the maximum.
 * @throws {@link ArgumentError} in `forward` if p is 0; {@link ShapeError} if x is smaller than the kernel.
 * @example
 * new LPPool3d(2, 2).forward(ones([1, 4, 8, 8, 3])).shape; // => [1, 2, 4, 4, 3]
 */
export class LPPool3d extends Module {
  static override readonly kind: string = 'LPPool3d';

  constructor(
    readonly p: number,
    readonly kernelSize: Triple,
    readonly options: LPPool3dOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, pool3dOptions);
  }

  override forward(x: Tensor): Tensor {
    return lpPool3d(x, this.p, this.kernelSize, this.options);
  }

  override describe(): string {
    return `${this.p}, ${JSON.stringify(this.kernelSize)}${describeOptions(this.options)}`;
  }
}
