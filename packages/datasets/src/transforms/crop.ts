import { checkSetting, movingTransform } from './define-transform.js';
import type { ImageSize, ImageTransform } from './image-transform.js';
import { padded } from './pad-image.js';
import { blank, isSize, type Picture, roundHalfEven, sidesOf } from './picture.js';
import type { Box } from './resample.js';

/**
 * Crops a rectangle out of an image; pixels beyond the image are 0.
 *
 * Shape: `[H, W, C]` → `[height, width, C]`, a batch the same.
 * @param top - The first row.
 * @param left - The first column.
 * @throws {@link ArgumentError} if a number is not whole, or height or width is below 1.
 * @example
 * const image = hostArray(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3, 1]);
 * crop(0, 1, [2, 2])(image).values; // => [2, 3, 5, 6]
 */
export function crop(top: number, left: number, size: ImageSize): ImageTransform {
  checkSetting('crop', Number.isInteger(top) && Number.isInteger(left), 'a whole top and left', [top, left]);
  checkSetting('crop', isSize(size), 'whole sides of at least 1', size);
  const [height, width] = sidesOf(size);
  return movingTransform({
    name: 'crop',
    settings: { top, left, size },
    apply: (picture) => cropped('crop', picture, { top, left, height, width }),
  });
}

/**
 * Crops the center of an image; a smaller image is padded with zeros.
 *
 * Shape: `[H, W, C]` → `[height, width, C]`, a batch the same.
 * @throws {@link ArgumentError} if a side is not an integer of at least 1.
 * @example
 * const image = hostArray(new Float32Array([1, 2, 3, 4]), [1, 4, 1]);
 * centerCrop([1, 2])(image).values; // => [2, 3]
 */
export function centerCrop(size: ImageSize): ImageTransform {
  checkSetting('centerCrop', isSize(size), 'whole sides of at least 1', size);
  const [height, width] = sidesOf(size);
  const start = (from: number, to: number): number =>
    to > from ? -Math.floor((to - from) / 2) : roundHalfEven((from - to) / 2);
  return movingTransform({
    name: 'centerCrop',
    settings: { size },
    apply: (picture) => {
      const top = start(picture.height, height);
      const left = start(picture.width, width);
      return cropped('centerCrop', picture, { top, left, height, width });
    },
  });
}

/** @internal A rectangle of an image, zeros where it has no pixels. */
export function cropped(subject: string, picture: Picture, { top, left, height, width }: Box): Picture {
  const bottom = top + height - picture.height;
  const right = left + width - picture.width;
  if (top < 0 || left < 0 || bottom > 0 || right > 0)
    return padded(subject, picture, { top: -top, bottom, left: -left, right }, 'constant', 0);
  const { values, channels } = picture;
  const out = blank(height, width, channels);
  const size = width * channels;
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * channels;
    out.values.set(values.subarray(from, from + size), y * size);
  }
  return out;
}
