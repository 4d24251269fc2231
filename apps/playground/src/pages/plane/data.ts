import {
  type ArrayDataset,
  blobs,
  checkerboard,
  circles,
  moons,
  spirals,
  trainTestSplit,
} from '@neurona/datasets';
import type { ClassedPoint } from '../../plane/points-csv.js';
import type { DataName, PlaneSettings } from './settings.js';

/** Coordinates `[x, y, x, y, ...]` and classes of points. */
export interface PointTable {
  readonly inputs: Float32Array;
  readonly labels: Float32Array;
}

/** Points to learn from, and points to test on. */
export interface SplitPoints {
  readonly train: PointTable;
  readonly test: PointTable;
}

const count = 300;

/** Each set, where it lies in the plane, and how far it is blown up to fill it. */
const makers: Readonly<
  Record<
    Exclude<DataName, 'own'>,
    (noise: number) => [set: ArrayDataset, middle: [number, number], scale: number]
  >
> = {
  moons: (noise) => [moons(count, { noise }), [0.5, 0.25], 1.65],
  circles: (noise) => [circles(count, { noise, factor: 0.45 }), [0, 0], 2.2],
  spirals: (noise) => [spirals(count, { noise, turns: 1.25 }), [0, 0], 2.6],
  xor: (noise) => [checkerboard(count, { squares: 2, noise: noise / 2 }), [0, 0], 2.4],
  blobs: (noise) => [
    blobs(count, {
      centers: [
        [-0.5, -0.5],
        [0.5, 0.5],
      ],
      std: 0.15 + noise,
    }),
    [0, 0],
    2.4,
  ],
};

/** Makes the points of the settings, with the random generator that is seeded. */
export function makePoints({ data, own, noise, testShare }: PlaneSettings): SplitPoints {
  if (data === 'own') return splitOwn(own, testShare);
  const [set, middle, scale] = makers[data](noise);
  const stratify = set.fields[1]!.values as Int32Array;
  const [train, test] = trainTestSplit(set, { testSize: testShare, stratify }).map(
    ({ indices }): PointTable => {
      const [points, classes] = set.batch(indices);
      return {
        inputs: Float32Array.from(points!.values, (value, i) => scale * (value - middle[i % 2]!)),
        labels: Float32Array.from(classes!.values),
      };
    },
  );
  return { train: train!, test: test! };
}

const golden = (Math.sqrt(5) - 1) / 2;
const firstPoints = 10; // that one places are all trained on: with so few, none can be spared

/** Each point keeps its part when others come; after the first points, the parts' shares are right from one to the next. */
export function splitOwn(own: readonly ClassedPoint[], testShare: number): SplitPoints {
  const isTest = own.map((_, i) => i >= firstPoints && ((i + 1) * golden) % 1 > 1 - testShare);
  const part = (points: readonly ClassedPoint[]): PointTable => ({
    inputs: Float32Array.from(points.flatMap(({ x, y }) => [x, y])),
    labels: Float32Array.from(points, ({ label }) => label),
  });
  return { train: part(own.filter((_, i) => !isTest[i])), test: part(own.filter((_, i) => isTest[i])) };
}
