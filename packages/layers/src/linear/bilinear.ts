import { checkCount, checkOptions } from '@neurona/backend';
import { bilinear, type Parameter, type Tensor } from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { Module } from '../module.js';
import { type LinearOptions, linearOptions } from './linear.js';

/**
 * Bilinear layer: a map that is linear in the last axis of each of two inputs.
 *
 *     y_o = Σ_{i, j} x1_i W_ijo x2_j + b_o
 *
 * Shape: x1 `[..., inFeatures1]`, x2 `[..., inFeatures2]` → `[..., outFeatures]`. Parameters: weight `[inFeatures1, inFeatures2,
 * outFeatures]`, bias `[outFeatures]`, both uniform in ±1/√inFeatures1.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if a shape
 * doesn't fit.
 * @example
 * new Bilinear(4, 3, 2).forward(ones([8, 4]), ones([8, 3])).shape; // => [8, 2]
 */
export class Bilinear extends Module<readonly [Tensor, Tensor]> {
  static override readonly kind: string = 'Bilinear';

  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(
    readonly inFeatures1: number,
    readonly inFeatures2: number,
    readonly outFeatures: number,
    options: LinearOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, linearOptions);
    checkCount('Bilinear', 'inFeatures1', inFeatures1);
    checkCount('Bilinear', 'inFeatures2', inFeatures2);
    checkCount('Bilinear', 'outFeatures', outFeatures);
    this.weight = fanInUniform([inFeatures1, inFeatures2, outFeatures], inFeatures1);
    this.bias = (options.bias ?? true) ? fanInUniform([outFeatures], inFeatures1) : undefined;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    return bilinear(x1, x2, this.weight, this.bias);
  }

  override describe(): string {
    const { inFeatures1, inFeatures2, outFeatures, bias } = this;
    return `${inFeatures1}, ${inFeatures2}, ${outFeatures}${bias ? '' : ', bias: false'}`;
  }
}
