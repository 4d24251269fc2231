import { ArgumentError, checkArgument, checkCount } from '@neurona/backend';
import type { Job } from './job.js';

/** One of several processes that divide data among them. */
export interface Shard {
  /** Number of this process, from 0. */
  readonly rank: number;
  /** Number of processes. */
  readonly size: number;
}

/** @internal Throws if it is none. */
export function checkShard(subject: string, shard: Shard): void {
  checkArgument(subject, 'shard', shard, 'record', 'Pass { rank, size }, or the group.');
  checkCount(subject, 'shard.size', shard.size);
  checkCount(subject, 'shard.rank', shard.rank, 0);
  if (shard.rank < shard.size) return;
  throw new ArgumentError(subject, {
    expected: `shard.rank from 0 to ${shard.size - 1}`,
    received: shard.rank,
    where: `shard.size is ${shard.size}`,
  });
}

/**
 * The share of one process in `count` things: consecutive ones, of which each has as many as the others or one more.
 * @returns The number of the first and of the one after the last.
 * @throws {@link ArgumentError} if the shard or the count is out of range.
 * @example
 * shareOf({ rank: 1, size: 4 }, 10); // => [2, 5]
 */
export function shareOf(shard: Shard, count: number): readonly [number, number] {
  checkShard('shareOf', shard);
  checkCount('shareOf', 'count', count, 0);
  const { rank, size } = shard;
  return [Math.floor((rank * count) / size), Math.floor(((rank + 1) * count) / size)];
}

/** @internal The share of one process in each batch. */
export function* sharesOf(jobs: Iterable<Job>, shard: Shard): Generator<Job, void, void> {
  for (const { first, count, indices } of jobs) {
    const [start, end] = shareOf(shard, count);
    yield {
      first: first + start,
      count: end - start,
      whole: { first, count },
      ...(indices && { indices: indices.slice(start, end) }),
    };
  }
}
