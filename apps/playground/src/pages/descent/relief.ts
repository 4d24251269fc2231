import { noGrad, scoped, tensor } from '@neurona/tensor';
import { contour } from '../../plane/contour.js';
import { landscapes, type SurfaceName } from './settings.js';
import { surfaces } from './surfaces.js';

/** A surface as a picture: how high it is, by a logarithmic measure from 0 to 1, and lines of equal height. */
export interface Relief {
  /** Points on a side. */
  readonly size: number;
  readonly heights: Float32Array;
  /** For each level from the lowest on, pieces `[x1, y1, x2, y2, ...]` in cells of the grid. */
  readonly lines: readonly Float32Array[];
}

const size = 121;
const levels = 14;
const known = new Map<SurfaceName, Relief>();

/** Measures a surface on a grid, once. */
export async function reliefOf(name: SurfaceName): Promise<Relief> {
  const found = known.get(name);
  if (found) return found;
  const { xRange, yRange, least, contrast } = landscapes[name];
  const at = ([low, high]: readonly [number, number], i: number) => low + ((high - low) * i) / (size - 1);
  const rows = Array.from({ length: size * size }, (_, i) => [
    at(xRange, i % size),
    at(yRange, Math.floor(i / size)),
  ]);
  const values = noGrad(() => scoped(() => surfaces[name](tensor(rows))));
  const above = Array.from(await values.data(), (value) => Math.max(value - least, 0));
  values.dispose();
  const unit = above.reduce((a, b) => Math.max(a, b)) / contrast;
  const whole = Math.log1p(contrast);
  const heights = Float32Array.from(above, (value) => Math.log1p(value / unit) / whole);
  const lines = Array.from({ length: levels }, (_, i) =>
    Float32Array.from(contour(heights, size, (i + 0.5) / levels).flat()),
  );
  const relief = { size, heights, lines };
  known.set(name, relief);
  return relief;
}
