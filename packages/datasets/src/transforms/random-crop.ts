import { checkOptions, type OptionTable } from '@neurona/backend';
import type { Generator } from '@neurona/tensor';
import { drawUniform, drawWhole } from '../draw-numbers.js';
import { cropped } from './crop.js';
import { checkSetting, randomTransform } from './define-transform.js';
import type {
  BorderMode,
  ImageFill,
  ImageSize,
  ImageTransform,
  Interpolation,
  Interval,
} from './image-transform.js';
import { allSides, type ImageSides, padded } from './pad-image.js';
import { isSize, type Picture, roundHalfEven, sidesOf } from './picture.js';
import { checkInterval } from './random-affine.js';
import { type Box, type Resampling, resample } from './resample.js';

/** Settings of {@link randomCrop}. */
export interface RandomCropOptions {
  /** Pixels added around the image first, default 0. */
  readonly padding?: number | ImageSides;
  /** Whether to pad an image that is too small on both sides, default false. */
  readonly padIfNeeded?: boolean;
  /** The mode of padding, as in `padImage`; default `constant`. */
  readonly mode?: BorderMode;
  /** The colour of `constant`, default 0; masks get 0. */
  readonly fill?: ImageFill;
}

const randomCropOptions: OptionTable<RandomCropOptions> = {
  padding: 0,
  padIfNeeded: false,
  mode: 'constant',
  fill: 0,
};

/**
 * Crops a rectangle at a random position, drawn for each image.
 *
 * Shape: `[H, W, C]` → `[height, width, C]`, a batch the same.
 * @throws {@link ArgumentError} if an image, padded, is smaller than the rectangle.
 * @example
 * const augment = randomCrop(32, { padding: 4 });
 * augment(hostArray(new Float32Array(32 * 32 * 3), [32, 32, 3])).shape; // => [32, 32, 3]
 */
export function randomCrop(size: ImageSize, options: RandomCropOptions = {}): ImageTransform {
  const {
    padding = 0,
    padIfNeeded = false,
    mode = 'constant',
    fill = 0,
  } = checkOptions('randomCrop', options, randomCropOptions);
  checkSetting('randomCrop', isSize(size), 'whole sides of at least 1', size);
  const around = allSides(padding);
  checkSetting('randomCrop', Object.values(around).every(Number.isInteger), 'a whole padding', padding);
  const [height, width] = sidesOf(size);
  const sidesFor = (tall: number, wide: number): Required<ImageSides> => {
    const more = (from: number, to: number): number => (padIfNeeded ? Math.max(0, to - from) : 0);
    const down = more(tall + around.top + around.bottom, height);
    const aside = more(wide + around.left + around.right, width);
    return {
      top: around.top + down,
      bottom: around.bottom + down,
      left: around.left + aside,
      right: around.right + aside,
    };
  };
  const draw = (rng: Generator, tall: number, wide: number): Box => {
    const sides = sidesFor(tall, wide);
    const [down, right] = [tall + sides.top + sides.bottom - height, wide + sides.left + sides.right - width];
    const isLarge = down >= 0 && right >= 0;
    checkSetting('randomCrop', isLarge, `an image of at least ${height} × ${width}`, `${tall} × ${wide}`);
    return { top: drawWhole(rng, 0, down), left: drawWhole(rng, 0, right), height, width };
  };
  const cut = (picture: Picture, box: Box, color: ImageFill): Picture => {
    const sides = sidesFor(picture.height, picture.width);
    // what is cut off again isn't made first
    const { top, left } = box;
    const [first, before] = [top - sides.top, left - sides.left];
    const after = { bottom: first + height - picture.height, right: before + width - picture.width };
    if (first >= 0 && before >= 0 && after.bottom <= 0 && after.right <= 0)
      return cropped('randomCrop', picture, { ...box, top: first, left: before });
    return padded('randomCrop', picture, { top: -first, left: -before, ...after }, mode, color);
  };
  return randomTransform({
    name: 'randomCrop',
    settings: { size, padding, padIfNeeded, mode, fill },
    draw,
    apply: (picture, box) => cut(picture, box, fill),
    mask: (picture, box) => cut(picture, box, 0),
  });
}

