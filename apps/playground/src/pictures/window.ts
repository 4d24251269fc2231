import type { Product } from '../signs/products.js';
import { type Picture, pixelAt, type Spot } from './picture.js';

/**
 * What a window covers, each pixel times its weight, row by row; beyond the picture lie the zeros of a padding.
 * @param corner - Where the window's corner is in the picture, below 0 in the padding.
 * @param weights - As many as the window has pixels, row by row.
 */
export function windowProducts(
  picture: Picture,
  corner: Spot,
  weights: readonly number[],
  { columns = Math.sqrt(weights.length), dilation = 1, channel = 0 } = {},
): Product[] {
  return weights.map((weight, i) => {
    const x = corner.x + dilation * (i % columns);
    const y = corner.y + dilation * Math.floor(i / columns);
    const found = pixelAt(picture, { x, y }, channel);
    const input = found ?? 0;
    return { input, weight, product: input * weight, isPadding: found === undefined };
  });
}
