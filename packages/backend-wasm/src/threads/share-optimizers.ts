// internal
import type { KernelExports } from '../generated/exports.js';
import type { Heap } from '../heap.js';
import { type KernelFunction, LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Steps of optimizers: threads take rows of the table, in which large parameters are cut into pieces (optimizer-table.ts).

/** Nanoseconds for an element. */
const times = {
  adamStep: 1.4,
  sgdStep: 0.6,
  adadeltaStep: 2,
  rmspropStep: 1.2,
  adagradStep: 1,
  adamaxStep: 1.2,
  lionStep: 0.8,
} as const;

type Step = (table: number, count: number, ...rest: (number | boolean)[]) => void;

export function shareOptimizers(alone: KernelExports, pool: ThreadPool, heap: Heap): Partial<KernelExports> {
  const shared = (kernel: KernelFunction, time: number): Step => {
    const run = alone[kernel] as Step;
    return (table, count, ...rest) => {
      let size = 0;
      for (let row = 0; row < count; row++) size += heap.i32[table / 4 + 6 * row]!;
      const work = size * time;
      if (work < LEAST_WORK) return run(table, count, ...rest);
      pool.run({ kernel, work, args: [table, count, ...rest.map(Number)], steps: [24], count: 1 });
    };
  };
  const entries = Object.entries(times) as [keyof typeof times, number][];
  return Object.fromEntries(entries.map(([name, time]) => [name, shared(name, time)]));
}
