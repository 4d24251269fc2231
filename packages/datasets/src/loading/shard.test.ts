import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import type { Tensor } from '@neurona/tensor';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.js';
import type { IterableDataset } from '../iterable-dataset.js';
import { counting, noisy, stream } from '../testing/noisy-dataset.js';
import { DataLoader } from './data-loader.js';
import type { DataLoaderOptions } from './data-loader-options.js';

beforeAll(async () => {
  await useBackend(cpu());
});

async function batchesOf(loader: AsyncIterable<readonly Tensor[]>): Promise<number[][]> {
  const batches: number[][] = [];
  for await (const [x] of loader) batches.push(x ? Array.from(await x.data()) : []);
  return batches;
}

/** The batches of all ranks, each put together from its shares. */
async function together(
  data: Dataset | IterableDataset,
  size: number,
  options: DataLoaderOptions,
): Promise<{ readonly whole: number[][]; readonly shares: number[][][] }> {
  const ranks = Array.from(
    { length: size },
    (_, rank) => new DataLoader(data, { ...options, shard: { rank, size } }),
  );
  const shares = await Promise.all(ranks.map(batchesOf));
  expect(new Set(shares.map((batches) => batches.length)).size).toBe(1); // as many steps on every rank
  return { whole: shares[0]!.map((_, i) => shares.flatMap((batches) => batches[i]!)), shares };
}

describe('the shares of several processes in each batch', () => {
  const data: [name: string, data: Dataset | IterableDataset, options: DataLoaderOptions][] = [
    ['shuffled, with random transforms', noisy(23), { shuffle: true, seed: 3 }],
    ['a last batch that is dropped', counting(23), { shuffle: true, seed: 3, dropLast: true }],
    ['a stream', stream(23), {}],
    ['a stream whose last batch is dropped', stream(23), { dropLast: true }],
  ];
  for (const size of [1, 2, 3, 4]) {
    it.each(data)(`of ${size} are the batches of one: %s`, async (_title, dataset, options) => {
      const alone = new DataLoader(dataset, { batchSize: 6, ...options });
      const { whole } = await together(dataset, size, { batchSize: 6, ...options });
      expect(whole).toEqual(await batchesOf(alone));
    });
  }

  it.each([
    ['numbered examples', counting(9)],
    ['a stream', stream(9)],
  ])('are without fields where a batch has fewer examples than ranks: %s', async (_title, dataset) => {
    const { shares } = await together(dataset, 4, { batchSize: 8 });
    expect(shares.map((batches) => batches[0]!.length)).toEqual([2, 2, 2, 2]);
    expect(shares.map((batches) => batches[1]!.length).sort()).toEqual([0, 0, 0, 1]);
  });

  it('go on from the position of a loader with another number of them', async () => {
    const options = { batchSize: 6, shuffle: true };
    const alone = new DataLoader(counting(23), { ...options, seed: 5 });
    for await (const _ of alone) if (alone.stateDict().batches === 2) break;
    const rest = await Promise.all(
      [0, 1, 2].map((rank) => {
        const loader = new DataLoader(counting(23), { ...options, shard: { rank, size: 3 } });
        loader.loadStateDict(JSON.parse(JSON.stringify(alone.stateDict())));
        return batchesOf(loader);
      }),
    );
    const [, , ...expected] = await batchesOf(new DataLoader(counting(23), { ...options, seed: 5 }));
    expect(rest[0]!.map((_, i) => rest.flatMap((batches) => batches[i]!))).toEqual(expected);
  });

  it('are refused where there is no such rank', () => {
    const make = (shard: { rank: number; size: number }) => () => new DataLoader(counting(3), { shard });
    expect(make({ rank: 2, size: 2 })).toThrow(
      '[DataLoader] expected shard.rank from 0 to 1, got 2 (shard.size is 2).',
    );
    expect(make({ rank: 0, size: 0 })).toThrow(
      '[DataLoader] expected shard.size to be an integer of at least 1, got 0.',
    );
  });
});
