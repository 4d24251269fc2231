import { outputSize, receptiveField } from '@neurona/layers';
import { weightsOf } from '../../kernels/kernels.js';
import { type Picture, pixelAt, type Spot } from '../../pictures/picture.js';
import { windowProducts } from '../../pictures/window.js';
import type { Product } from '../../signs/products.js';
import type { Result } from './convolve.js';
import type { ConvolutionSettings } from './settings.js';

/** Width and height in pixels. */
export type Size = Pick<Picture, 'width' | 'height'>;

/** How the windows lie, and what comes out. */
export interface Plan {
  /** Zeros on each side. */
  readonly padding: number;
  /** How far the window reaches: D (K − 1) + 1. */
  readonly reach: number;
  readonly convolved: Size;
  /** What the second layer slides over, where there is one: the first layer's answer. */
  readonly middle: Size | undefined;
  readonly output: Size;
  /** Side of what one pixel of the output depends on. */
  readonly field: number;
  /** How far apart in the input neighbouring pixels of the output look. */
  readonly jump: number;
  readonly multiplyAdds: number;
}

/** Why there is no output: the window, or the block that is pooled, is larger than what it lies on. */
export interface Misfit {
  readonly misfit: 'window' | 'pooling';
  readonly needed: number;
  readonly got: number;
}

/** Works out sizes, by the functions of `@neurona/layers`. */
export function planOf(settings: ConvolutionSettings, size: Size): Plan | Misfit {
  const { kernel, stride, dilation, pooling, poolSize, isColor, layers } = settings;
  const reach = dilation * (kernel.size - 1) + 1;
  const padding = settings.padding === 'same' ? (reach - 1) / 2 : settings.padding;
  const isDeep = layers === 2;
  const window = { kernelSize: kernel.size, stride, padding, dilation };
  const pool = { kernelSize: poolSize, stride: poolSize, padding: 0, dilation: 1 };
  const second = { kernelSize: kernel.size, stride: 1, padding: 0, dilation: 1 };
  const stack = [window, ...(pooling === 'none' ? [] : [pool]), ...(isDeep ? [second] : [])];
  const sizes: Size[] = [];
  for (const layer of stack) {
    const { width, height } = sizes.at(-1) ?? size;
    const needed = layer.dilation * (layer.kernelSize - 1) + 1;
    const got = Math.min(width, height) + 2 * layer.padding;
    if (got < needed) return { misfit: layer === pool ? 'pooling' : 'window', needed, got };
    sizes.push({ width: outputSize(width, layer), height: outputSize(height, layer) });
  }
  const { size: field, stride: jump } = receptiveField(stack);
  const [convolved, output] = [sizes[0]!, sizes.at(-1)!];
  const area = ({ width, height }: Size): number => width * height;
  return {
    padding,
    reach,
    convolved,
    middle: isDeep ? sizes.at(-2) : undefined,
    output,
    field: field[0]!,
    jump: jump[0]!,
    multiplyAdds: (area(convolved) + (isDeep ? area(output) : 0)) * kernel.size ** 2 * (isColor ? 3 : 1),
  };
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

/** What a value becomes. */
const activated = (value: number, { activation }: ConvolutionSettings): number =>
  activation === 'relu' ? Math.max(0, value) : activation === 'abs' ? Math.abs(value) : value;

/** Follows a pixel of the output back to the input. */
export function traceOf(
  settings: ConvolutionSettings,
  input: Picture,
  { plan, convolved, middle, output }: Omit<Result, 'tookMs'>,
  spot: Spot,
  channel: number,
): Trace {
  const { stride, dilation, pooling, kernel } = settings;
  const weights = weightsOf(kernel);
  const fieldCorner = { x: spot.x * plan.jump, y: spot.y * plan.jump };
  const value = pixelAt(output, spot, channel) ?? 0;
  if (middle) {
    const products = windowProducts(middle, spot, weights, { channel });
    return { corner: spot, fieldCorner, products, convolved: value, activated: value, pooled: [], value };
  }
  const block = pooling === 'none' ? 1 : settings.poolSize;
  const places = Array.from({ length: block * block }, (_, i) => ({
    x: spot.x * block + (i % block),
    y: spot.y * block + Math.floor(i / block),
  }));
  const sums = places.map((place) => pixelAt(convolved, place, channel) ?? 0);
  const answers = sums.map((sum) => activated(sum, settings));
  const chosen = pooling === 'max' ? answers.indexOf(Math.max(...answers)) : 0;
  const corner = { x: places[chosen]!.x * stride, y: places[chosen]!.y * stride };
  const place = { x: corner.x - plan.padding, y: corner.y - plan.padding };
  return {
    corner,
    fieldCorner,
    products: windowProducts(input, place, weights, { dilation, channel }),
    convolved: sums[chosen]!,
    activated: answers[chosen]!,
    pooled: pooling === 'none' ? [] : answers,
    value,
  };
}

/** The pixel of the output whose field lies nearest around a place of the padded input. */
export function spotAt({ output, field, jump }: Plan, x: number, y: number): Spot {
  const along = (place: number, count: number) =>
    Math.min(Math.max(Math.round((place - field / 2) / jump), 0), count - 1);
  return { x: along(x, output.width), y: along(y, output.height) };
}
