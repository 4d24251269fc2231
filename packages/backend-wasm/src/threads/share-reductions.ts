// internal
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Reductions of [outer, n, inner]: threads take whole results; of one long sum they take the chunks that it is cut into anyway, and
// the caller adds these in their order.

const SUM = 0;
/** Nanoseconds for an element. */
const TIME = 0.2;

/** Bytes of scratch for rows of `inner` floats in whole vectors. */
const rowBytes = (inner: number): number => Math.ceil(inner / 4) * 16;

export function shareReductions(alone: KernelExports, pool: ThreadPool, heap: Heap): Partial<KernelExports> {
  const shared =
    (kernel: 'reduceFloat' | 'reduceInt'): KernelExports[typeof kernel] =>
    (...args) => {
      const [op, x, out, outer, n, inner, scratch] = args;
      const work = outer * n * inner * TIME;
      if (work < LEAST_WORK) return alone[kernel](...args);
      const chunks = op === SUM && kernel === 'reduceFloat' && outer === 1 ? alone.chunkCount(n, inner) : 1;
      if (chunks > 1) return sumOfChunks(x, out, n, inner, chunks, work, scratch);
      const steps = [0, 4 * n * inner, 4 * inner];
      pool.run({ kernel, work, args, steps, count: 3, local: [6, 3 * rowBytes(inner)] });
    };

  function sumOfChunks(
    x: number,
    out: number,
    n: number,
    inner: number,
    chunks: number,
    work: number,
    scratch: number,
  ): void {
    const bytes = chunks * (inner === 1 ? 4 : rowBytes(inner));
    const sums = heap.allocate(bytes);
    try {
      const args = [x, sums, n, inner, 0, chunks];
      pool.run({ kernel: 'sumChunks', work, args, steps: [0, 0, 0, 0, 1], count: 5 });
      alone.addChunks(sums, out, chunks, inner, scratch);
    } finally {
      heap.free(sums, bytes);
    }
  }

  return { reduceFloat: shared('reduceFloat'), reduceInt: shared('reduceInt') };
}
