import { type Dataset, digits, Subset, trainTestSplit } from '@neurona/datasets';

/** What the demo learns from and is tested on. */
export interface DemoData {
  readonly train: Dataset;
  readonly test: Dataset;
}

/**
 * The 1,797 digits, a fifth of them held out. The split follows from the seed.
 * @param limit - How many digits to use, default all.
 */
export async function loadData(limit?: number): Promise<DemoData> {
  const all = await digits();
  const data =
    limit === undefined
      ? all
      : new Subset(
          all,
          Int32Array.from({ length: limit }, (_, i) => i),
        );
  const [train, test] = trainTestSplit(data, { testSize: 0.2 });
  return { train, test };
}
