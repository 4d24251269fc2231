import { checkOptions, checkProbability, type OptionTable, philox, randomValues } from '@neurona/backend';
import { drawGenerator } from '../draw-numbers.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type { ImageTransform } from './image-transform.js';
import { colorChannels, mapColors } from './picture.js';

/** Settings of {@link gaussianNoise}. */
export interface GaussianNoiseOptions {
  /** Mean of the noise, default 0. */
  readonly mean?: number;
  /** Standard deviation of the noise, default 0.1. */
  readonly sigma?: number;
  /** Whether to clip the result to [0, 1], default true. */
  readonly clip?: boolean;
}

const gaussianNoiseOptions: OptionTable<GaussianNoiseOptions> = { mean: 0, sigma: 0.1, clip: true };

/**
 * Adds independent noise to each value; alpha is unchanged.
 *
 *     y = clamp(x + mean + sigma · z, 0, 1)        z ∼ N(0, 1)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @throws {@link ArgumentError} if `sigma` is below 0.
 * @example
 * const image = hostArray(new Float32Array([0.5, 0.5]), [1, 2, 1]);
 * gaussianNoise({ mean: 0.25, sigma: 0 })(image).values; // => [0.75, 0.75]
 */
export function gaussianNoise(options: GaussianNoiseOptions = {}): ImageTransform {
  const { mean = 0, sigma = 0.1, clip = true } = checkOptions('gaussianNoise', options, gaussianNoiseOptions);
  checkSetting('gaussianNoise', sigma >= 0 && Number.isFinite(mean), 'a sigma of at least 0', [mean, sigma]);
  return randomTransform({
    name: 'gaussianNoise',
    settings: { mean, sigma, clip },
    draw: drawGenerator,
    apply: (picture, rng) => {
      const size = picture.values.length;
      const noise = randomValues('normal', [size], rng.take(size));
      const [low, high] = clip ? [0, 1] : [-Infinity, Infinity];
      return mapColors(picture, (x, i) => Math.min(Math.max(x + mean + sigma * noise[i]!, low), high));
    },
  });
}

/** Settings of {@link saltAndPepper}. */
export interface SaltAndPepperOptions {
  /** Share of the changed pixels that become white, default 0.5; the others become black. */
  readonly salt?: number;
}

const saltAndPepperOptions: OptionTable<SaltAndPepperOptions> = { salt: 0.5 };

/**
 * Makes some pixels white or black, in all colours; alpha stays.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param amount - Share of the pixels that are changed.
 * @throws {@link ArgumentError} if a share is not from 0 to 1.
 * @example
 * saltAndPepper(1, { salt: 1 })(hostArray(new Float32Array([0.5, 0.5]), [1, 2, 1])).values; // => [1, 1]
 */
export function saltAndPepper(amount = 0.05, options: SaltAndPepperOptions = {}): ImageTransform {
  const { salt = 0.5 } = checkOptions('saltAndPepper', options, saltAndPepperOptions);
  checkProbability('saltAndPepper', amount);
  checkProbability('saltAndPepper', salt);
  return randomTransform({
    name: 'saltAndPepper',
    settings: { amount, salt },
    draw: drawGenerator,
    apply: (picture, rng) => {
      const { height, width, channels } = picture;
      const values = picture.values.slice();
      const { seed, offset } = rng.take(height * width);
      const words = philox(seed, offset, height * width);
      for (let i = 0; i < words.length; i++) {
        const u = (words[i]! >>> 0) * 2 ** -32;
        if (u >= amount) continue;
        const at = i * channels;
        values.fill(u < amount * salt ? 1 : 0, at, at + colorChannels(channels));
      }
      return { ...picture, values };
    },
  });
}
