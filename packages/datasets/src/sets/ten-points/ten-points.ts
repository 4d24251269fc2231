import { hostArray } from '../../host-array.js';
import { TabularDataset } from '../../tables/tabular-dataset.js';

const rows = [
  [2.7810836, 2.550537003, 0],
  [1.465489372, 2.362125076, 0],
  [3.396561688, 4.400293529, 0],
  [1.38807019, 1.850220317, 0],
  [3.06407232, 3.005305973, 0],
  [7.627531214, 2.759262235, 1],
  [5.332441248, 2.088626775, 1],
  [6.922596716, 1.77106367, 1],
  [8.675418651, -0.242068655, 1],
  [7.673756466, 3.508563011, 1],
] as const;

/**
 * Ten points of a plane in two classes that a straight line separates: enough to follow a perceptron by hand.
 *
 * Fields: point float32 `[2]`, class int32 `[]`, 0 or 1.
 * @example
 * const data = tenPoints();
 * [data.length, data.get(9)[0].values, data.get(9)[1].values]; // => [10, [7.673756, 3.508563], [1]]
 * @see Brownlee, "How To Implement The Perceptron Algorithm From Scratch In Python", Machine Learning Mastery, 2016: ten numbers
 * made up for teaching
 */
export function tenPoints(): TabularDataset {
  const points = hostArray(Float32Array.from(rows.flatMap((row) => row.slice(0, 2))), [rows.length, 2]);
  const classes = hostArray(Int32Array.from(rows, ([, , one]) => one));
  return new TabularDataset([points, classes], { classNames: ['0', '1'], featureNames: ['x1', 'x2'] });
}
