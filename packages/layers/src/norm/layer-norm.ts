import type { Shape } from '@neurona/backend';
import { layerNorm, type Parameter, type Tensor } from '@neurona/tensor';
import { checkCount, checkPositive } from '../check.js';
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

/**
 * Standardises each example over its last axes.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        var with the divisor n
 *
 * Shape: x `[..., ...normalizedShape]` → same shape. Parameters: weight, ones, and bias, zeros, of `normalizedShape`.
 * @param normalizedShape - Sizes of the axes that are seen as one, the last ones of x; a number for one axis.
 * @throws {@link ArgumentError} if a size is not a whole number of at least 1, or `eps` not over 0; {@link ShapeError} in `forward`
 * if the last axes of x differ.
 * @example
 * await new LayerNorm(2).forward(tensor([[1, 3]])).array(); // => [[-1, 1]]
 * @see Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450
 */
export class LayerNorm extends Module {
  readonly weight: Parameter | undefined;
  readonly bias: Parameter | undefined;
  readonly normalizedShape: Shape;
  readonly eps: number;

  constructor(normalizedShape: number | Shape, options: LayerNormOptions = {}) {
    super();
    const { eps = 1e-5, affine = true, bias = true } = options;
    this.normalizedShape = typeof normalizedShape === 'number' ? [normalizedShape] : normalizedShape;
    checkCount('LayerNorm', 'the number of axes', this.normalizedShape.length);
    for (const size of this.normalizedShape) checkCount('LayerNorm', 'normalizedShape', size);
    this.eps = checkPositive('LayerNorm', 'eps', eps);
    this.weight = affine ? filledParameter(this.normalizedShape, 1) : undefined;
    this.bias = affine && bias ? filledParameter(this.normalizedShape, 0) : undefined;
  }

  override forward(x: Tensor): Tensor {
    const { weight, bias, eps } = this;
    return layerNorm(x, this.normalizedShape, { weight, bias, eps });
  }

  override describe(): string {
    return `[${this.normalizedShape.join(', ')}], eps: ${this.eps}${this.weight ? '' : ', affine: false'}`;
  }
}
