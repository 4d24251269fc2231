import { checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import type { Parameter, Tensor } from '@neurona/tensor';
import { checkLastAxis } from '../check.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link LayerScale}. */
export interface LayerScaleOptions {
  /** What the weight begins with, default 1e-6. */
  readonly initial?: number;
}

const layerScaleOptions: OptionTable<LayerScaleOptions> = { initial: 1e-6 };

/**
 * Scales each feature by a learned number that begins small: in a residual branch, so that deep networks begin as the identity.
 *
 *     y[..., c] = x[..., c] · weight[c]
 *
 * Shape: x `[..., C]` → same shape. Parameters: weight `[C]`, all `initial`.
 * @param features - Number C of features.
 * @throws {@link ArgumentError} if it is not an integer of at least 1; {@link ShapeError} in `forward` if the last axis of x differs.
 * @example
 * await new LayerScale(2, { initial: 3 }).forward(tensor([[1, 2]])).data(); // => [3, 6]
 * @see Touvron et al., "Going deeper with Image Transformers", 2021, arXiv:2103.17239
 */
export class LayerScale extends Module {
  static override readonly kind: string = 'LayerScale';

  readonly weight: Parameter;

  constructor(
    readonly features: number,
    options: LayerScaleOptions = {},
  ) {
    super();
    checkOptions('LayerScale', options, layerScaleOptions);
    const { initial = 1e-6 } = options;
    this.weight = filledParameter([checkCount('LayerScale', 'features', features)], initial);
  }

  override forward(x: Tensor): Tensor {
    checkLastAxis('LayerScale', x, this.features);
    return x.mul(this.weight);
  }

  override describe(): string {
    return String(this.features);
  }
}
