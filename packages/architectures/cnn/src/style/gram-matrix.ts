import { scoped, type Tensor } from '@neurona/tensor';
import { checkImages } from '../image-model/check-images.js';

/**
 * Gram matrices of feature maps: how strongly each two channels are active together, wherever in the image. They tell the style.
 *
 *     G_ij = mean_p F_pi F_pj        p over the h · w positions
 *
 * The paper's is the sum; the mean lets images of different sizes be compared.
 *
 * Shape: features `[N, h, w, C]` → `[N, C, C]`.
 * @throws {@link ShapeError} if the features have other axes.
 * @example
 * await gramMatrix(tensor([[[[1, 0], [1, 2]]]])).array(); // => [[[1, 1], [1, 2]]]
 * @see Gatys, Ecker, Bethge, "A Neural Algorithm of Artistic Style", 2015, arXiv:1508.06576
 */
export function gramMatrix(features: Tensor): Tensor {
  checkImages('gramMatrix', 'features [N, h, w, C]', features);
  const [count, height, width, channels] = features.shape as readonly [number, number, number, number];
  return scoped(() => {
    const rows = features.reshape([count, height * width, channels]);
    return rows
      .transpose(1, 2)
      .matmul(rows)
      .div(height * width);
  });
}
