import { checkProbability } from '@neurona/backend';
import { drawChance } from '../draw-numbers.js';
import { movingTransform, randomTransform } from './define-transform.js';
import type { ImageTransform } from './image-transform.js';
import { blank, type Picture } from './picture.js';

/**
 * Flips an image horizontally: left becomes right.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @example
 * horizontalFlip()(hostArray(new Float32Array([1, 2, 3, 4]), [2, 2, 1])).values; // => [2, 1, 4, 3]
 */
export const horizontalFlip = (): ImageTransform =>
  movingTransform({ name: 'horizontalFlip', settings: {}, apply: flippedLeftRight });

/**
 * Flips an image vertically: top becomes bottom.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @example
 * verticalFlip()(hostArray(new Float32Array([1, 2, 3, 4]), [2, 2, 1])).values; // => [3, 4, 1, 2]
 */
export const verticalFlip = (): ImageTransform =>
  movingTransform({ name: 'verticalFlip', settings: {}, apply: flippedUpDown });

/**
 * Flips images horizontally with a probability; see {@link horizontalFlip}.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param probability - Share of the images that are mirrored.
 * @throws {@link ArgumentError} if `probability` is not from 0 to 1.
 * @example
 * randomHorizontalFlip(1)(hostArray(new Float32Array([1, 2]), [1, 2, 1])).values; // => [2, 1]
 */
export const randomHorizontalFlip = (probability = 0.5): ImageTransform =>
  randomFlip('randomHorizontalFlip', probability, flippedLeftRight);

/**
 * Flips images vertically with a probability; see {@link verticalFlip}.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param probability - Share of the images that are turned.
 * @throws {@link ArgumentError} if `probability` is not from 0 to 1.
 * @example
 * randomVerticalFlip(1)(hostArray(new Float32Array([1, 2]), [2, 1, 1])).values; // => [2, 1]
 */
export const randomVerticalFlip = (probability = 0.5): ImageTransform =>
  randomFlip('randomVerticalFlip', probability, flippedUpDown);

function randomFlip(name: string, probability: number, flip: (picture: Picture) => Picture): ImageTransform {
  checkProbability(name, probability);
  const apply = (picture: Picture, flips: boolean): Picture => (flips ? flip(picture) : picture);
  return randomTransform({
    name,
    settings: { probability },
    draw: (rng) => drawChance(rng, probability),
    apply,
    mask: apply,
  });
}

function flippedLeftRight(picture: Picture): Picture {
  const { values, height, width, channels } = picture;
  const out = blank(height, width, channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let from = ((y + 1) * width - 1) * channels; from >= y * width * channels; from -= channels)
      for (let c = 0; c < channels; c++) out.values[at++] = values[from + c]!;
  }
  return out;
}

function flippedUpDown(picture: Picture): Picture {
  const { values, height, width, channels } = picture;
  const out = blank(height, width, channels);
  const size = width * channels;
  for (let y = 0; y < height; y++)
    out.values.set(values.subarray(y * size, (y + 1) * size), (height - 1 - y) * size);
  return out;
}
