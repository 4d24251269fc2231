import type { Generator } from '@neurona/tensor';
import type { HostArray } from '../host-array.js';

/**
 * A transform from image to image: a function with readable settings. It doesn't change its input, and works in JavaScript's
 * memory, so that it runs in a data worker.
 *
 * Shape: an image `[H, W, C]`, or a batch `[N, H, W, C]` whose images are drawn for one by one, as if they came one after
 * the other. Values are float32 in [0, 1].
 * @example
 * const flip = randomHorizontalFlip();
 * const image = hostArray(new Float32Array([0.1, 0.9]), [1, 2, 1]);
 * flip(image, new Generator(1)).shape; // => [1, 2, 1]
 * [flip.name, flip.settings]; // => ['randomHorizontalFlip', { probability: 0.5 }]
 */
export interface ImageTransform {
  /**
   * @param rng - Random generator, default the global one that `manualSeed` seeds.
   */
  (image: HostArray, rng?: Generator): HostArray;
  /**
   * The same draw for a mask of class numbers: what moves pixels moves them without mixing classes, what changes colours
   * leaves the mask as it is.
   *
   * Shape: `[H, W]`, `[H, W, C]` or `[N, H, W, C]`, any dtype.
   */
  onMask(mask: HostArray, rng?: Generator): HostArray;
  /** As it is written in code. */
  readonly name: string;
  /** What it was made with, defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Name and settings, as `resize({ size: [224, 224] })`. */
  toString(): string;
}

/** A function from image to image: a transform of this package, or a custom function. */
export type ImageFunction = ImageTransform | ((image: HostArray, rng?: Generator) => HostArray);

/** One number for height and width, or `[height, width]`. */
export type ImageSize = number | readonly [height: number, width: number];

/** Fill value outside of an image: one number for all channels, or one for each. */
export type ImageFill = number | readonly number[];

/** Interpolation between pixels. `nearest` takes the pixel whose centre is closest, as Pillow and `NEAREST_EXACT` do. */
export type Interpolation = 'nearest' | 'bilinear';

/** The smallest and the largest value that may be drawn. */
export type Interval = readonly [low: number, high: number];

/**
 * How an image is extended beyond its edge: with a fill, with its last pixel, mirrored at its last pixel, or mirrored with it.
 */
export type BorderMode = 'constant' | 'edge' | 'reflect' | 'symmetric';
