import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { drawFrom, drawUniform } from '../draw-numbers.js';
import {
  describeWarp,
  maskWarp,
  moved,
  type RotateOptions,
  rotated,
  rotateOptions,
  type WarpOptions,
  warpOptions,
} from './affine-image.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type { ImageTransform, Interval } from './image-transform.js';
import { type Picture, roundHalfEven } from './picture.js';
import type { AffineParts } from './warp.js';

/** Settings of {@link randomAffine}; each is drawn separately. */
export interface RandomAffineOptions extends WarpOptions {
  /** Angles of rotation: up to that many degrees to either side, or an interval. Default 0. */
  readonly degrees?: number | Interval;
  /** The largest shift as a share of the width and of the height, default [0, 0]. */
  readonly translate?: readonly [x: number, y: number];
  /** Zooms, default [1, 1]. */
  readonly scale?: Interval;
  /** Angles by which the axes lean: x within that many degrees to either side, or an interval for x, or one for each. */
  readonly shear?: number | Interval | readonly [x: Interval, y: Interval];
}

const randomAffineOptions: OptionTable<RandomAffineOptions> = {
  ...warpOptions,
  degrees: 1,
  translate: [0, 0],
  scale: [1, 1],
  shear: 1,
};

/**
 * Rotates an image by a random angle.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same, larger with `expand`.
 * @param degrees - The largest angle to either side, or an interval; counter-clockwise.
 * @throws {@link ArgumentError} if the angles are no interval.
 * @example
 * String(randomRotation(10)); // => "randomRotation({ degrees: [-10, 10], interpolation: 'nearest', fill: 0 })"
 */
export function randomRotation(degrees: number | Interval, options: RotateOptions = {}): ImageTransform {
  const { expand = false } = checkOptions('randomRotation', options, rotateOptions);
  const angles = aroundZero('randomRotation', 'degrees', degrees);
  return randomTransform({
    name: 'randomRotation',
    settings: { degrees: angles, ...describeWarp(options), ...(expand && { expand }) },
    draw: (rng) => drawFrom(rng, angles),
    apply: (picture, angle) => rotated('randomRotation', picture, angle, expand, options),
    mask: (picture, angle) => rotated('randomRotation', picture, angle, expand, maskWarp(options)),
  });
}

/**
 * Rotates, shifts, scales and shears an image at random. Shifts are whole pixels.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @throws {@link ArgumentError} if a setting is no interval, shares are not from 0 to 1, or a zoom is not above 0.
 * @example
 * const augment = randomAffine({ degrees: 15, translate: [0.1, 0.1], scale: [0.9, 1.1], interpolation: 'bilinear' });
 * augment(hostArray(new Float32Array(12), [2, 2, 3])).shape; // => [2, 2, 3]
 */
export const randomAffine = (options: RandomAffineOptions): ImageTransform => {
  checkOptions('randomAffine', options, randomAffineOptions);
  return randomWarp('randomAffine', options, options);
};

const randomShiftOptions: OptionTable<Pick<WarpOptions, 'fill'>> = { fill: 0 };

/**
 * Shifts an image by a random number of whole pixels.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param share - The largest shift as a share of width and height, or `[x, y]`.
 * @throws {@link ArgumentError} if a share is not from 0 to 1.
 * @example
 * String(randomShift(0.1)); // => "randomShift({ translate: [0.1, 0.1], interpolation: 'nearest', fill: 0 })"
 */
export function randomShift(
  share: number | readonly [x: number, y: number],
  options: Pick<WarpOptions, 'fill'> = {},
): ImageTransform {
  checkOptions('randomShift', options, randomShiftOptions);
  const translate = typeof share === 'number' ? ([share, share] as const) : share;
  return randomWarp('randomShift', { translate }, options);
}

/**
 * Scales an image by a random factor.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param scale - The zooms, as [0.8, 1.2]: above 1 the image grows.
 * @throws {@link ArgumentError} if this is no interval of numbers above 0.
 * @example
 * const double = randomZoom([2, 2]);
 * double(hostArray(new Float32Array([1, 2, 3, 4]), [1, 4, 1])).values; // => [2, 2, 3, 3]
 */
