import { checkSetting, fixedTransform } from './define-transform.js';
import type { ImageFill, ImageTransform } from './image-transform.js';
import { fillOf, type Picture } from './picture.js';

/** Mean red, green and blue of ImageNet's training images, which networks trained on it expect to be subtracted. */
export const imageNetMean: readonly [number, number, number] = [0.485, 0.456, 0.406];

/** Standard deviations of red, green and blue in ImageNet's training images. */
export const imageNetStd: readonly [number, number, number] = [0.229, 0.224, 0.225];

/**
 * Normalises each channel by the mean and standard deviation of the data.
 *
 *     y = (x − mean) / std
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param mean - One number, or one for each channel.
 * @param std - One number, or one for each channel.
 * @throws {@link ArgumentError} if a standard deviation is not above 0.
 * @throws {@link ShapeError} if an image has another number of channels.
 * @example
 * const white = hostArray(new Float32Array([1, 1, 1]), [1, 1, 3]);
 * normalizeImage()(white).values; // => [2.2489, 2.4286, 2.64]
 */
export function normalizeImage(mean: ImageFill = imageNetMean, std: ImageFill = imageNetStd): ImageTransform {
  checkStd('normalizeImage', std);
  return fixedTransform({
    name: 'normalizeImage',
    settings: { mean, std },
    apply: (picture) => {
      const means = fillOf('normalizeImage', mean, picture.channels);
      const factors = fillOf('normalizeImage', std, picture.channels).map((one) => 1 / one);
      return perChannel(
        picture,
        factors,
        means.map((one, c) => -one * factors[c]!),
      );
    },
  });
}

/**
 * Reverses {@link normalizeImage}, for example to show what a network sees.
 *
 *     y = x · std + mean
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param mean - One number, or one for each channel.
 * @param std - One number, or one for each channel.
 * @throws {@link ArgumentError} if a standard deviation is not above 0.
 * @throws {@link ShapeError} if an image has another number of channels.
 * @example
 * const gray = hostArray(new Float32Array([0, 0, 0]), [1, 1, 3]);
 * denormalizeImage()(gray).values; // => [0.485, 0.456, 0.406]
 */
export function denormalizeImage(
  mean: ImageFill = imageNetMean,
  std: ImageFill = imageNetStd,
): ImageTransform {
  checkStd('denormalizeImage', std);
  return fixedTransform({
    name: 'denormalizeImage',
    settings: { mean, std },
    apply: (picture) =>
      perChannel(
        picture,
        fillOf('denormalizeImage', std, picture.channels),
        fillOf('denormalizeImage', mean, picture.channels),
      ),
  });
}

function checkStd(subject: string, std: ImageFill): void {
  const isPositive = [std].flat().every((one) => one > 0);
  checkSetting(subject, isPositive, 'standard deviations above 0', std);
}

function perChannel(picture: Picture, factors: readonly number[], offsets: readonly number[]): Picture {
  const { values, channels } = picture;
  const out = new Float32Array(values.length);
  for (let c = 0; c < channels; c++) {
    const factor = factors[c]!;
    const offset = offsets[c]!;
    for (let i = c; i < values.length; i += channels) out[i] = values[i]! * factor + offset;
  }
  return { ...picture, values: out };
}
