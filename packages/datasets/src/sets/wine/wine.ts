import { TabularDataset, unpackRows } from '../../tables/tabular-dataset.js';

const classNames = ['Barolo', 'Grignolino', 'Barbera'];
const featureNames = [
  'alcohol',
  'malic acid',
  'ash',
  'alcalinity of ash',
  'magnesium',
  'total phenols',
  'flavanoids',
  'nonflavanoid phenols',
  'proanthocyanins',
  'color intensity',
  'hue',
  'OD280/OD315 of diluted wines',
  'proline',
];

/**
 * A chemical analysis of 178 wines of three grapes from one region of Italy. Included in this package.
 *
 * Fields: features float32 `[13]` as measured, not scaled; class int32 `[]` from 0 to 2.
 * @example
 * const data = await wine();
 * [data.length, data.classNames[0], data.featureNames[12], data.get(0)[0].values[12]]; // => [178, 'Barolo', 'proline', 1065]
 * @see Aeberhard, Forina, "Wine", UCI Machine Learning Repository, 1992, doi:10.24432/C5PC7J, licence CC BY 4.0
 */
export async function wine(): Promise<TabularDataset> {
  const { packedRows } = await import('./data.js'); // loaded only by those who want it
  return new TabularDataset(await unpackRows(packedRows), { classNames, featureNames });
}
