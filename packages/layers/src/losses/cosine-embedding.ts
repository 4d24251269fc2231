import { checkOptions } from '@neurona/backend';
import { checkTensor, scoped, type Tensor } from '@neurona/tensor';
import { type MarginOptions, marginOptions } from './hinge.js';
import { reduceLoss } from './reduction.js';
import { checkSameShape, checkShape } from './same-shape.js';

const eps = 1e-12; // keeps vectors of length 0 from a division by 0

/**
 * Cosine embedding loss: turns similar vectors towards each other, and dissimilar ones away.
 *
 *     L_n = 1 - cos(first_n, second_n) where y_n = 1, max(0, cos(first_n, second_n) - margin) where y_n = -1
 *
 * Shape: first, second `[..., D]`, targets `[...]` → `[]`, or `[...]` for reduction `none`.
 * @param targets - 1 or -1.
 * @param options - `reduction` (mean), `margin` (0).
 * @throws {@link ShapeError} if the shapes don't fit.
 * @example
 * await cosineEmbedding(tensor([[1, 0]]), tensor([[0, 2]]), tensor([1])).item(); // => 1
 */
export function cosineEmbedding(
  first: Tensor,
  second: Tensor,
  targets: Tensor,
  options: MarginOptions = {},
): Tensor {
  checkOptions('cosineEmbedding', options, marginOptions);
  const { margin = 0, reduction } = options;
  checkSameShape('cosineEmbedding', first, second);
  checkShape(
    'cosineEmbedding',
    'targets',
    checkTensor('cosineEmbedding', targets, 'targets'),
    first.shape.slice(0, -1),
  );
  return scoped(() => {
    const square = (x: Tensor): Tensor => x.square().sum({ axis: -1 }).add(eps);
    const lengths = square(first).mul(square(second)).sqrt();
    const cosine = first.mul(second).sum({ axis: -1 }).div(lengths); // [...]
    const unlike = cosine.sub(margin).clamp({ min: 0 });
    const losses = targets.equal(1).where(cosine.neg().add(1), unlike);
    return reduceLoss('cosineEmbedding', losses, reduction);
  });
}
