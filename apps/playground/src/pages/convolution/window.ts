import type { Picture } from '../../pictures/picture.js';
import type { Result } from './convolve.js';
import type { Plan } from './plan.js';
import { type ConvolutionSettings, weightsOf } from './settings.js';

/** A pixel of a picture. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** A pixel times a weight. */
export interface Product {
  readonly pixel: number;
  readonly weight: number;
  readonly product: number;
  /** Whether the pixel is one of the padding's zeros. */
  readonly isPadding: boolean;
}

/** How one pixel of the output came about. Places are in the padded input, its corner being 0, 0. */
export interface Trace {
  /** Corner of the window whose products are shown. */
  readonly corner: Spot;
  /** Corner of all that the pixel depends on. */
  readonly fieldCorner: Spot;
  readonly products: readonly Product[];
  /** The convolution there, bias included. */
  readonly convolved: number;
  readonly activated: number;
  /** The values that were pooled, if there is pooling. */
  readonly pooled: readonly number[];
  readonly value: number;
}

const pixelOf = ({ width, height, channels, values }: Picture, x: number, y: number, channel: number) =>
  x < 0 || y < 0 || x >= width || y >= height ? undefined : values[(y * width + x) * channels + channel]!;

/** What a value becomes. */
const activated = (value: number, { activation }: ConvolutionSettings): number =>
  activation === 'relu' ? Math.max(0, value) : activation === 'abs' ? Math.abs(value) : value;

/** Follows a pixel of the output back to the input. */
export function traceOf(
  settings: ConvolutionSettings,
  input: Picture,
  result: Omit<Result, 'tookMs'>,
  spot: Spot,
  channel: number,
): Trace {
  const { plan, convolved, middle, output } = result;
  const fieldCorner = { x: spot.x * plan.jump, y: spot.y * plan.jump };
  const value = pixelOf(output, spot.x, spot.y, channel) ?? 0;
  const { stride, dilation, pooling } = settings;
  if (middle) {
    const products = productsOf(settings, middle, spot, 0, 1, channel);
    return { corner: spot, fieldCorner, products, convolved: value, activated: value, pooled: [], value };
  }
  const block = pooling === 'none' ? 1 : settings.poolSize;
  const places = Array.from({ length: block * block }, (_, i) => ({
    x: spot.x * block + (i % block),
    y: spot.y * block + Math.floor(i / block),
  }));
  const pooled = places.map(({ x, y }) => activated(pixelOf(convolved, x, y, channel) ?? 0, settings));
  const chosen = places[pooling === 'max' ? pooled.indexOf(Math.max(...pooled)) : 0]!;
  const corner = { x: chosen.x * stride, y: chosen.y * stride };
  const products = productsOf(settings, input, corner, plan.padding, dilation, channel);
  const sum = pixelOf(convolved, chosen.x, chosen.y, channel) ?? 0;
  return {
    corner,
    fieldCorner,
    products,
    convolved: sum,
    activated: activated(sum, settings),
    pooled: pooling === 'none' ? [] : pooled,
    value,
  };
}

/** What a window covers, times the kernel; the corner is one of the padded picture. */
function productsOf(
  { kernel }: ConvolutionSettings,
  picture: Picture,
  corner: Spot,
  padding: number,
  dilation: number,
  channel: number,
): Product[] {
  return weightsOf(kernel).map((weight, i) => {
    const x = corner.x + dilation * (i % kernel.size) - padding;
    const y = corner.y + dilation * Math.floor(i / kernel.size) - padding;
    const found = pixelOf(picture, x, y, channel);
    const pixel = found ?? 0;
    return { pixel, weight, product: pixel * weight, isPadding: found === undefined };
  });
}

/** The pixel of the output whose field lies nearest around a place of the padded input. */
export function spotAt({ output, field, jump }: Plan, x: number, y: number): Spot {
  const along = (place: number, count: number) =>
    Math.min(Math.max(Math.round((place - field / 2) / jump), 0), count - 1);
  return { x: along(x, output.width), y: along(y, output.height) };
}
