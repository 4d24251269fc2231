import { checkArgument, checkCount, checkOptions, type OptionTable, type Shape } from '@neurona/backend';
import { layerNorm, type Parameter, type Tensor } from '@neurona/tensor';
import { checkPositive } from '../check.js';
import { filledParameter } from '../init/filled-parameter.js';
import { Module } from '../module.js';

/** Settings of {@link LayerNorm}. */
export interface LayerNormOptions {
  /** Added to the variance before its root is taken, default 1e-5. */
  readonly eps?: number;
  /** Whether a weight and a bias are learned, default true. */
  readonly affine?: boolean;
  /** Whether there is a bias beside the weight, default true. */
  readonly bias?: boolean;
}

const layerNormOptions: OptionTable<LayerNormOptions> = { eps: 1e-5, affine: true, bias: true };

/**
 * Layer normalisation: normalises each example over its last axes.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        var with the divisor n
 *
 * Shape: x `[..., ...features]` → same shape. Parameters: weight, ones, and bias, zeros, of `features`.
 * @param features - Sizes of the axes that are seen as one, the last ones of x; a number for one axis.
 * @throws {@link ArgumentError} if a size is not an integer of at least 1, or `eps` not over 0; {@link ShapeError} in `forward`
 * if the last axes of x differ.
 * @example
 * await new LayerNorm(2).forward(tensor([[1, 3]])).array(); // => [[-1, 1]]
 * @see Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450
 */
export class LayerNorm extends Module {
  static override readonly kind: string = 'LayerNorm';

  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly features: Shape;
  readonly eps: number;

  constructor(features: number | Shape, options: LayerNormOptions = {}) {
    super();
    checkOptions(this.kind, options, layerNormOptions);
    const { eps = 1e-5, affine = true, bias = true } = options;
    this.features = typeof features === 'number' ? [features] : features;
    checkArgument('LayerNorm', 'features', this.features, 'list', 'Write a number, or one for each axis.');
    checkCount('LayerNorm', 'the number of axes', this.features.length);
    for (const size of this.features) checkCount('LayerNorm', 'features', size);
    this.eps = checkPositive('LayerNorm', 'eps', eps);
    this.weight = affine ? filledParameter(this.features, 1) : undefined;
    this.bias = affine && bias ? filledParameter(this.features, 0) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.features, { weight, bias, eps });
  }

  override describe(): string {
    return `[${this.features.join(', ')}], eps: ${this.eps}${this.weight ? '' : ', affine: false'}`;
  }
}
