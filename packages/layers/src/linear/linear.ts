import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import type { Parameter } from '@neurona/tensor';
import { fanInUniform } from '../init/fan-in-uniform.js';
import { LinearMap } from './linear-map.js';

/** Settings of {@link Linear}. */
export interface LinearOptions {
  /** Whether a bias is added, default true. */
  readonly bias?: boolean;
}

/** @internal */
export const linearOptions: OptionTable<LinearOptions> = { bias: true };

/**
 * Linear layer: an affine map of the last axis.
 *
 *     y = x · W + b
 *
 * Shape: x `[..., inFeatures]` → `[..., outFeatures]`. Parameters: weight `[inFeatures, outFeatures]`, bias `[outFeatures]`,
 * both uniform in ±1/√inFeatures.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1; {@link ShapeError} in `forward` if the last axis
 * of x differs.
 * @example
 * new Linear(4, 2).forward(ones([3, 4])).shape; // => [3, 2]
 */
export class Linear extends LinearMap {
  static override readonly kind: string = 'Linear';

  readonly weight: Parameter;
  readonly bias: Parameter | undefined;

  constructor(
    readonly inFeatures: number,
    readonly outFeatures: number,
    options: LinearOptions = {},
  ) {
    super();
    checkOptions(this.kind, options, linearOptions);
    checkCount('Linear', 'inFeatures', inFeatures);
    checkCount('Linear', 'outFeatures', outFeatures);
    this.weight = fanInUniform([inFeatures, outFeatures], inFeatures);
    this.bias = (options.bias ?? true) ? fanInUniform([outFeatures], inFeatures) : undefined;
  }

  override describe(): string {
    return `${this.inFeatures}, ${this.outFeatures}${this.bias ? '' : ', bias: false'}`;
  }
}
