import { rangeError, typeError } from './errors.js';
import { finiteNumbers, isArrayLike } from './finite.js';
import { type PlotImageGridOptions, plotImageGrid } from './image-grid.js';
import { checkOptions, type OptionNames } from './options.js';
import type { FlatImage, ShapedValues } from './pixels.js';

/** Values in one flat array, row by row, with their shape: what `tensor.data()` and `tensor.shape` are. */
export interface FlatArray {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}

export interface PlotFeatureMapsOptions extends Omit<PlotImageGridOptions, 'marks' | 'range'> {
  /** Absolute value drawn in full colour, default the largest in each picture. */
  readonly limit?: number;
  /** Number of channels drawn, default 64. */
  readonly first?: number;
}

const plotFeatureMapsOptions: OptionNames<PlotFeatureMapsOptions> = {
  title: true,
  subtitle: true,
  titles: true,
  columns: true,
  scale: true,
  clip: true,
  limit: true,
  first: true,
};

/** Full colours of negative and of positive values; 0 is white. */
const colors = { below: [194, 79, 6], above: [8, 63, 134] } as const;

/**
 * Draws the feature maps of a layer for one image, as SVG: positive values blue, negative ones orange, 0 white.
 *
 * Shape: `[H, W, C]`, one picture per channel.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if the shape doesn't match the number of values or doesn't have three axes, or a value isn't finite.
 * @throws TypeError if the values aren't numbers.
 * @example
 * const svg = plotFeatureMaps({ data: [1, -1, 0.5, 0, 0, 2, 3, -3], shape: [2, 2, 2] });
 * svg.includes('channel 1'); // => true
 */
export function plotFeatureMaps(
  maps: FlatArray | ShapedValues,
  options: PlotFeatureMapsOptions = {},
): string {
  checkOptions('plotFeatureMaps', options, plotFeatureMapsOptions);
  const { data, shape } = readFlat('plotFeatureMaps', maps, 3);
  const [height, width, channels] = shape as [number, number, number];
  const channel = (c: number): number[] =>
    Array.from({ length: height * width }, (_, i) => data[i * channels + c]!);
  return draw('Feature maps', 'channel', channels, [height, width], channel, options);
}

/**
 * Draws the kernels of a convolution, as SVG: one picture per output channel, the mean over its input channels; positive
 * values blue, negative ones orange, 0 white.
 *
 * Shape: `[KH, KW, C, O]`, as `Conv2d` has them.
 * @returns An SVG document, light or dark as the viewer prefers.
 * @throws RangeError if the shape doesn't match the number of values or doesn't have four axes, or a value isn't finite.
 * @throws TypeError if the values aren't numbers.
 * @example
 * const svg = plotFilters({ data: new Float32Array(3 * 3 * 1 * 2), shape: [3, 3, 1, 2] });
 * svg.includes('filter 1'); // => true
 */
export function plotFilters(kernels: FlatArray | ShapedValues, options: PlotFeatureMapsOptions = {}): string {
  checkOptions('plotFilters', options, plotFeatureMapsOptions);
  const { data, shape } = readFlat('plotFilters', kernels, 4);
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  const mean = (place: number, o: number): number => {
    let sum = 0;
    for (let c = 0; c < inputs; c++) sum += data[(place * inputs + c) * outputs + o]!;
    return sum / inputs;
  };
  const filter = (o: number): number[] =>
    Array.from({ length: height * width }, (_, place) => mean(place, o));
  return draw('Filters', 'filter', outputs, [height, width], filter, options);
}

function readFlat(subject: string, array: FlatArray | ShapedValues, axes: number): FlatArray {
  const { shape, ...rest }: Partial<FlatArray & ShapedValues> = Object(array);
  const data = rest.data ?? rest.values;
  if (!isArrayLike(data) || !isArrayLike(shape))
    throw typeError(subject, { expected: '{ data, shape } or { values, shape }', received: array });
  finiteNumbers(subject, 'data', data);
  const size = shape.reduce((product, length) => product * length, 1);
  if (shape.length === axes && size === data.length && size > 0) return { data, shape };
  const form = axes === 3 ? '[H, W, C]' : '[KH, KW, C, O]';
  throw rangeError(subject, {
    expected: `a shape ${form} of ${data.length} values`,
    received: [...shape],
    hint: axes === 3 ? 'Take one example out of a batch.' : 'Pass the weight of a convolution.',
  });
}

function draw(
  title: string,
  word: string,
  count: number,
  [height, width]: readonly [number, number],
  values: (index: number) => readonly number[],
  { limit, first = 64, ...options }: PlotFeatureMapsOptions,
): string {
  const shown = Math.min(first, count);
  const images = Array.from({ length: shown }, (_, i): FlatImage => {
    const map = values(i);
    const full = limit ?? (map.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1);
    return { data: map.flatMap((value) => colorOf(value / full)), shape: [height, width, 3] };
  });
  return plotImageGrid(images, {
    title,
    titles: images.map((_, i) => `${word} ${i}`),
    ...(shown < count ? { subtitle: `${shown} of ${count}` } : {}),
    ...options,
    range: [0, 255],
  });
}

function colorOf(share: number): number[] {
  const color = share < 0 ? colors.below : colors.above;
  const strength = Math.min(1, Math.abs(share));
  return color.map((part) => 255 + (part - 255) * strength);
}
