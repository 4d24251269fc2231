import { checkOptions, describeShape, ShapeError } from '@neurona/backend';
import { defaultGenerator, indexSelect, permutation, scoped, tensor } from '@neurona/tensor';
import { type BatchTransform, checkAlpha, soften, splitBatch } from './batch-transform.js';
import { drawBeta, drawUniform } from './beta.js';
import type { MixOptions } from './mixup.js';
import { mixOptions } from './mixup.js';

/**
 * Replaces a box of each image by that of another of the batch, and mixes their targets by the box's area. The matching loss is
 * cross-entropy with probabilities.
 *
 *     x = x outside of the box, x′ in it        t = λ t + (1 - λ) t′        λ = 1 - area / (H W)
 *     the box: √(1 - λ′) of height and width, around a random pixel, cut at the edges        λ′ ~ Beta(alpha, alpha)
 *
 * Shape: images `[N, H, W, C]` → the same; targets int32 `[N]` → float32 `[N, C]`, float32 `[N, ...]` → the same.
 * @param options - `alpha`, default 1; `numClasses`; `rng`.
 * @throws {@link ArgumentError} if `alpha` is not above 0; when called, if classes come without `numClasses`.
 * @throws {@link ShapeError} when called, if the first input is no batch of images.
 * @example
 * const mix = cutmix({ numClasses: 3 });
 * const [x, t] = mix([ones([2, 8, 8, 1]), tensor([0, 2], { dtype: 'int32' })]);
 * [x.shape, t.shape]; // => [[2, 8, 8, 1], [2, 3]]
 * @see Yun et al., "CutMix: Regularization Strategy to Train Strong Classifiers with Localizable Features", 2019,
 * arXiv:1905.04899
 */
export function cutmix(options: MixOptions = {}): BatchTransform {
  const { alpha = 1, numClasses } = checkOptions('cutmix', options, mixOptions);
  checkAlpha('cutmix', alpha);
  return (batch) => {
    const [inputs, targets] = splitBatch('cutmix', batch);
    const [images, ...rest] = inputs;
    if (images!.ndim !== 4) {
      throw new ShapeError('cutmix', {
        expected: 'images [N, H, W, C]',
        received: describeShape(images!.shape),
      });
    }
    const rng = options.rng ?? defaultGenerator();
    return scoped(() => {
      const [count, height, width] = images!.shape as [number, number, number, number];
      const side = Math.sqrt(1 - drawBeta(alpha, rng));
      const [row, column] = drawUniform(2, rng) as unknown as [number, number];
      const [top, bottom] = stretch(row, side, height);
      const [left, right] = stretch(column, side, width);
      const box = new Uint8Array(height * width);
      for (let y = top; y < bottom; y++) box.fill(1, y * width + left, y * width + right);
      const share = 1 - ((bottom - top) * (right - left)) / (height * width);
      const { backend } = images!;
      const inside = tensor(box, { dtype: 'bool', shape: [1, height, width, 1], backend });
      const order = permutation(count, { rng, backend });
      const soft = soften('cutmix', targets, numClasses);
      const mixed = soft.mul(share).add(indexSelect(soft, 0, order).mul(1 - share));
      return [inside.where(indexSelect(images!, 0, order), images!), ...rest, mixed];
    });
  };
}

/** From where to where the box goes along an axis. */
function stretch(place: number, side: number, size: number): [from: number, to: number] {
  const [middle, length] = [Math.floor(place * size), Math.floor(side * size)];
  const from = middle - Math.floor(length / 2);
  return [Math.max(0, from), Math.min(size, from + length)];
}
