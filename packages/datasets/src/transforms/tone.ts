import { checkProbability } from '@neurona/backend';
import { drawChance } from '../draw-numbers.js';
import { grayOf } from './color.js';
import { checkSetting, fixedTransform, randomTransform } from './define-transform.js';
import type { ImageTransform } from './image-transform.js';
import { blank, checkColors, mapColors, type Picture } from './picture.js';

/**
 * Converts to grey, in one channel or in three equal ones.
 *
 *     y = 0.2989 red + 0.587 green + 0.114 blue
 *
 * Shape: `[H, W, C]`, C 1, 3 or 4 → `[H, W, channels]`, a batch the same.
 * @throws {@link ArgumentError} if `channels` is not 1 or 3.
 * @example
 * grayscale()(hostArray(new Float32Array([1, 0.5, 0]), [1, 1, 3])).values; // => [0.5924]
 */
export function grayscale(channels: 1 | 3 = 1): ImageTransform {
  checkSetting('grayscale', channels === 1 || channels === 3, '1 or 3 channels', channels);
  return fixedTransform({
    name: 'grayscale',
    settings: { channels },
    apply: (picture) => grayed('grayscale', picture, channels),
  });
}

/**
 * Converts images to grey with a probability; the number of channels stays.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]`, C 1, 3 or 4 → the same.
 * @param probability - Share of the images that become grey.
 * @throws {@link ArgumentError} if `probability` is not from 0 to 1.
 * @example
 * randomGrayscale(1)(hostArray(new Float32Array([1, 0, 0]), [1, 1, 3])).values; // => [0.2989, 0.2989, 0.2989]
 */
export function randomGrayscale(probability = 0.1): ImageTransform {
  checkProbability('randomGrayscale', probability);
  return randomTransform({
    name: 'randomGrayscale',
    settings: { probability },
    draw: (rng) => drawChance(rng, probability),
    apply: (picture, isGray) => (isGray ? grayed('randomGrayscale', picture, picture.channels) : picture),
  });
}

/**
 * Inverts an image to its negative; alpha stays.
 *
 *     y = 1 − x
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @example
 * invert()(hostArray(new Float32Array([0.25, 1]), [1, 2, 1])).values; // => [0.75, 0]
 */
export const invert = (): ImageTransform =>
  fixedTransform({
    name: 'invert',
    settings: {},
    apply: (picture) => mapColors(picture, (x) => 1 - x),
  });

/**
 * Posterizes an image to 2^bits tones of each colour.
 *
 *     y = min(⌊2^bits x⌋, 2^bits − 1) / 2^bits
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param bits - From 1 to 8.
 * @throws {@link ArgumentError} if `bits` is not an integer from 1 to 8.
 * @example
 * posterize(1)(hostArray(new Float32Array([0.4, 0.6]), [1, 2, 1])).values; // => [0, 0.5]
 */
export function posterize(bits: number): ImageTransform {
  checkSetting('posterize', Number.isInteger(bits) && bits >= 1 && bits <= 8, 'whole bits from 1 to 8', bits);
  const levels = 2 ** bits;
  return fixedTransform({
    name: 'posterize',
    settings: { bits },
    apply: (picture) =>
      mapColors(picture, (x) => Math.min(Math.max(Math.floor(x * levels), 0), levels - 1) / levels),
  });
}

/**
 * Solarizes an image: inverts values above a threshold.
 *
 *     y = 1 − x where x ≥ threshold, else x
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param threshold - From 0, the negative, to 1.
 * @throws {@link ArgumentError} if `threshold` is not from 0 to 1.
 * @example
 * solarize(0.5)(hostArray(new Float32Array([0.25, 0.75]), [1, 2, 1])).values; // => [0.25, 0.25]
 */
export function solarize(threshold: number): ImageTransform {
  checkSetting('solarize', threshold >= 0 && threshold <= 1, 'a threshold from 0 to 1', threshold);
  return fixedTransform({
    name: 'solarize',
    settings: { threshold },
    apply: (picture) => mapColors(picture, (x) => (x >= threshold ? 1 - x : x)),
  });
}

function grayed(subject: string, picture: Picture, channels: number): Picture {
  checkColors(subject, picture);
  const gray = grayOf(picture);
  if (channels === 1) return { ...picture, values: gray, channels };
  const out = blank(picture.height, picture.width, channels);
  for (let i = 0, at = 0; i < gray.length; i++, at += channels) {
    out.values.fill(gray[i]!, at, at + 3);
    if (channels === 4) out.values[at + 3] = picture.values[at + 3]!;
  }
  return out;
}
