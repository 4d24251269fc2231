// internal
import { DataLoader, shareOf } from '@neurona/datasets';
import { noGrad, own, scoped } from '@neurona/tensor';
import type { Batch, Batches } from '../loop/batch.js';
import type { Ranks } from './ranks.js';

/** One rank's share of each batch: of a loader only its examples are loaded, of other batches its rows are taken. */
export function shareOfBatches(batches: Batches, ranks: Ranks | undefined): Batches {
  if (!ranks) return batches;
  if (batches instanceof DataLoader) return batches.withShard(ranks);
  return new RowShare(batches, ranks);
}

class RowShare implements Batches {
  declare readonly stateDict?: () => unknown;
  declare readonly loadStateDict?: (state: unknown) => void;

  constructor(
    private readonly batches: Batches,
    private readonly ranks: Ranks,
  ) {
    if (batches.stateDict) this.stateDict = () => batches.stateDict!();
    if (batches.loadStateDict) this.loadStateDict = (state) => batches.loadStateDict!(state);
  }

  get length(): number | undefined {
    return this.batches.length;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Batch> {
    for await (const batch of this.batches) {
      const [first, end] = shareOf(this.ranks, batch[0]?.shape[0] ?? 0);
      const rows =
        first === end ? [] : noGrad(() => batch.map((field) => own(scoped(() => field.slice(first, end)))));
      try {
        yield rows;
      } finally {
        for (const field of rows) field.dispose();
      }
    }
  }
}
