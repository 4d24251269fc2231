import { checkOptions, type OptionTable } from '@neurona/backend';
import { drawFrom } from '../draw-numbers.js';
import { borderIndex } from './border.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type { ImageSize, ImageTransform, Interval } from './image-transform.js';
import { blank, isSize, type Picture, sidesOf } from './picture.js';
import { checkInterval } from './random-affine.js';

/** Settings of {@link gaussianBlur}. */
export interface GaussianBlurOptions {
  /** Standard deviation in pixels, or an interval that it is drawn from for each image. Default 0.15 K + 0.35. */
  readonly sigma?: number | Interval;
}

const gaussianBlurOptions: OptionTable<GaussianBlurOptions> = { sigma: 1 };

/**
 * Blurs an image with a Gaussian kernel; the image is mirrored at its edges.
 *
 *     w_i ∝ exp(−i² / (2 σ²))        i = −(K − 1) / 2 … (K − 1) / 2, Σ w = 1
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param kernelSize - Odd numbers of pixels, K.
 * @throws {@link ArgumentError} if a side of the kernel is not odd, or `sigma` not above 0.
 * @example
 * const dot = hostArray(new Float32Array([0, 0, 1, 0, 0]), [1, 5, 1]);
 * gaussianBlur([1, 3], { sigma: 1 })(dot).values; // => [0, 0.2741, 0.4519, 0.2741, 0]
 */
export function gaussianBlur(kernelSize: ImageSize, options: GaussianBlurOptions = {}): ImageTransform {
  checkOptions('gaussianBlur', options, gaussianBlurOptions);
  const sides = sidesOf(kernelSize);
  const isOdd = isSize(kernelSize) && sides.every((side) => side % 2 === 1);
  checkSetting('gaussianBlur', isOdd, 'odd sides of the kernel', kernelSize);
  const { sigma } = options;
  const interval = typeof sigma === 'number' ? ([sigma, sigma] as const) : sigma;
  if (interval) {
    checkInterval('gaussianBlur', 'sigma', interval);
    checkSetting('gaussianBlur', interval[0] > 0, 'a sigma above 0', sigma);
  }
  return randomTransform({
    name: 'gaussianBlur',
    settings: { kernelSize, ...(sigma !== undefined && { sigma }) },
    draw: (rng) => {
      if (!interval) return undefined;
      return interval[0] === interval[1] ? interval[0] : drawFrom(rng, interval);
    },
    apply: (picture, drawn) => blurred(picture, sides, drawn),
  });
}

function blurred(
  picture: Picture,
  [tall, wide]: readonly [number, number],
  sigma: number | undefined,
): Picture {
  const { values, height, width, channels } = picture;
  const across = kernelOf(wide, sigma);
  const along = kernelOf(tall, sigma);
  const middle = blank(height, width, channels);
  const columns = Int32Array.from(
    { length: width + wide - 1 },
    (_, x) => borderIndex('reflect', x - (wide - 1) / 2, width) * channels,
  );
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width * channels;
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < wide; k++) sum += across[k]! * values[row + columns[x + k]! + c]!;
        middle.values[at++] = sum;
      }
    }
  }
  const out = blank(height, width, channels);
  const size = width * channels;
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < tall; k++) {
      const weight = along[k]!;
      const from = borderIndex('reflect', y + k - (tall - 1) / 2, height) * size;
      for (let i = 0; i < size; i++) out.values[y * size + i]! += weight * middle.values[from + i]!;
    }
  }
  return out;
}

function kernelOf(size: number, sigma: number = 0.15 * size + 0.35): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, i) =>
    Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
