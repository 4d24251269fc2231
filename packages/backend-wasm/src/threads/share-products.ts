// internal
import type { KernelExports } from '../generated/exports.js';
import { wholeLines } from '../whole-lines.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Matrix products: each thread takes pieces of C, or whole products of a batch.

/** Nanoseconds for a multiplication and addition. */
const TIME = 1 / 14;
/** The same for a single row, which waits for each element of B to come from memory. */
const ROW_TIME = 1 / 5;

/** Most columns of which threads take whole rows: parts of longer ones are long enough for memory to be read ahead. */
const MOST_COLUMNS = 4096;
/** Most time of all threads, in that of the work, for which they take whole rows: with more the cut is uneven. */
const MOST_IDLE = 1.25;

/** Pieces of C: rows and columns of one. */
interface Pieces {
  readonly rows: number;
  readonly columns: number;
  readonly count: number;
}

/**
 * Cuts C [m, n] into pieces, some for each thread. Each piece packs the rows of A and the columns of B that it needs, so the cut is
 * the one with the least of that.
 */
function piecesOf(m: number, n: number, threads: number, work: number): Pieces {
  const wanted = Math.max(threads, Math.min(4 * threads, Math.floor(work / 100_000)));
  if (m === 1) {
    const columns = Math.ceil(n / wanted / 16) * 16;
    return { rows: 1, columns, count: Math.ceil(n / columns) };
  }
  let best: Pieces = { rows: m, columns: n, count: 1 };
  let least = Number.POSITIVE_INFINITY;
  for (let down = 1; down <= wanted; down++) {
    const rows = Math.ceil(m / down / 4) * 4;
    const columns = Math.ceil(n / Math.ceil(wanted / down) / 8) * 8;
    const [tall, wide] = [Math.ceil(m / rows), Math.ceil(n / columns)];
    // Packing an element of A takes about twice the time of one of B. Too few pieces leave threads without work.
    const packing = 2 * wide * m + tall * n + (tall * wide < threads ? 1e9 : 0);
    if (packing < least) {
      least = packing;
      best = { rows, columns, count: tall * wide };
    }
  }
  return best;
}

export function shareProducts(alone: KernelExports, pool: ThreadPool): Partial<KernelExports> {
  const scratchBytes = alone.gemmScratchBytes();

  const gemm: KernelExports['gemm'] = (...product) => {
    const [a, , kA, b, kB, colB, c, , m, n, k, bias, scratch, , finish] = product;
    const work = m * n * k * (m === 1 ? ROW_TIME : TIME);
    // Rows times a vector are sums along memory, which the memory limits.
    if (work < LEAST_WORK || n === 1) {
      return alone.gemm(...product);
    }
    if (m === 1 && kA === 1 && colB === 1 && kB !== 1 && n <= MOST_COLUMNS && finish === 0) {
      const parts = alone.rowPartCount(k);
      const turns = Math.ceil(parts / pool.size); // of the thread that takes most parts
      if (parts > 1 && turns * pool.size <= MOST_IDLE * parts && 4 * parts * n <= scratchBytes) {
        const steps = [0, 0, 0, 0, 0, 0, 1];
        pool.run({ kernel: 'rowParts', work, args: [a, b, kB, scratch, n, k, 0, parts], steps, count: 7 });
        alone.addRowParts(scratch, parts, n, c, bias);
        return;
      }
    }
    const { rows, columns, count } = piecesOf(m, n, pool.size, work);
    const args = [...product, rows, columns, 0, count];
    const steps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
    pool.run({ kernel: 'gemmPart', work, args, steps, count: 18, local: [12, scratchBytes] });
  };

  return {
    gemm,
    gemmBatch(...batch) {
      const [count, stepA, stepB, stepC, a, rowA, kA, b, kB, colB, c, rowC, m, n, k, bias, scratch] = batch;
      const each = m * n * k * TIME;
      if (count * each < LEAST_WORK) return alone.gemmBatch(...batch);
      if (count >= 2 * pool.size || each < 10 * LEAST_WORK) {
        const steps = [0, 0, 0, 0, 4 * stepA, 0, 0, 4 * stepB, 0, 0, 4 * stepC];
        const local = [16, scratchBytes] as const;
        pool.run({ kernel: 'gemmBatch', work: count * each, args: batch, steps, count: 0, local });
        return;
      }
      for (let i = 0; i < count; i++) {
        const [at, bt, ct] = [a + 4 * i * stepA, b + 4 * i * stepB, c + 4 * i * stepC];
        gemm(at, rowA, kA, bt, kB, colB, ct, rowC, m, n, k, bias, scratch, 0, 0);
      }
    },
    quantizedRow(...args) {
      const [bits, , , k, , , units] = args;
      const work = (k * units) / (bits === 16 ? 1.25 : 2.5);
      if (work < LEAST_WORK) return alone.quantizedRow(...args);
      pool.run({ kernel: 'quantizedRow', work, args: args.map(Number), steps: [0, 0, 0, 0, 0, 1], count: 6 });
    },
    quantizedGemm(...args) {
      const [, transpose, , m, k, , , n] = args;
      const work = k * n * (m * TIME + 0.2);
      if (work < LEAST_WORK) return alone.quantizedGemm(...args);
      const local = [10, alone.quantizedScratchBytes(transpose ? n : k)] as const;
      const steps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
      pool.run({ kernel: 'quantizedGemm', work, args: args.map(Number), steps, count: 12, local });
    },
    quantizedScratchBytes: (terms) => wholeLines(alone.quantizedScratchBytes(terms)) * pool.size,
    /** A block for each thread. */
    gemmScratchBytes: () => wholeLines(scratchBytes) * pool.size,
  };
}
