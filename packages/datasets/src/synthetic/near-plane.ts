import { checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import { ArrayDataset } from '../dataset.js';
import { drawNormals, drawUniforms } from '../draw-numbers.js';
import { hostArray } from '../host-array.js';
import { checkExamples, checkNoise } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';

/** Settings of {@link nearPlane}. */
export interface NearPlaneOptions extends Omit<MadeOptions, 'noise' | 'shuffle'> {
  /** Distance of points from the plane, default 0.1. */
  readonly noise?: number;
  /** Slopes of the plane, default [0.1, 0.3]. */
  readonly slopes?: readonly [number, number];
}

const nearPlaneOptions: OptionTable<NearPlaneOptions> = { noise: 0.1, slopes: [0.1, 0.3], rng: undefined };

/**
 * Points in space on three quarters of an ellipse that lies in a plane, nearly: a linear autoencoder finds the same plane as
 * principal component analysis.
 *
 *     x1 = cos φ + ½ sin φ + ½ noise · z1        x2 = 0.7 sin φ + ½ noise · z2        x3 = 0.1 x1 + 0.3 x2 + noise · z3
 *     φ ~ U[−½, 3π/2 − ½)        z ~ N(0, 1)
 *
 * Fields: point float32 `[3]`.
 * @param count - Number of examples, 60 in the book.
 * @throws {@link ArgumentError} if `count` or `noise` is out of range.
 * @example
 * const [point] = nearPlane(60, { noise: 0, rng: new Generator(7) }).get(0);
 * const [x1, x2, x3] = point.values;
 * Math.abs(0.1 * x1 + 0.3 * x2 - x3) < 1e-6; // => true
 * @see Géron, "Hands-On Machine Learning", O'Reilly, chapter on dimensionality reduction
 */
export function nearPlane(count: number, options: NearPlaneOptions = {}): ArrayDataset {
  const { noise = 0.1, rng = defaultGenerator() } = checkOptions('nearPlane', options, nearPlaneOptions);
  const [slope1, slope2] = options.slopes ?? [0.1, 0.3];
  checkExamples('nearPlane', count);
  checkNoise('nearPlane', noise);
  const angles = drawUniforms(count, rng).map((share) => 1.5 * Math.PI * share - 0.5);
  const z = drawNormals(3 * count, rng);
  const values = new Float32Array(3 * count);
  for (const [i, angle] of angles.entries()) {
    const x1 = Math.cos(angle) + Math.sin(angle) / 2 + (noise / 2) * z[3 * i]!;
    const x2 = 0.7 * Math.sin(angle) + (noise / 2) * z[3 * i + 1]!;
    values.set([x1, x2, slope1 * x1 + slope2 * x2 + noise * z[3 * i + 2]!], 3 * i);
  }
  return new ArrayDataset([hostArray(values, [count, 3])]);
}