/** Settings of {@link randomResizedCrop}. */
export interface RandomResizedCropOptions {
  /** The share of the image's area that is cropped, default [0.08, 1]. */
  readonly scale?: Interval;
  /** Aspect ratio of the crop, width by height, default [3/4, 4/3]. */
  readonly ratio?: Interval;
  /** Interpolation between pixels, default `bilinear`. */
  readonly interpolation?: Interpolation | 'bicubic';
  /** Whether to antialias when shrinking, default true. */
  readonly antialias?: boolean;
}

const randomResizedCropOptions: OptionTable<RandomResizedCropOptions> = {
  scale: [0.08, 1],
  ratio: undefined,
  interpolation: 'bilinear',
  antialias: true,
};

/**
 * Crops a rectangle of random position, area and aspect ratio, drawn for each image, and resizes it: the usual augmentation for
 * ImageNet.
 *
 * Shape: `[H, W, C]` → `[height, width, C]`, a batch the same.
 * @throws {@link ArgumentError} if a setting is no interval of numbers above 0.
 * @example
 * const augment = randomResizedCrop(224, { scale: [0.5, 1] });
 * augment(hostArray(new Float32Array(300 * 400 * 3), [300, 400, 3])).shape; // => [224, 224, 3]
 * @see Szegedy et al., "Going Deeper with Convolutions", 2014, arXiv:1409.4842
 */
export function randomResizedCrop(size: ImageSize, options: RandomResizedCropOptions = {}): ImageTransform {
  const {
    scale = [0.08, 1],
    ratio = [3 / 4, 4 / 3],
    interpolation = 'bilinear',
    antialias = true,
  } = checkOptions('randomResizedCrop', options, randomResizedCropOptions);
  checkSetting('randomResizedCrop', isSize(size), 'whole sides of at least 1', size);
  checkInterval('randomResizedCrop', 'scale', scale);
  checkInterval('randomResizedCrop', 'ratio', ratio);
  checkSetting('randomResizedCrop', scale[0] > 0 && scale[1] <= 1, 'a scale above 0, at most 1', scale);
  checkSetting('randomResizedCrop', ratio[0] > 0, 'a ratio above 0', ratio);
  const [height, width] = sidesOf(size);
  const cut = (picture: Picture, box: Box, how: Resampling): Picture =>
    resample(picture, box, height, width, { interpolation: how, antialias });
  return randomTransform({
    name: 'randomResizedCrop',
    settings: { size, scale, ratio, interpolation, antialias },
    draw: (rng, tall, wide) => drawBox(rng, tall, wide, scale, ratio),
    apply: (picture, box) => cut(picture, box, interpolation),
    mask: (picture, box) => cut(picture, box, 'nearest'),
  });
}

/** A rectangle within an image; after ten that don't fit the largest in the middle whose ratio does. */
function drawBox(rng: Generator, height: number, width: number, scale: Interval, ratio: Interval): Box {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * drawUniform(rng, ...scale);
    const shape = Math.exp(drawUniform(rng, Math.log(ratio[0]), Math.log(ratio[1])));
    const wide = roundHalfEven(Math.sqrt(area * shape));
    const tall = roundHalfEven(Math.sqrt(area / shape));
    if (wide < 1 || wide > width || tall < 1 || tall > height) continue;
    const top = drawWhole(rng, 0, height - tall);
    return { top, left: drawWhole(rng, 0, width - wide), height: tall, width: wide };
  }
  const shape = Math.min(Math.max(width / height, ratio[0]), ratio[1]);
  const wide = Math.max(1, Math.min(width, roundHalfEven(height * shape)));
  const tall = Math.max(1, Math.min(height, roundHalfEven(width / shape)));
  const [top, left] = [Math.floor((height - tall) / 2), Math.floor((width - wide) / 2)];
  return { top, left, height: tall, width: wide };
}
