import { checkOptions, checkProbability, type OptionTable, randomValues } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { drawChance, drawGenerator, drawUniform, drawWhole } from '../draw-numbers.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type { ImageFill, ImageTransform, Interval } from './image-transform.js';
import { fillOf, type Picture, roundHalfEven } from './picture.js';
import { checkInterval } from './random-affine.js';
import type { Box } from './resample.js';

/** Settings of {@link randomErasing}. */
export interface RandomErasingOptions {
  /** Probability of erasing a rectangle, default 0.5. */
  readonly probability?: number;
  /** The share of the image's area that is erased, default [0.02, 0.33]. */
  readonly scale?: Interval;
  /** Aspect ratio of the erased rectangle, height by width, default [0.3, 3.3]. */
  readonly ratio?: Interval;
  /** The fill, default 0; `noise` is from the standard normal distribution, for normalised images. */
  readonly fill?: ImageFill | 'noise';
}

const randomErasingOptions: OptionTable<RandomErasingOptions> = {
  probability: 0.5,
  scale: [0.02, 0.33],
  ratio: [0.3, 3.3],
  fill: 0,
};

/**
 * Erases a random rectangle of images, with a probability. Masks stay as they are.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @throws {@link ArgumentError} if a setting is no interval, or a probability or share not from 0 to 1.
 * @example
 * const image = hostArray(new Float32Array(100).fill(1), [10, 10, 1]);
 * const erase = randomErasing({ probability: 1, scale: [0.25, 0.25], ratio: [1, 1] });
 * erase(image).values.filter((value) => value === 0).length; // => 25
 * @see Zhong et al., "Random Erasing Data Augmentation", 2017, arXiv:1708.04896
 */
export function randomErasing(options: RandomErasingOptions = {}): ImageTransform {
  const {
    probability = 0.5,
    scale = [0.02, 0.33],
    ratio = [0.3, 3.3],
    fill = 0,
  } = checkOptions('randomErasing', options, randomErasingOptions);
  checkProbability('randomErasing', probability);
  checkInterval('randomErasing', 'scale', scale);
  checkInterval('randomErasing', 'ratio', ratio);
  checkSetting('randomErasing', scale[0] >= 0 && scale[1] <= 1, 'a scale from 0 to 1', scale);
  checkSetting('randomErasing', ratio[0] > 0, 'a ratio above 0', ratio);
  return randomTransform({
    name: 'randomErasing',
    settings: { probability, scale, ratio, fill },
    draw: (rng, height, width) => {
      if (!drawChance(rng, probability)) return undefined;
      const box = drawBox(rng, height, width, scale, ratio);
      return box && { box, noise: drawGenerator(rng) };
    },
    apply: (picture, drawn) => (drawn ? erased(picture, drawn.box, fill, drawn.noise) : picture),
  });
}

/** A rectangle smaller than the image, none if ten didn't fit. */
function drawBox(
  rng: Generator,
  height: number,
  width: number,
  scale: Interval,
  ratio: Interval,
): Box | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * drawUniform(rng, ...scale);
    const shape = Math.exp(drawUniform(rng, Math.log(ratio[0]), Math.log(ratio[1])));
    const tall = roundHalfEven(Math.sqrt(area * shape));
    const wide = roundHalfEven(Math.sqrt(area / shape));
    if (tall >= height || wide >= width) continue;
    const top = drawWhole(rng, 0, height - tall);
    return { top, left: drawWhole(rng, 0, width - wide), height: tall, width: wide };
  }
  return undefined;
}

function erased(picture: Picture, box: Box, fill: ImageFill | 'noise', rng: Generator): Picture {
  const { width, channels } = picture;
  const values = picture.values.slice();
  const size = box.width * channels;
  const isNoise = fill === 'noise';
  const count = isNoise ? box.height * size : 0;
  const noise = randomValues('normal', [count], rng.take(count));
  const fills = fillOf('randomErasing', isNoise ? 0 : fill, channels);
  for (let y = 0; y < box.height; y++) {
    const at = ((box.top + y) * width + box.left) * channels;
    if (isNoise) values.set(noise.subarray(y * size, (y + 1) * size), at);
    else for (let i = 0; i < size; i++) values[at + i] = fills[i % channels]!;
  }
  return { ...picture, values };
}
