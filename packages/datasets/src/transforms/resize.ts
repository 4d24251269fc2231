import { ArgumentError, checkOptions, type OptionTable } from '@neurona/backend';
import { checkSetting, fixedTransform } from './define-transform.js';
import type { ImageSize, ImageTransform, Interpolation } from './image-transform.js';
import { isSize, type Picture } from './picture.js';
import { type Resampling, resample } from './resample.js';

/** Settings of {@link resize}. */
export interface ResizeOptions {
  /** Interpolation between pixels, default `bilinear`. A cubic may go beyond 0 and 1 at sharp edges. */
  readonly interpolation?: Interpolation | 'bicubic';
  /** Whether to antialias when shrinking, default true; otherwise only the pixels around each sample count. */
  readonly antialias?: boolean;
  /** Maximum length of the longer side if `size` is one number, default no limit. */
  readonly maxSize?: number;
}

const resizeOptions: OptionTable<ResizeOptions> = { interpolation: 'bilinear', antialias: true, maxSize: 1 };

/**
 * Resizes an image. One number is the length of the shorter side, and the aspect ratio stays, as in torchvision; `[height,
 * width]` sets both.
 *
 * Shape: `[H, W, C]` → `[height, width, C]`, a batch the same.
 * @throws {@link ArgumentError} if a side is not an integer of at least 1, or the result would have more than 2^26 pixels, as that of a strip
 * of 1 × 20,000 whose shorter side is to be 256.
 * @example
 * const image = hostArray(new Float32Array([0, 1, 0, 1]), [2, 2, 1]);
 * resize([1, 2])(image).values; // => [0, 1]
 * resize([2, 4])(image).values; // => [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1]
 */
export function resize(size: ImageSize, options: ResizeOptions = {}): ImageTransform {
  const {
    interpolation = 'bilinear',
    antialias = true,
    maxSize = Infinity,
  } = checkOptions('resize', options, resizeOptions);
  checkSetting('resize', isSize(size), 'whole sides of at least 1', size);
  checkSetting('resize', maxSize >= 1, 'a maxSize of at least 1', maxSize);
  const to = (picture: Picture, how: Resampling): Picture => {
    const [height, width] = sizeFor(picture, size, maxSize);
    if (height === picture.height && width === picture.width) return picture;
    if (height * width > maxPixels) throw tooLarge(picture, [height, width]);
    const box = { top: 0, left: 0, height: picture.height, width: picture.width };
    return resample(picture, box, height, width, { interpolation: how, antialias });
  };
  return fixedTransform({
    name: 'resize',
    settings: { size, interpolation, antialias, ...(maxSize < Infinity && { maxSize }) },
    apply: (picture) => to(picture, interpolation),
    mask: (picture) => to(picture, 'nearest'),
  });
}

const maxPixels = 2 ** 26; // as many as decodeImage takes

const tooLarge = (from: Picture, [height, width]: readonly [number, number]): ArgumentError =>
  new ArgumentError('resize', {
    expected: `a result of at most ${maxPixels} pixels`,
    received: `${height} × ${width}`,
    where: `the image has ${from.height} × ${from.width}`,
    hint: 'Crop it first, or limit its longer side by maxSize.',
  });

function sizeFor({ height, width }: Picture, size: ImageSize, maxSize: number): readonly [number, number] {
  if (typeof size !== 'number') return size;
  const [short, long] = height < width ? [height, width] : [width, height];
  let newShort = size;
  let newLong = Math.trunc((size * long) / short);
  if (newLong > maxSize) {
    newShort = Math.max(1, Math.trunc((maxSize * newShort) / newLong));
    newLong = Math.trunc(maxSize);
  }
  return height < width ? [newShort, newLong] : [newLong, newShort];
}
