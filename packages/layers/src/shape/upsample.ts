import { checkOptions, type OptionTable } from '@neurona/backend';
import { type InterpolateFunctionOptions, interpolate, type Tensor } from '@neurona/tensor';
import { describeOptionsAlone } from '../describe-options.js';
import { Module } from '../module.js';

/** Settings of {@link Upsample}. */
export type UpsampleOptions = InterpolateFunctionOptions;

const upsampleOptions: OptionTable<UpsampleOptions> = {
  scaleFactor: 2,
  size: undefined,
  mode: 'nearest',
  alignCorners: false,
  antialias: false,
};

/**
 * Enlarges (or shrinks) sequences, images and volumes.
 *
 *     y[..., i, ...] = x[..., ⌊i / scale⌋, ...] for 'nearest', else mixed from the neighbours
 *
 * Shape: x `[N, ..., C]` → `[N, ..., C]` with each axis between of `size`, or of ⌊size · scaleFactor⌋.
 * @param options - `size` or `scaleFactor`, `mode` ('nearest'), `alignCorners` (false).
 * @throws {@link ArgumentError} in `forward` if the mode doesn't fit x, or not exactly one of `size` and `scaleFactor` is given.
 * @example
 * new Upsample({ scaleFactor: 2, mode: 'bilinear' }).forward(ones([1, 4, 4, 3])).shape; // => [1, 8, 8, 3]
 */
export class Upsample extends Module {
  static override readonly kind: string = 'Upsample';

  constructor(readonly options: UpsampleOptions) {
    super();
    checkOptions(this.kind, options, upsampleOptions);
  }

  override forward(x: Tensor): Tensor {
    return interpolate(x, this.options);
  }

  override describe(): string {
    return describeOptionsAlone(this.options);
  }
}
