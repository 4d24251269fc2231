import { scoped, type Tensor } from '@neurona/tensor';
import { checkImages } from '../image-model/check-images.js';

/**
 * How much neighbouring pixels differ: small where an image is smooth.
 *
 *     TV = Σ_ijc |x_(i+1)jc - x_ijc| + |x_i(j+1)c - x_ijc|
 *
 * Shape: images `[N, H, W, C]` → `[N]`.
 * @throws {@link ShapeError} if the images have other axes.
 * @example
 * await totalVariation(tensor([[[[0], [1]], [[2], [0]]]])).data(); // => [6]
 * @see Rudin, Osher, Fatemi, "Nonlinear total variation based noise removal algorithms", 1992
 */
export function totalVariation(images: Tensor): Tensor {
  checkImages('totalVariation', 'images [N, H, W, C]', images);
  const along = (axis: 1 | 2): Tensor => {
    const length = images.shape[axis]! - 1;
    const step = images.narrow(axis, 1, length).sub(images.narrow(axis, 0, length));
    return step.abs().sum({ axis: [1, 2, 3] });
  };
  return scoped(() => along(1).add(along(2)));
}
