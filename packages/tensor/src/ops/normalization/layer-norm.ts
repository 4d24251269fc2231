import {
  checkOptions,
  checkShape,
  describeShape,
  type OptionTable,
  type Shape,
  ShapeError,
  sameShape,
  sizeOf,
} from '@neurona/backend';
import type { TensorLike } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { reshape } from '../shape/reshape.js';
import {
  checkEps,
  floatInput,
  type NormalizationFunctionOptions,
  normalizationOptions,
  ofShape,
} from './affine-operands.js';
import { affine } from './standardize.js';
import { normalizeRows, standardizeRows } from './standardize-rows.js';

/** Settings of {@link layerNorm}: `weight`, `bias` of the normalised shape, `eps` (1e-5). */
export interface LayerNormFunctionOptions extends NormalizationFunctionOptions {}

const layerNormFunctionOptions: OptionTable<LayerNormFunctionOptions> = normalizationOptions;

/** Settings of {@link rmsNorm}: `weight` of the last axis, `eps` (1e-5). */
export interface RMSNormFunctionOptions extends Omit<NormalizationFunctionOptions, 'bias'> {}

const rmsNormFunctionOptions: OptionTable<RMSNormFunctionOptions> = { weight: undefined, eps: 1e-5 };

/**
 * Normalises each example over its last axes.
 *
 *     y = (x - mean(x)) / √(var(x) + eps) · weight + bias        var with the divisor n
 *
 * Shape: x `[..., ...features]` → same shape.
 * @param features - Sizes of the axes that are seen as one, the last ones of x; a number for one axis.
 * @param options - `weight`, `bias`, `eps` (1e-5).
 * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} unless eps ≥ 0.
 * @example
 * await layerNorm(tensor([[1, 3]]), 2).array(); // => [[-1, 1]]
 * @see Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450
 */
export function layerNorm(
  x: TensorLike,
  features: number | Shape,
  options: LayerNormFunctionOptions = {},
): Tensor {
  checkOptions('layerNorm', options, layerNormFunctionOptions);
  const input = floatInput('layerNorm', x);
  const shape = checkShape('layerNorm', typeof features === 'number' ? [features] : features);
  const first = input.ndim - shape.length;
  if (shape.length === 0 || first < 0 || !sameShape(input.shape.slice(first), shape)) {
    throw new ShapeError('layerNorm', {
      expected: `x with the last axes ${describeShape(shape)}`,
      received: describeShape(input.shape),
    });
  }
  const weight = ofShape('layerNorm', 'a weight', options.weight, shape, input);
  const bias = ofShape('layerNorm', 'a bias', options.bias, shape, input);
  const eps = checkEps('layerNorm', options.eps);
  return scoped(() => {
    if (shape.length === 1) return normalizeRows(input, { eps, centered: true }, weight, bias);
    const rows = reshape(input, [...input.shape.slice(0, first), sizeOf(shape)]);
    return affine(reshape(standardizeRows(rows, { eps, centered: true }), input.shape), weight, bias);
  });
}

/**
 * Scales each example to unit root mean square over its last axis.
 *
 *     y = x / √(mean(x²) + eps) · weight
 *
 * Shape: x `[..., D]` → same shape.
 * @param options - `weight` `[D]`, `eps` (1e-5).
 * @throws {@link ShapeError} if the shapes don't fit; {@link ArgumentError} unless eps ≥ 0.
 * @example
 * await rmsNorm(tensor([3, 4]), { eps: 0 }).data(); // => [0.8485, 1.1314]
 * @see Zhang, Sennrich, "Root Mean Square Layer Normalization", 2019, arXiv:1910.07467
 */
export function rmsNorm(x: TensorLike, options: RMSNormFunctionOptions = {}): Tensor {
  checkOptions('rmsNorm', options, rmsNormFunctionOptions);
  const input = floatInput('rmsNorm', x);
  if (input.ndim === 0) {
    throw new ShapeError('rmsNorm', { expected: 'x with at least one axis', received: 'a scalar' });
  }
  const weight = ofShape('rmsNorm', 'a weight', options.weight, input.shape.slice(-1), input);
  const eps = checkEps('rmsNorm', options.eps);
  return scoped(() => normalizeRows(input, { eps, centered: false }, weight, undefined));
}
