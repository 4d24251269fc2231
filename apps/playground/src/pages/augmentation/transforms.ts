import {
  adjustGamma,
  colorJitter,
  compose,
  gaussianBlur,
  gaussianNoise,
  type ImageTransform,
  invert,
  posterize,
  randomApply,
  randomCrop,
  randomErasing,
  randomGrayscale,
  randomHorizontalFlip,
  randomResizedCrop,
  randomRotation,
  randomShear,
  randomShift,
  randomVerticalFlip,
  randomZoom,
  saltAndPepper,
  solarize,
} from '@neurona/datasets';

/** A transform with the amount that one sets. */
export interface TransformRow {
  readonly group: 'place' | 'color' | 'noise';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The amount that it begins with. */
  readonly usual: number;
  /** What the amount is: a probability, a share, degrees, or a number. */
  readonly unit: 'share' | 'degrees' | 'number';
  /** @param side - Height and width of the images. */
  readonly make: (amount: number, side: number) => ImageTransform;
}

const smooth = { interpolation: 'bilinear' } as const;
const share = { min: 0, max: 1, step: 0.05, unit: 'share' } as const;
const half = { min: 0, max: 0.5, step: 0.02, unit: 'share' } as const;
const often = 0.5; // how often a transform without chance of its own is applied

/** Every transform of `@neurona/datasets` for augmentation, in the order in which they are applied. */
export const transformRows = {
  flip: { ...share, group: 'place', usual: 0.5, make: (p) => randomHorizontalFlip(p) },
  flipUp: { ...share, group: 'place', usual: 0.5, make: (p) => randomVerticalFlip(p) },
  rotate: { group: 'place', min: 0, max: 180, step: 5, usual: 15, unit: 'degrees', make: (degrees) => randomRotation(degrees, smooth) }, // biome-ignore format: a row
  shift: { ...half, group: 'place', usual: 0.12, make: (part) => randomShift(part) },
  zoom: { ...half, group: 'place', usual: 0.16, make: (part) => randomZoom([1 - part, 1 + part], smooth) },
  shear: { group: 'place', min: 0, max: 45, step: 1, usual: 12, unit: 'degrees', make: (degrees) => randomShear(degrees, smooth) }, // biome-ignore format: a row
  crop: { ...half, group: 'place', usual: 0.12, make: (part, side) => randomCrop(side, { padding: Math.round(part * side) }) }, // biome-ignore format: a row
  resizedCrop: { group: 'place', min: 0.1, max: 1, step: 0.05, usual: 0.5, unit: 'share', make: (least, side) => randomResizedCrop(side, { scale: [least, 1] }) }, // biome-ignore format: a row
  brightness: { ...share, group: 'color', usual: 0.4, make: (brightness) => colorJitter({ brightness }) },
  contrast: { ...share, group: 'color', usual: 0.4, make: (contrast) => colorJitter({ contrast }) },
  saturation: { ...share, group: 'color', usual: 0.6, make: (saturation) => colorJitter({ saturation }) },
  hue: { ...half, group: 'color', usual: 0.1, make: (hue) => colorJitter({ hue }) },
  gray: { ...share, group: 'color', usual: 0.3, make: (p) => randomGrayscale(p) },
  gamma: { group: 'color', min: 0.2, max: 4, step: 0.1, usual: 2, unit: 'number', make: (gamma) => randomApply(adjustGamma(gamma), often) }, // biome-ignore format: a row
  posterize: { group: 'color', min: 1, max: 8, step: 1, usual: 2, unit: 'number', make: (bits) => randomApply(posterize(bits), often) }, // biome-ignore format: a row
  solarize: {
    ...share,
    group: 'color',
    usual: 0.6,
    make: (threshold) => randomApply(solarize(threshold), often),
  },
  invert: { ...share, group: 'color', usual: 0.3, make: (p) => randomApply(invert(), p) },
  noise: { ...half, group: 'noise', usual: 0.1, make: (sigma) => gaussianNoise({ sigma }) },
  pepper: { ...half, group: 'noise', usual: 0.06, make: (part) => saltAndPepper(part) },
  blur: { group: 'noise', min: 0.1, max: 3, step: 0.1, usual: 1, unit: 'number', make: (sigma) => gaussianBlur(5, { sigma: [0.1, sigma] }) }, // biome-ignore format: a row
  erase: { ...share, group: 'noise', usual: 0.5, make: (probability) => randomErasing({ probability }) },
} as const satisfies Readonly<Record<string, TransformRow>>;

/** One of them. */
export type TransformName = keyof typeof transformRows;

/** All of them, in order. */
export const transformNames = Object.keys(transformRows) as TransformName[];

/** A transform of a pipeline. */
export interface PipelineStep {
  readonly name: TransformName;
  readonly amount: number;
}

/** A transform as it begins. */
export const usualStep = (name: TransformName): PipelineStep => ({ name, amount: transformRows[name].usual });

/** The pipeline as one transform for images of a size. */
export const pipelineOf = (steps: readonly PipelineStep[], side: number): ImageTransform =>
  compose(...steps.map(({ name, amount }) => transformRows[name].make(amount, side)));
