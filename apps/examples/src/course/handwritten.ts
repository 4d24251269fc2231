import {
  type ArrayDataset,
  CacheDataset,
  type Dataset,
  digits,
  mapDataset,
  mnist,
  onField,
  resize,
  Subset,
  trainTestSplit,
} from '@neurona/datasets';

/** Where handwritten digits come from: MNIST, which is downloaded, or the small set that the library includes, enlarged. */
const sources: Readonly<Record<string, () => Promise<ArrayDataset>>> = {
  mnist: () => mnist({ split: 'test' }), // 10,000 images, of which a lesson holds some back
  digits,
};

/**
 * Handwritten digits of 28 × 28 pixels, a fifth of them held out.
 * @param source - `mnist`, or `digits` for those that need no download.
 * @param count - How many, both parts together.
 * @param classes - How many digits, from 0 on.
 */
export async function handwritten(
  source: string,
  count: number,
  classes: number,
): Promise<[train: Dataset, test: Dataset]> {
  const load = Object.hasOwn(sources, source) ? sources[source]! : undefined;
  if (!load) throw new RangeError(`source has to be ${Object.keys(sources).join(' or ')}, it is ${source}.`);
  const all = await load();
  const labels = Array.from(all.fields[1]!.values);
  const chosen = labels.flatMap((label, i) => (label < classes ? [i] : [])).slice(0, count);
  const subset = new Subset(all, Int32Array.from(chosen));
  const enlarged = new CacheDataset(mapDataset(subset, onField(0, resize(28))));
  return trainTestSplit(enlarged, { testSize: 0.2, stratify: chosen.map((i) => labels[i]!) });
}
