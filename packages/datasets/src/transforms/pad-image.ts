import { checkOptions, type OptionTable } from '@neurona/backend';
import { borderIndex } from './border.js';
import { checkSetting, fixedTransform } from './define-transform.js';
import type { BorderMode, ImageFill, ImageTransform } from './image-transform.js';
import { blank, fillOf, type Picture } from './picture.js';

/** Pixels to add on each side, default 0; a negative number crops. */
export interface ImageSides {
  readonly top?: number;
  readonly bottom?: number;
  readonly left?: number;
  readonly right?: number;
}

/** Settings of {@link padImage}. */
export interface PadImageOptions {
  /**
   * The padding: `constant` the fill, `edge` the last pixel, `reflect` the image mirrored at its last pixel,
   * `symmetric` mirrored with it. Default `constant`.
   */
  readonly mode?: BorderMode;
  /** The colour of `constant`, default 0; masks get 0. */
  readonly fill?: ImageFill;
}

const padImageOptions: OptionTable<PadImageOptions> = { mode: 'constant', fill: 0 };

/**
 * Pads an image, by one number of pixels or one for each side.
 *
 * Shape: `[H, W, C]` → `[top + H + bottom, left + W + right, C]`, a batch the same.
 * @throws {@link ArgumentError} if a number is not whole.
 * @example
 * const image = hostArray(new Float32Array([1, 2, 3]), [1, 3, 1]);
 * padImage({ left: 2, right: 1 }, { mode: 'reflect' })(image).values; // => [3, 2, 1, 2, 3, 2]
 */
export function padImage(sides: number | ImageSides, options: PadImageOptions = {}): ImageTransform {
  const { mode = 'constant', fill = 0 } = checkOptions('padImage', options, padImageOptions);
  const padding = allSides(sides);
  checkSetting('padImage', Object.values(padding).every(Number.isInteger), 'integers of pixels', sides);
  return fixedTransform({
    name: 'padImage',
    settings: { sides, mode, ...(mode === 'constant' && { fill }) },
    apply: (picture) => padded('padImage', picture, padding, mode, fill),
    mask: (picture) => padded('padImage', picture, padding, mode, 0),
  });
}

/** @internal Numbers for all sides. */
export const allSides = (sides: number | ImageSides): Required<ImageSides> =>
  typeof sides === 'number'
    ? { top: sides, bottom: sides, left: sides, right: sides }
    : { top: 0, bottom: 0, left: 0, right: 0, ...sides };

/** @internal An image with pixels around it; numbers below 0 take pixels away. */
export function padded(
  subject: string,
  picture: Picture,
  { top, bottom, left, right }: Required<ImageSides>,
  mode: BorderMode,
  fill: ImageFill,
): Picture {
  const { values, channels } = picture;
  const fills = fillOf(subject, fill, channels);
  const height = picture.height + top + bottom;
  const width = picture.width + left + right;
  checkSetting(subject, height >= 1 && width >= 1, 'at least one pixel to be left', `${height} × ${width}`);
  const columns = Int32Array.from({ length: width }, (_, x) => borderIndex(mode, x - left, picture.width));
  const out = blank(height, width, channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    const row = borderIndex(mode, y - top, picture.height);
    for (let x = 0; x < width; x++) {
      const column = columns[x]!;
      const from = (row * picture.width + column) * channels;
      const isFill = row < 0 || column < 0;
      for (let c = 0; c < channels; c++) out.values[at++] = isFill ? fills[c]! : values[from + c]!;
    }
  }
  return out;
}
