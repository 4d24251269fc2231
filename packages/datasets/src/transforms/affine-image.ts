import { checkOptions, type OptionTable } from '@neurona/backend';
import { checkSetting, fixedTransform } from './define-transform.js';
import type { ImageFill, ImageTransform, Interpolation } from './image-transform.js';
import type { Picture } from './picture.js';
import { type AffineParts, inverseAffine, turnedSize, warp } from './warp.js';

/** Settings of affine transforms of images. */
export interface WarpOptions {
  /** Interpolation between pixels, default `nearest`. Masks always use the nearest pixel. */
  readonly interpolation?: Interpolation;
  /** Fill value outside of the image, default 0; masks get 0. */
  readonly fill?: ImageFill;
  /** The fixed point, in pixels from the upper left corner, default the center. */
  readonly center?: readonly [x: number, y: number];
}

/** @internal */
export const warpOptions: OptionTable<WarpOptions> = { interpolation: 'nearest', fill: 0, center: undefined };

/** Settings of {@link rotate}. */
export interface RotateOptions extends WarpOptions {
  /** Whether to enlarge the result to hold the whole rotated image, default false: the size stays. */
  readonly expand?: boolean;
}

/** @internal */
export const rotateOptions: OptionTable<RotateOptions> = { ...warpOptions, expand: false };

/** Settings of {@link affineImage}: what is done, in pixels and degrees. */
export interface AffineImageOptions extends WarpOptions {
  /** Angle of rotation, clockwise, default 0. */
  readonly degrees?: number;
  /** Pixels to the right and down, default [0, 0]. */
  readonly translate?: readonly [x: number, y: number];
  /** Zoom: above 1 the image grows. Default 1. */
  readonly scale?: number;
  /** Shear angles of the axes, default [0, 0]. */
  readonly shear?: readonly [x: number, y: number];
}

const affineImageOptions: OptionTable<AffineImageOptions> = {
  ...warpOptions,
  degrees: 0,
  translate: [0, 0],
  scale: 1,
  shear: [0, 0],
};

/**
 * Rotates an image.
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same, larger with `expand`.
 * @param degrees - The angle, counter-clockwise, as torchvision's `rotate` has it.
 * @throws {@link ArgumentError} if `degrees` is not finite.
 * @example
 * const image = hostArray(new Float32Array([1, 2, 3, 4]), [2, 2, 1]);
 * rotate(90)(image).values; // => [2, 4, 1, 3]
 */
export function rotate(degrees: number, options: RotateOptions = {}): ImageTransform {
  const { expand = false } = checkOptions('rotate', options, rotateOptions);
  checkSetting('rotate', Number.isFinite(degrees), 'a finite angle', degrees);
  const turn = (picture: Picture, how: WarpOptions): Picture =>
    rotated('rotate', picture, degrees, expand, how);
  return fixedTransform({
    name: 'rotate',
    settings: { degrees, ...describeWarp(options), ...(expand && { expand }) },
    apply: (picture) => turn(picture, options),
    mask: (picture) => turn(picture, maskWarp(options)),
  });
}

/**
 * Rotates, shifts, scales and shears an image at once.
 *
 *     p' = shift + middle + R(degrees) · scale · K(shear) · (p − middle)
 *
 * Shape: `[H, W, C]` or `[N, H, W, C]` → the same. With bilinear interpolation the edges blend with the fill.
 * @throws {@link ArgumentError} if a number is not finite, or `scale` not above 0.
 * @example
 * const image = hostArray(new Float32Array([1, 2, 3]), [1, 3, 1]);
 * affineImage({ translate: [1, 0] })(image).values; // => [0, 1, 2]
 */
export function affineImage(options: AffineImageOptions): ImageTransform {
  const {
    degrees = 0,
    translate = [0, 0],
    scale = 1,
    shear = [0, 0],
  } = checkOptions('affineImage', options, affineImageOptions);
  const numbers = [degrees, ...translate, ...shear];
  checkSetting('affineImage', numbers.every(Number.isFinite), 'finite numbers', numbers);
  checkSetting('affineImage', scale > 0 && scale < Infinity, 'a scale above 0', scale);
  const parts = { degrees, translate, scale, shear };
  return fixedTransform({
    name: 'affineImage',
    settings: { ...parts, ...describeWarp(options) },
    apply: (picture) => moved('affineImage', picture, parts, options),
    mask: (picture) => moved('affineImage', picture, parts, maskWarp(options)),
  });
}

/** @internal A turned image. */
export function rotated(
  subject: string,
  picture: Picture,
  degrees: number,
  expand: boolean,
  options: WarpOptions,
): Picture {
  const parts = { degrees: -degrees, translate: [0, 0], scale: 1, shear: [0, 0] } as const;
  if (!expand) return moved(subject, picture, parts, options);
  const { interpolation = 'nearest', fill = 0 } = options;
  const matrix = inverseAffine(parts, [0, 0]); // all of it is seen, whatever point stays
  return warp(subject, picture, matrix, turnedSize(picture, degrees), { interpolation, fill });
}

/** @internal An image of the same size, its content moved. */
export function moved(
  subject: string,
  picture: Picture,
  parts: AffineParts,
  { interpolation = 'nearest', fill = 0, center }: WarpOptions,
): Picture {
  const { height, width } = picture;
  const [x, y] = center ?? [width / 2, height / 2];
  const matrix = inverseAffine(parts, [x - width / 2, y - height / 2]);
  return warp(subject, picture, matrix, [height, width], { interpolation, fill });
}

/** @internal Settings that print. */
export const describeWarp = ({ interpolation = 'nearest', fill = 0, center }: WarpOptions): object => ({
  interpolation,
  fill,
  ...(center && { center }),
});

/** @internal What a mask of class numbers gets instead. */
export const maskWarp = (options: WarpOptions): WarpOptions => ({
  ...options,
  interpolation: 'nearest',
  fill: 0,
});
