import { describeShape, ShapeError, sizeOf } from '@neurona/backend';
import { type TensorLike, toTensor } from '../../convert.js';
import { scoped } from '../../memory/scope.js';
import type { Tensor } from '../../tensor.js';
import { mul } from '../elementwise/binary.js';
import { cast } from '../elementwise/cast.js';
import { reshape } from '../shape/reshape.js';
import { linear } from './linear.js';

/**
 * A map that is linear in each of two inputs, with a bias.
 *
 *     y_k = b_k + Σ_ij x1_i · w_ijk · x2_j
 *
 * Shape: x1 `[..., A]`, x2 `[..., B]` with equal leading axes, weight `[A, B, outFeatures]`, bias `[outFeatures]` →
 * `[..., outFeatures]`
 * @throws {@link ShapeError} if the shapes don't agree.
 * @example
 * await bilinear(tensor([[1, 2]]), tensor([[3]]), ones([2, 1, 1])).array(); // => [[9]]
 */
export function bilinear(x1: TensorLike, x2: TensorLike, weight: TensorLike, bias?: TensorLike): Tensor {
  const left = cast(toTensor('bilinear', x1), 'float32');
  const right = cast(toTensor('bilinear', x2, left), 'float32');
  const w = toTensor('bilinear', weight, left);
  const leading = left.shape.slice(0, -1);
  const isAligned = describeShape(leading) === describeShape(right.shape.slice(0, -1));
  const isRight = left.shape.at(-1) === w.shape[0] && right.shape.at(-1) === w.shape[1];
  if (w.ndim !== 3 || !isAligned || !isRight) {
    throw new ShapeError('bilinear', {
      expected: 'x1 [..., A], x2 [..., B] and a weight [A, B, outFeatures]',
      received: `${describeShape(left.shape)}, ${describeShape(right.shape)} and ${describeShape(w.shape)}`,
    });
  }
  const [a, b, outFeatures] = w.shape as [number, number, number];
  return scoped(() => {
    const rows = sizeOf(leading);
    const pairs = mul(reshape(left, [rows, a, 1]), reshape(right, [rows, 1, b])); // [rows, A, B]
    const y = linear(reshape(pairs, [rows, a * b]), reshape(w, [a * b, outFeatures]), bias);
    return reshape(y, [...leading, outFeatures]);
  });
}
