// internal
import type { KernelExports } from '../generated/exports.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Element-wise functions: threads take stretches of 64 elements and more.

// Nanoseconds for an element, by the numbers of assembly/unary.ts and binary.ts.
const unaryTimes = [
  ...[0.3, 0.3, 0.5, 0.3, 0.3, 2.5, 2.5, 3.5, 5, 0.5, 0.7, 0.5, 4, 3, 5, 5, 0.4, 0.4, 0.4, 0.4],
  ...new Array<number>(11).fill(15),
];
const binaryTimes = [0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 10, 23, 25, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4];
const activationTimes = [3, 5, 3.5]; // by the numbers of assembly/activation.ts
const GRAIN = 64;

type Binary = 'binaryFloat' | 'binaryInt';

export function shareElementWise(alone: KernelExports, pool: ThreadPool): Partial<KernelExports> {
  const binary =
    (kernel: Binary): KernelExports[Binary] =>
    (op, a, stepA, b, stepB, out, n) => {
      const work = n * binaryTimes[op]!;
      if (work < LEAST_WORK) return alone[kernel](op, a, stepA, b, stepB, out, n);
      const steps = [0, 4 * stepA, 0, 4 * stepB, 0, op < 9 ? 4 : 1];
      pool.run({ kernel, work, args: [op, a, stepA, b, stepB, out, n], steps, count: 6, grain: GRAIN });
    };

  return {
    unaryFloat(op, x, out, n) {
      const work = n * unaryTimes[op]!;
      if (work < LEAST_WORK) return alone.unaryFloat(op, x, out, n);
      pool.run({
        kernel: 'unaryFloat',
        work,
        args: [op, x, out, n],
        steps: [0, 4, 4],
        count: 3,
        grain: GRAIN,
      });
    },
    unaryInt(op, x, out, n) {
      const work = 0.3 * n;
      if (work < LEAST_WORK) return alone.unaryInt(op, x, out, n);
      pool.run({ kernel: 'unaryInt', work, args: [op, x, out, n], steps: [0, 4, 4], count: 3, grain: GRAIN });
    },
    binaryFloat: binary('binaryFloat'),
    binaryInt: binary('binaryInt'),
    reluGrad(grad, y, out, n) {
      const work = 0.3 * n;
      if (work < LEAST_WORK) return alone.reluGrad(grad, y, out, n);
      pool.run({
        kernel: 'reluGrad',
        work,
        args: [grad, y, out, n],
        steps: [4, 4, 4],
        count: 3,
        grain: GRAIN,
      });
    },
    activation(kind, x, out, n) {
      const work = n * activationTimes[kind]!;
      if (work < LEAST_WORK) return alone.activation(kind, x, out, n);
      const args = [kind, x, out, n];
      pool.run({ kernel: 'activation', work, args, steps: [0, 4, 4], count: 3, grain: GRAIN });
    },
    activationGrad(kind, grad, x, out, n) {
      const work = n * (activationTimes[kind]! + 1);
      if (work < LEAST_WORK) return alone.activationGrad(kind, grad, x, out, n);
      const args = [kind, grad, x, out, n];
      pool.run({ kernel: 'activationGrad', work, args, steps: [0, 4, 4, 4], count: 4, grain: GRAIN });
    },
    gatedSilu(gate, x, out, n) {
      const work = 4 * n;
      if (work < LEAST_WORK) return alone.gatedSilu(gate, x, out, n);
      const args = [gate, x, out, n];
      pool.run({ kernel: 'gatedSilu', work, args, steps: [4, 4, 4], count: 3, grain: GRAIN });
    },
    wholePower(x, out, exponent, n) {
      const work = 0.3 * n;
      if (work < LEAST_WORK) return alone.wholePower(x, out, exponent, n);
      const args = [x, out, exponent, n];
      pool.run({ kernel: 'wholePower', work, args, steps: [4, 4], count: 3, grain: GRAIN });
    },
    divideFloat(x, divisor, n) {
      const work = 0.3 * n;
      if (work < LEAST_WORK) return alone.divideFloat(x, divisor, n);
      pool.run({ kernel: 'divideFloat', work, args: [x, divisor, n], steps: [4], count: 2, grain: GRAIN });
    },
    cast(from, to, x, out, n) {
      const work = 0.4 * n;
      if (work < LEAST_WORK) return alone.cast(from, to, x, out, n);
      const steps = [0, 0, from === 2 ? 1 : 4, to === 2 ? 1 : 4];
      pool.run({ kernel: 'cast', work, args: [from, to, x, out, n], steps, count: 4, grain: GRAIN });
    },
    copyBytes(out, from, bytes) {
      const work = 0.08 * bytes;
      if (work < LEAST_WORK) return alone.copyBytes(out, from, bytes);
      pool.run({
        kernel: 'copyBytes',
        work,
        args: [out, from, bytes],
        steps: [1, 1],
        count: 2,
        grain: GRAIN,
      });
    },
    fillWords(out, bits, n) {
      const work = 0.2 * n;
      if (work < LEAST_WORK) return alone.fillWords(out, bits, n);
      pool.run({ kernel: 'fillWords', work, args: [out, bits, n], steps: [4], count: 2, grain: GRAIN });
    },
    randomBits(out, n, keyLow, keyHigh, start, rest) {
      const work = 1.8 * n;
      if (work < LEAST_WORK) return alone.randomBits(out, n, keyLow, keyHigh, start, rest);
      const args = [out, n, keyLow, keyHigh, start, rest];
      const steps = [4, 0, 0, 0, 0.25];
      pool.run({ kernel: 'randomBits', work, args, steps, count: 1, grain: GRAIN, local: [5, 64] });
    },
    bitsToUniform(x, n) {
      const work = 0.4 * n;
      if (work < LEAST_WORK) return alone.bitsToUniform(x, n);
      pool.run({ kernel: 'bitsToUniform', work, args: [x, n], steps: [4], count: 1, grain: GRAIN });
    },
    bitsToNormal(x, n) {
      const work = 22 * n;
      if (work < LEAST_WORK) return alone.bitsToNormal(x, n);
      pool.run({ kernel: 'bitsToNormal', work, args: [x, n], steps: [4], count: 1, grain: GRAIN });
    },
  };
}
