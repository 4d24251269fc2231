import { ArgumentError, checkCount, checkOptions, type OptionTable } from '@neurona/backend';
import { defaultGenerator } from '@neurona/tensor';
import { drawNormals, drawUniforms } from '../draw-numbers.js';
import type { TabularDataset } from '../tables/tabular-dataset.js';
import { checkExamples, checkNoise, pointsDataset } from './points-dataset.js';
import type { MadeOptions } from './synthetic-options.js';

/** Settings of {@link blobs}. */
export interface BlobsOptions extends Omit<MadeOptions, 'noise'> {
  /** Number of clusters, or their centers. Default 3 at random. */
  readonly centers?: number | readonly (readonly number[])[];
  /** Coordinates of a point, default 2; given centers say it themselves. */
  readonly features?: number;
  /** Standard deviation of a cluster, or of each. Default 1. */
  readonly std?: number | readonly number[];
  /** Range of the coordinates of random centers, default [-10, 10]. */
  readonly box?: readonly [number, number];
}

const blobsOptions: OptionTable<BlobsOptions> = {
  centers: 3,
  features: 2,
  std: 1,
  box: [-10, 10],
  shuffle: true,
  rng: undefined,
};

/**
 * Round clouds of points, as scikit-learn's `make_blobs`.
 *
 * Fields: point float32 `[features]`, class int32 `[]`, the number of the center.
 * @param count - Number of examples, spread evenly over the centers.
 * @throws {@link ArgumentError} if `count`, `std`, `features` or `centers` is out of range.
 * @example
 * const data = blobs(90, { centers: [[0, 0], [5, 5]], std: 0.5, rng: new Generator(7) });
 * [data.length, data.classNames]; // => [90, ['0', '1']]
 */
export function blobs(count: number, options: BlobsOptions = {}): TabularDataset {
  const {
    centers = 3,
    features = 2,
    std = 1,
    shuffle = true,
    rng = defaultGenerator(),
  } = checkOptions('blobs', options, blobsOptions);
  const [low, high] = options.box ?? [-10, 10];
  const size = typeof centers === 'number' ? centers : centers.length;
  checkCount('blobs', 'centers', size);
  checkCount('blobs', 'features', features);
  checkExamples('blobs', count, size);
  const middles = typeof centers === 'number' ? randomCenters(size, features) : centers;
  const width = middles[0]!.length;
  const deviations = typeof std === 'number' ? middles.map(() => std) : std;
  for (const deviation of deviations) checkNoise('blobs', deviation, 'std');
  if (deviations.length !== size || width === 0 || middles.some((middle) => middle.length !== width)) {
    throw new ArgumentError('blobs', {
      expected: 'centers of as many coordinates, and one std for all or one for each',
      received: `centers of ${middles.map((middle) => middle.length).join(', ')}, ${deviations.length} std`,
    });
  }
  const targets = middles.flatMap((_, j) =>
    new Array<number>(Math.floor(count / size) + Number(j < count % size)).fill(j),
  );
  const normal = drawNormals(count * width, rng);
  const points = targets.map((j, i) =>
    middles[j]!.map((middle, k) => middle + deviations[j]! * normal[i * width + k]!),
  );
  const classNames = middles.map((_, j) => String(j));
  const featureNames = Array.from({ length: width }, (_, k) => `x${k + 1}`);
  return pointsDataset({ points, targets }, { shuffle, rng, classNames, featureNames });

  function randomCenters(length: number, coordinates: number): number[][] {
    const uniform = drawUniforms(length * coordinates, rng);
    return Array.from({ length }, (_, j) =>
      Array.from({ length: coordinates }, (_, k) => low + (high - low) * uniform[j * coordinates + k]!),
    );
  }
}
