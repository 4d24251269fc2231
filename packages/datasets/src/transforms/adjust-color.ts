import { alongLine, blendWith, grayOf, meanGray, rotateHue } from './color.js';
import { checkSetting, fixedTransform } from './define-transform.js';
import type { ImageTransform } from './image-transform.js';
import { checkColors, mapColors, type Picture } from './picture.js';

/**
 * Makes an image brighter or darker.
 *
 *     y = clamp(factor · x, 0, 1)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param factor - 0 is black, 1 the image, 2 twice as bright.
 * @throws {@link ArgumentError} if `factor` is below 0.
 * @example
 * adjustBrightness(2)(hostArray(new Float32Array([0.25, 0.75]), [1, 2, 1])).values; // => [0.5, 1]
 */
export const adjustBrightness = (factor: number): ImageTransform =>
  adjustment('adjustBrightness', factor, brightened);

/**
 * Adjusts contrast: moves an image away from its mean grey, or towards it.
 *
 *     y = clamp(factor · x + (1 − factor) · mean(grey(x)), 0, 1)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]`, C 1, 3 or 4 → the same.
 * @param factor - 0 is plain grey, 1 the image, 2 twice the contrast.
 * @throws {@link ArgumentError} if `factor` is below 0.
 * @example
 * adjustContrast(0.5)(hostArray(new Float32Array([0, 1]), [1, 2, 1])).values; // => [0.25, 0.75]
 */
export const adjustContrast = (factor: number): ImageTransform =>
  adjustment('adjustContrast', factor, contrasted);

/**
 * Adjusts saturation: moves the colours of an image away from grey, or towards it; a grey image stays as it is.
 *
 *     y = clamp(factor · x + (1 − factor) · grey(x), 0, 1)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]`, C 1, 3 or 4 → the same.
 * @param factor - 0 is grey, 1 the image, 2 twice the saturation.
 * @throws {@link ArgumentError} if `factor` is below 0.
 * @example
 * adjustSaturation(0)(hostArray(new Float32Array([1, 0, 0]), [1, 1, 3])).values; // => [0.2989, 0.2989, 0.2989]
 */
export const adjustSaturation = (factor: number): ImageTransform =>
  adjustment('adjustSaturation', factor, saturated);

/**
 * Adjusts hue: rotates the colours of an image on the colour wheel; a grey image stays as it is.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]`, C 1, 3 or 4 → the same.
 * @param turn - Share of a whole turn, from -0.5 to 0.5: 1/3 makes red green.
 * @throws {@link ArgumentError} if `turn` is out of range.
 * @example
 * adjustHue(1 / 3)(hostArray(new Float32Array([1, 0, 0]), [1, 1, 3])).values; // => [0, 1, 0]
 */
export function adjustHue(turn: number): ImageTransform {
  checkSetting('adjustHue', turn >= -0.5 && turn <= 0.5, 'a turn from -0.5 to 0.5', turn);
  return fixedTransform({
    name: 'adjustHue',
    settings: { turn },
    apply: (picture) => turned('adjustHue', picture, turn),
  });
}

/**
 * Gamma correction.
 *
 *     y = clamp(gain · x^gamma, 0, 1)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param gamma - Above 1 shadows become darker, below 1 lighter.
 * @param gain - What the result is multiplied by.
 * @throws {@link ArgumentError} if `gamma` or `gain` is below 0.
 * @example
 * adjustGamma(2)(hostArray(new Float32Array([0.5, 1]), [1, 2, 1])).values; // => [0.25, 1]
 */
export function adjustGamma(gamma: number, gain = 1): ImageTransform {
  checkSetting('adjustGamma', gamma >= 0 && gain >= 0, 'gamma and gain of at least 0', [gamma, gain]);
  return fixedTransform({
    name: 'adjustGamma',
    settings: { gamma, gain },
    apply: (picture) => mapColors(picture, (x) => Math.min(Math.max(gain * x ** gamma, 0), 1)),
  });
}

function adjustment(
  name: string,
  factor: number,
  adjust: (subject: string, picture: Picture, factor: number) => Picture,
): ImageTransform {
  checkSetting(name, factor >= 0 && factor < Infinity, 'a factor of at least 0', factor);
  return fixedTransform({
    name,
    settings: { factor },
    apply: (picture) => adjust(name, picture, factor),
  });
}

/** @internal An image with its brightness multiplied. */
export const brightened = (_subject: string, picture: Picture, factor: number): Picture =>
  alongLine(picture, factor, 0);

/** @internal An image brought away from its mean grey. */
export function contrasted(subject: string, picture: Picture, factor: number): Picture {
  checkColors(subject, picture);
  return alongLine(picture, factor, (1 - factor) * meanGray(picture));
}

/** @internal An image whose colours are brought away from grey. */
export function saturated(subject: string, picture: Picture, factor: number): Picture {
  checkColors(subject, picture);
  return picture.channels === 1 ? picture : blendWith(picture, grayOf(picture), factor);
}

/** @internal An image with its colours turned around the wheel. */
export function turned(subject: string, picture: Picture, turn: number): Picture {
  checkColors(subject, picture);
  return picture.channels === 1 || turn === 0 ? picture : rotateHue(picture, turn);
}
