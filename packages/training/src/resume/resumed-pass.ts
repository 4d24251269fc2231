// internal
import { defaultGenerator, type GeneratorState } from '@neurona/tensor';
import type { Batch, Batches } from '../loop/batch.js';

/**
 * The rest of an epoch of which some batches were already trained on. A loader with a position was set there; other data is
 * iterated from the beginning, with the same random numbers, and earlier batches are skipped.
 */
export async function* batchesFrom(
  data: Batches,
  position: number,
  passStart: GeneratorState,
): AsyncGenerator<Batch> {
  if (data.loadStateDict) {
    yield* data;
    return;
  }
  const generator = defaultGenerator();
  const now = generator.state;
  generator.state = passStart;
  let at = 0;
  for await (const batch of data) {
    if (at++ < position) continue;
    if (at === position + 1) generator.state = now;
    yield batch;
  }
  if (at <= position) generator.state = now;
}
