// internal
import { splitAtAxis } from '@neurona/backend';
import { tensor } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { product } from '../products/matmul.js';
import { reshape } from './reshape.js';

/** What one element of the result is made of: elements of the axis and their weights. */
export type Mix = readonly (readonly [index: number, weight: number])[];

/**
 * A linear map of one axis, as a product with a small constant matrix: value and all derivatives by matmul.
 * @param mixes - One for each element of the result.
 */
export function mapAxis(x: Tensor, axis: number, mixes: readonly Mix[]): Tensor {
  const { outer, size, inner } = splitAtAxis(x.shape, axis);
  const weights = new Float32Array(mixes.length * size);
  mixes.forEach((mix, row) => {
    for (const [index, weight] of mix) weights[row * size + index]! += weight;
  });
  const matrix = tensor(weights, { shape: [1, mixes.length, size], backend: x.backend });
  const y = product(matrix, reshape(x, [outer, size, inner]), false, false); // [outer, out, inner]
  return reshape(y, x.shape.with(axis, mixes.length));
}
