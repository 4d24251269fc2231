// internal
import { tensor } from '../../create.js';
import type { Tensor } from '../../tensor.js';
import { add, less } from '../elementwise/binary.js';
import { where } from '../elementwise/where.js';
import { reshape } from '../shape/reshape.js';
import { takePlaces } from './max-pool2d.js';
import type { PooledMaximum } from './pooled-maximum.js';

/**
 * Largest values of windows of volumes: of each image, then over the depths. As depths are compared in order, the first one of a
 * tie is the first of the volume.
 * @param x - `[N, D, H, W, C]`.
 * @param overImages - Pools `[N · D, H, W, C]` to `[N · D, OH, OW, C]`.
 * @param overDepths - Pools `[N, D, OH · OW, C]` to `[N, OD, OH · OW, C]`.
 * @returns Values `[N, OD, OH, OW, C]` and their indices (d · H + h) · W + w.
 */
export function volumeMaximum(
  x: Tensor,
  overImages: (images: Tensor) => PooledMaximum,
  overDepths: (columns: Tensor) => PooledMaximum,
): PooledMaximum {
  const [batch, depth, height, width, channels] = x.shape as [number, number, number, number, number];
  const images = overImages(reshape(x, [batch * depth, height, width, channels]));
  const [, rows, columns] = images.values.shape as [number, number, number];
  const between = [batch, depth, rows * columns, channels];
  const depths = overDepths(reshape(images.values, between));
  const shape = [batch, depths.values.shape[1]!, rows, columns, channels];
  const indices = (): Tensor => {
    const starts = Int32Array.from({ length: depth }, (_, d) => d * height * width);
    const offsets = tensor(starts, { shape: [1, depth, 1, 1], dtype: 'int32', backend: x.backend });
    const inImage = reshape(images.indices(), between);
    const inVolume = where(less(inImage, 0), -1, add(inImage, offsets)); // a window may lie in the padding
    const places = depths.indices();
    return reshape(where(less(places, 0), -1, takePlaces(inVolume, places)), shape);
  };
  return { values: reshape(depths.values, shape), indices };
}
