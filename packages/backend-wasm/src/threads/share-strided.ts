// internal
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Functions that walk along strided arrays: threads take parts of the outermost axis.

/** Bytes of a plan for one axis: assembly/walk.ts. */
const AXIS_WORDS = 5;

export function shareStrided(alone: KernelExports, pool: ThreadPool, heap: Heap): Partial<KernelExports> {
  /** Elements of a plan. */
  function sizeAt(plan: number, ndim: number): number {
    let size = 1;
    for (let axis = 0; axis < ndim; axis++) size *= heap.i32[plan / 4 + AXIS_WORDS * axis]!;
    return size;
  }

  const outermost = (plan: number, ndim: number): number => heap.i32[plan / 4 + AXIS_WORDS * (ndim - 1)]!;

  return {
    copyStrided(from, to, unit, plan, ndim) {
      const work = 0.4 * sizeAt(plan, ndim);
      if (work < LEAST_WORK) return alone.copyStrided(from, to, unit, plan, ndim);
      const args = [from, to, unit, plan, ndim, 0, outermost(plan, ndim)];
      pool.run({ kernel: 'copyStridedPart', work, args, steps: [0, 0, 0, 0, 0, 1], count: 6 });
    },
    transposeStrided(from, to, plan, ndim) {
      const work = 0.7 * sizeAt(plan, ndim);
      if (work < LEAST_WORK) return alone.transposeStrided(from, to, plan, ndim);
      // Rows of the matrices go in blocks of 32.
      const grain = ndim === 2 ? 32 : 1;
      const args = [from, to, plan, ndim, 0, outermost(plan, ndim)];
      pool.run({ kernel: 'transposeStridedPart', work, args, steps: [0, 0, 0, 0, 1], count: 5, grain });
    },
    binaryStrided(kind, op, a, b, out, plan, ndim) {
      const work = (op >= 6 && op <= 8 ? 20 : 0.4) * sizeAt(plan, ndim);
      if (work < LEAST_WORK) return alone.binaryStrided(kind, op, a, b, out, plan, ndim);
      const args = [kind, op, a, b, out, plan, ndim, 0, outermost(plan, ndim)];
      pool.run({ kernel: 'binaryStridedPart', work, args, steps: [0, 0, 0, 0, 0, 0, 0, 1], count: 8 });
    },
    select(condition, a, b, out, unit, plan, ndim) {
      const size = sizeAt(plan, ndim);
      const work = 0.6 * size;
      if (work < LEAST_WORK) return alone.select(condition, a, b, out, unit, plan, ndim);
      const units = outermost(plan, ndim);
      const args = [condition, a, b, out, unit, plan, ndim, 0, units];
      const steps = [0, 0, 0, (size / units) * (unit === 2 ? 4 : 1), 0, 0, 0, 1];
      pool.run({ kernel: 'selectPart', work, args, steps, count: 8, grain: ndim === 1 ? 64 : 1 });
    },
  };
}
