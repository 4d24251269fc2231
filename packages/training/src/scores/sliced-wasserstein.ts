import {
  ArgumentError,
  checkArgument,
  checkCount,
  checkOptions,
  type OptionTable,
  randomValues,
} from '@neurona/backend';

/** Settings of {@link slicedWasserstein}. */
export interface SlicedWassersteinOptions {
  /** Number of directions to look from, default 64. */
  readonly directions?: number;
  /** Seed of the directions, an integer; default 0. */
  readonly seed?: number;
}

const slicedOptions: OptionTable<SlicedWassersteinOptions> = { directions: 64, seed: 0 };

/**
 * How far two clouds of points are apart: the sliced Wasserstein distance of order 2. Seen from one direction points are numbers, and
 * clouds are compared in sorted order; the mean is taken over random directions. 0 for clouds that agree, in the unit of the points.
 *
 *     SW² = mean_θ ∫₀¹ (F⁻¹_θ(u) - G⁻¹_θ(u))² du        F_θ, G_θ the distributions of a · θ and b · θ        |θ| = 1
 *
 * @param a - Points in rows, at least one.
 * @param b - Points of as many coordinates; there may be more or fewer of them.
 * @param options - `directions` (64), `seed` (0).
 * @throws {@link ArgumentError} if a cloud is empty, points differ in their number of coordinates, or a value is not finite.
 * @example
 * slicedWasserstein([[0], [1]], [[3], [2]]); // => 2
 * @see Bonneel et al., "Sliced and Radon Wasserstein Barycenters of Measures", 2015, doi:10.1007/s10851-014-0506-3
 */
export function slicedWasserstein(
  a: readonly ArrayLike<number>[],
  b: readonly ArrayLike<number>[],
  options: SlicedWassersteinOptions = {},
): number {
  const { directions = 64, seed = 0 } = checkOptions('slicedWasserstein', options, slicedOptions);
  checkCount('slicedWasserstein', 'directions', directions);
  for (const [name, cloud] of Object.entries({ a, b }))
    checkArgument('slicedWasserstein', name, cloud, 'list');
  const size = a[0]?.length ?? 0;
  checkCloud('the first cloud', a, size);
  checkCloud('the second cloud', b, size);
  const normal = randomValues('normal', [directions * size], { seed, offset: 0 });
  let total = 0;
  for (let k = 0; k < directions; k++) {
    const direction = Array.from(normal.subarray(k * size, (k + 1) * size));
    const length = Math.hypot(...direction);
    const seen = (cloud: readonly ArrayLike<number>[]): Float64Array =>
      Float64Array.from(cloud, (point) =>
        direction.reduce((sum, coordinate, i) => sum + (coordinate / length) * point[i]!, 0),
      ).sort();
    total += squaredDistance(seen(a), seen(b));
  }
  return Math.sqrt(total / directions);
}

/** ∫ (F⁻¹ - G⁻¹)² of two sorted samples. */
function squaredDistance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0, j = 0, from = 0; i < x.length && j < y.length; ) {
    const [endX, endY] = [(i + 1) / x.length, (j + 1) / y.length];
    const to = Math.min(endX, endY);
    sum += (to - from) * (x[i]! - y[j]!) ** 2;
    from = to;
    if (endX <= endY) i++;
    if (endY <= endX) j++;
  }
  return sum;
}

function checkCloud(name: string, cloud: readonly ArrayLike<number>[], size: number): void {
  const isPoint = (point: ArrayLike<number>): boolean =>
    point?.length === size && Array.from(point).every(Number.isFinite);
  const expected = `${name} to have points of ${size} finite coordinates`;
  if (cloud.length === 0 || size === 0) {
    throw new ArgumentError('slicedWasserstein', {
      expected: 'clouds of at least one point of at least one coordinate',
      received: cloud,
    });
  }
  const at = cloud.findIndex((point) => !isPoint(point));
  if (at !== -1) {
    throw new ArgumentError('slicedWasserstein', { expected, received: cloud[at], where: `point ${at}` });
  }
}
