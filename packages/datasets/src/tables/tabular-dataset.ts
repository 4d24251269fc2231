import { checkOptions, type OptionTable } from '@neurona/backend';
import { ArrayDataset, type ArrayDatasetOptions } from '../dataset.js';
import { inflate } from '../formats/inflate.js';
import { type HostArray, hostArray } from '../host-array.js';

/** Settings of {@link TabularDataset}. */
export interface TabularDatasetOptions extends ArrayDatasetOptions {
  /** Names of the columns of the first field. */
  readonly featureNames: readonly string[];
}

/** @internal */
export const tabularDatasetOptions: OptionTable<TabularDatasetOptions> = {
  classNames: ['no', 'yes'],
  featureNames: ['x0', 'x1'],
};

/**
 * Rows of a table as examples: features `[D]` with their names, and a target.
 * @example
 * const data = new TabularDataset([[[1.6, 55]], Int32Array.of(0)], { featureNames: ['height', 'weight'] });
 * data.featureNames[1]; // => weight
 */
export class TabularDataset extends ArrayDataset {
  readonly featureNames: readonly string[];

  constructor(fields: ConstructorParameters<typeof ArrayDataset>[0], options: TabularDatasetOptions) {
    const { featureNames, ...others } = checkOptions('TabularDataset', options, tabularDatasetOptions);
    super(fields, others);
    this.featureNames = featureNames;
  }
}

/** @internal Features `[N, D]` and classes `[N]` of packed lines: the features, then the class, with commas between them. */
export async function unpackRows(packed: string): Promise<[features: HostArray, classes: HostArray]> {
  const lines = new TextDecoder().decode(await inflate(packed)).split('\n');
  const rows = lines.map((line) => line.split(',').map(Number));
  const width = rows[0]!.length - 1;
  const features = Float32Array.from(rows.flatMap((row) => row.slice(0, width)));
  const classes = Int32Array.from(rows, (row) => row[width]!);
  return [hostArray(features, [rows.length, width]), hostArray(classes)];
}