export const randomZoom = (scale: Interval, options: WarpOptions = {}): ImageTransform => {
  checkOptions('randomZoom', options, warpOptions);
  return randomWarp('randomZoom', { scale }, options);
};

/**
 * Shears an image by random angles: a rectangle becomes a parallelogram.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same.
 * @param degrees - The x axis within that many degrees to either side, or an interval for x, or one for each axis.
 * @throws {@link ArgumentError} if this is no interval.
 * @example
 * String(randomShear(5)); // => "randomShear({ shear: [[-5, 5], [0, 0]], interpolation: 'nearest', fill: 0 })"
 */
export const randomShear = (
  degrees: number | Interval | readonly [x: Interval, y: Interval],
  options: WarpOptions = {},
): ImageTransform => {
  checkOptions('randomShear', options, warpOptions);
  return randomWarp('randomShear', { shear: degrees }, options);
};

function randomWarp(
  name: string,
  what: Pick<RandomAffineOptions, 'degrees' | 'translate' | 'scale' | 'shear'>,
  options: WarpOptions,
): ImageTransform {
  const degrees = aroundZero(name, 'degrees', what.degrees ?? 0);
  const { translate = [0, 0], scale = [1, 1] } = what;
  const isShares =
    Array.isArray(translate) &&
    translate.length === 2 &&
    translate.every((share) => share >= 0 && share <= 1);
  checkSetting(name, isShares, 'shifts as shares from 0 to 1', translate);
  checkInterval(name, 'scale', scale);
  checkSetting(name, scale[0] > 0, 'a scale above 0', scale);
  const [shearX, shearY] = shearsOf(name, what.shear ?? 0);
  const draw = (rng: Generator, height: number, width: number): AffineParts => {
    const shift = (limit: number): number => roundHalfEven(drawUniform(rng, -limit, limit)) + 0; // no -0
    return {
      degrees: drawFrom(rng, degrees),
      translate: [shift(translate[0] * width), shift(translate[1] * height)],
      scale: drawFrom(rng, scale),
      shear: [drawFrom(rng, shearX), drawFrom(rng, shearY)],
    };
  };
  return randomTransform({
    name,
    settings: {
      ...(what.degrees !== undefined && { degrees }),
      ...(what.translate !== undefined && { translate }),
      ...(what.scale !== undefined && { scale }),
      ...(what.shear !== undefined && { shear: [shearX, shearY] }),
      ...describeWarp(options),
    },
    draw,
    apply: (picture: Picture, parts: AffineParts) => moved(name, picture, parts, options),
    mask: (picture: Picture, parts: AffineParts) => moved(name, picture, parts, maskWarp(options)),
  });
}

function shearsOf(
  subject: string,
  shear: number | Interval | readonly [x: Interval, y: Interval],
): readonly [Interval, Interval] {
  if (typeof shear === 'number') return [aroundZero(subject, 'shear', shear), [0, 0]];
  const [first, second] = Array.isArray(shear) ? shear : [shear as unknown as Interval];
  if (typeof first === 'number') return [checkInterval(subject, 'shear', shear as Interval), [0, 0]];
  return [checkInterval(subject, 'shear', first), checkInterval(subject, 'shear', second as Interval)];
}

/** An interval, or the one to both sides of 0. */
function aroundZero(subject: string, name: string, value: number | Interval): Interval {
  if (typeof value !== 'number') return checkInterval(subject, name, value);
  checkSetting(subject, value >= 0 && value < Infinity, `${name} of at least 0`, value);
  return [-value + 0, value];
}

/** @internal Refuses what is no interval. */
export function checkInterval(subject: string, name: string, interval: Interval): Interval {
  const [low = NaN, high = NaN] = Array.isArray(interval) ? interval : [];
  const holds = interval?.length === 2 && Number.isFinite(low) && Number.isFinite(high) && low <= high;
  checkSetting(subject, holds, `${name} as [low, high]`, interval);
  return interval;
}
