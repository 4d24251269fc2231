import { describeShape, ShapeError } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import type { Tensor } from '../../tensor.js';
import { max, mean } from '../reduce/reduce.js';

function spatialAxes(subject: string, x: Tensor): number[] {
  if (x.ndim >= 3) return Array.from({ length: x.ndim - 2 }, (_, i) => i + 1);
  throw new ShapeError(subject, {
    expected: 'x [N, ..., C] with at least three axes',
    received: describeShape(x.shape),
  });
}

/**
 * Mean of each channel of each image or sequence.
 *
 *     y[n, c] = mean over ... of x[n, ..., c]
 *
 * Shape: x `[N, ..., C]` → `[N, C]`
 * @throws {@link ShapeError} if x has fewer than three axes.
 * @example
 * globalAvgPool(ones([8, 4, 4, 32])).shape; // => [8, 32]
 */
export function globalAvgPool(x: TensorLike): Tensor {
  const input = toTensor('globalAvgPool', x);
  return mean(input, { axis: spatialAxes('globalAvgPool', input) });
}

/**
 * Largest value of each channel of each image or sequence; ties share the gradient evenly.
 *
 *     y[n, c] = max over ... of x[n, ..., c]
 *
 * Shape: x `[N, ..., C]` → `[N, C]`
 * @throws {@link ShapeError} if x has fewer than three axes.
 * @example
 * globalMaxPool(ones([8, 4, 4, 32])).shape; // => [8, 32]
 */
export function globalMaxPool(x: TensorLike): Tensor {
  const input = toTensor('globalMaxPool', x);
  return max(input, { axis: spatialAxes('globalMaxPool', input) });
}
