// internal
import type { KernelExports } from '../generated/exports.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Steps of recurrent cells: each thread takes sequences of the batch.

// By the numbers of assembly/recurrent.ts: nanoseconds for a feature forward and back, gates, and values that are saved.
const times = [4, 0.6, 20, 12];
const timesBack = [1, 1, 7, 3];
const gates = [1, 1, 4, 3];
const saved = [1, 1, 5, 5];

/** How far the address of an array that may be missing moves. */
const ifThere = (address: number, step: number): number => (address === 0 ? 0 : step);

export const shareRecurrent = (alone: KernelExports, pool: ThreadPool): Partial<KernelExports> => ({
  recurrentStep(...args) {
    const [kind, batch, size, , , , , cell, lengths] = args;
    const work = batch * size * times[kind]!;
    if (work < LEAST_WORK) return alone.recurrentStep(...args);
    const [row, rowGates, rowSaved] = [4 * size, 4 * size * gates[kind]!, 4 * size * saved[kind]!];
    const optional = [ifThere(cell, row), ifThere(lengths, 4)];
    const steps = [0, 0, 0, 0, rowGates, rowGates, row, ...optional, row, rowSaved, row];
    pool.run({ kernel: 'recurrentStep', work, args, steps, count: 1 });
  },
  recurrentStepGrad(...args) {
    const [kind, batch, size, , , recurrent, , cell, lengths, , , gradRecurrent] = args;
    const work = batch * size * timesBack[kind]!;
    if (work < LEAST_WORK) return alone.recurrentStepGrad(...args);
    const [row, rowGates, rowSaved] = [4 * size, 4 * size * gates[kind]!, 4 * size * saved[kind]!];
    const steps = [
      ...[0, 0, 0, 0, row, ifThere(recurrent, row), row, ifThere(cell, row), ifThere(lengths, 4)],
      ...[rowSaved, rowGates, ifThere(gradRecurrent, rowGates), rowGates],
    ];
    pool.run({ kernel: 'recurrentStepGrad', work, args, steps, count: 1 });
  },
});
