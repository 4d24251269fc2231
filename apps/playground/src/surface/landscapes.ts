import type { Place, Range } from '../plane/place.js';

/** What is fixed of a surface: the part that is shown, where to begin, the lowest places. */
export interface Landscape {
  readonly xRange: Range;
  readonly yRange: Range;
  readonly start: Place;
  readonly minima: readonly Place[];
  /** The value at the lowest places. */
  readonly least: number;
  /** How much of the map the depths get: the greatest height in units of the logarithmic measure. */
  readonly contrast: number;
}

/** A landscape around the origin, where it is lowest unless told otherwise. */
const around = (
  reach: number,
  facts: Pick<Landscape, 'start' | 'contrast'> & Partial<Landscape>,
): Landscape => ({
  xRange: [-reach, reach],
  yRange: [-reach, reach],
  minima: [[0, 0]],
  least: 0,
  ...facts,
});

const saddleDepth = Math.sqrt(5);

/** Classic surfaces to descend on; their functions are in `functions.ts`. */
export const landscapes = {
  bowl: around(4, { start: [-3.2, 2.6], contrast: 300 }),
  valley: around(4, { start: [-3.5, 2], contrast: 1000 }),
  rosenbrock: around(2, {
    yRange: [-1, 3],
    start: [-1.5, 2],
    minima: [[1, 1]],
    contrast: 2000,
  }),
  beale: around(4.5, {
    start: [1, 1.5],
    minima: [[3, 0.5]],
    contrast: 3000,
  }),
  himmelblau: around(5, {
    start: [-0.3, 1],
    minima: [
      [3, 2],
      [-2.805118, 3.131312],
      [-3.77931, -3.283186],
      [3.584428, -1.848127],
    ],
    contrast: 1000,
  }),
  saddle: around(4, {
    start: [-3.2, 0.02],
    minima: [
      [0, saddleDepth],
      [0, -saddleDepth],
    ],
    least: -2.5,
    contrast: 200,
  }),
  ripples: around(6, { start: [-4.9, 4.2], contrast: 6 }),
};

/** One of them. */
export type SurfaceName = keyof typeof landscapes;

/** Their names. */
export const surfaceNames = Object.keys(landscapes) as SurfaceName[];

/** The curves of one parameter, and the part of each that is shown. */
export const curveRanges: Readonly<Record<CurveName, { readonly x: Range; readonly y: Range }>> = {
  parabola: { x: [-4, 4], y: [-0.8, 8.4] },
  hollows: { x: [-4, 4], y: [-0.6, 6] },
};

/** One of them. */
export type CurveName = 'parabola' | 'hollows';
