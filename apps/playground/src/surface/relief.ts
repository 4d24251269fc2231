import { noGrad, scoped, type Tensor, tensor } from '@neurona/tensor';
import { contour } from '../plane/contour.js';
import type { Range } from '../plane/place.js';

/** A surface as a picture: how high it is, by a logarithmic measure from 0 to 1, and lines of equal height. */
export interface Relief {
  /** Points on a side. */
  readonly size: number;
  readonly heights: Float32Array;
  /** For each level from the lowest on, pieces `[x1, y1, x2, y2, ...]` in cells of the grid. */
  readonly lines: readonly Float32Array[];
}

/** Settings of {@link reliefOf}. */
export interface ReliefOptions {
  readonly xRange: Range;
  readonly yRange: Range;
  /** The value at the lowest places. */
  readonly least: number;
  /** How much of the picture the depths get: the greatest height in units of the logarithmic measure. */
  readonly contrast: number;
}

const size = 121;
const levels = 14;

/** Numbers from one end of a range to the other. */
export const spread = ([low, high]: Range, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));

/** What a function of tensors yields at places, read from the device. */
export async function valuesAt(
  of: (places: Tensor) => Tensor,
  places: number[] | number[][],
): Promise<Float32Array> {
  const values = noGrad(() => scoped(() => of(tensor(places))));
  const read = await values.data();
  values.dispose();
  return read as Float32Array;
}

/**
 * Measures a surface on a grid.
 * @param surface - Places `[N, 2]` → heights `[N]`.
 */
export async function reliefOf(
  surface: (places: Tensor) => Tensor,
  { xRange, yRange, least, contrast }: ReliefOptions,
): Promise<Relief> {
  const [xs, ys] = [spread(xRange, size), spread(yRange, size)];
  const values = await valuesAt(
    surface,
    ys.flatMap((y) => xs.map((x) => [x, y])),
  );
  const above = Float32Array.from(values, (value) => Math.max(value - least, 0));
  const unit = above.reduce((a, b) => Math.max(a, b)) / contrast;
  const heights = above.map((value) => Math.log1p(value / unit) / Math.log1p(contrast));
  const lines = Array.from({ length: levels }, (_, i) =>
    Float32Array.from(contour(heights, size, (i + 0.5) / levels).flat()),
  );
  return { size, heights, lines };
}
