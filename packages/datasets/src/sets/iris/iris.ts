import { TabularDataset, unpackRows } from '../../tables/tabular-dataset.js';

const classNames = ['setosa', 'versicolor', 'virginica'];
const featureNames = ['sepal length (cm)', 'sepal width (cm)', 'petal length (cm)', 'petal width (cm)'];

/**
 * Sepals and petals of 150 irises of three species, in centimetres, with the values of Fisher's paper, as scikit-learn has them.
 * Included in this package.
 *
 * Fields: features float32 `[4]`, class int32 `[]` from 0 to 2.
 * @example
 * const data = await iris();
 * [data.length, data.classNames[2], data.get(0)[0].values]; // => [150, 'virginica', [5.1, 3.5, 1.4, 0.2]]
 * @see Fisher, "The Use of Multiple Measurements in Taxonomic Problems", 1936, doi:10.1111/j.1469-1809.1936.tb02137.x; UCI Machine
 * Learning Repository, doi:10.24432/C56C76, licence CC BY 4.0
 */
export async function iris(): Promise<TabularDataset> {
  const { packedRows } = await import('./data.js'); // loaded only by those who want it
  return new TabularDataset(await unpackRows(packedRows), { classNames, featureNames });
}
