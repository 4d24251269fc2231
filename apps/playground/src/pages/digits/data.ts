import { type ArrayDataset, digits, type Subset, trainTestSplit } from '@neurona/datasets';
import { Generator } from '@neurona/tensor';

/** The shipped digits, a fifth held out: the same for every seed, so that results can be compared. */
export async function loadDigits(): Promise<{ train: Subset; test: Subset; all: ArrayDataset }> {
  const all = await digits();
  const [train, test] = trainTestSplit(all, { testSize: 0.2, rng: new Generator(6202) });
  return { train, test, all };
}
