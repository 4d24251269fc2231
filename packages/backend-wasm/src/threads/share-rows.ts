// internal
import type { KernelExports } from '../generated/exports.js';
import { wholeLines } from '../whole-lines.js';
import { LEAST_WORK, type ThreadPool } from './thread-pool.js';

// Functions of rows: each thread takes whole rows.

export function shareRows(alone: KernelExports, pool: ThreadPool): Partial<KernelExports> {
  const rowByRow =
    (kernel: 'softmax' | 'logSoftmax'): KernelExports[typeof kernel] =>
    (x, out, rows, n) => {
      const work = 3 * rows * n;
      if (work < LEAST_WORK) return alone[kernel](x, out, rows, n);
      pool.run({ kernel, work, args: [x, out, rows, n], steps: [4 * n, 4 * n], count: 2 });
    };

  const accumulated =
    (kernel: 'cumulateFloat' | 'cumulateInt'): KernelExports[typeof kernel] =>
    (product, x, out, outer, n, inner) => {
      const size = n * inner;
      const work = 1.2 * outer * size;
      if (work < LEAST_WORK) return alone[kernel](product, x, out, outer, n, inner);
      const args = [Number(product), x, out, outer, n, inner];
      pool.run({ kernel, work, args, steps: [0, 4 * size, 4 * size], count: 3 });
    };

  const extreme =
    (kernel: 'argFloat' | 'argInt'): KernelExports[typeof kernel] =>
    (largest, x, out, outer, n, inner) => {
      const work = 2 * outer * n * inner;
      if (work < LEAST_WORK) return alone[kernel](largest, x, out, outer, n, inner);
      const args = [Number(largest), x, out, outer, n, inner];
      pool.run({ kernel, work, args, steps: [0, 4 * n * inner, 4 * inner], count: 3 });
    };

  const scattered =
    (kernel: 'scatterAddFloat' | 'scatterAddInt'): KernelExports[typeof kernel] =>
    (...args) => {
      const [, , , outer, k, size, inner] = args;
      const work = outer * inner * (0.4 * k + 0.1 * size);
      if (work < LEAST_WORK) return alone[kernel](...args);
      const job = { kernel, work, args } as const;
      // One array's rows may go to the same place, so threads take columns of it.
      if (outer === 1) pool.run({ ...job, steps: [0, 0, 0, 0, 0, 0, 0, 1], count: 8, grain: 16 });
      else pool.run({ ...job, steps: [4 * k * inner, 0, 4 * size * inner], count: 3 });
    };

  return {
    scatterAddFloat: scattered('scatterAddFloat'),
    scatterAddInt: scattered('scatterAddInt'),
    softmax: rowByRow('softmax'),
    logSoftmax: rowByRow('logSoftmax'),
    cumulateFloat: accumulated('cumulateFloat'),
    cumulateInt: accumulated('cumulateInt'),
    argFloat: extreme('argFloat'),
    argInt: extreme('argInt'),
    softmaxCrossEntropy(x, targets, loss, grad, rows, n) {
      const work = 3 * rows * n;
      if (work < LEAST_WORK) return alone.softmaxCrossEntropy(x, targets, loss, grad, rows, n);
      const args = [x, targets, loss, grad, rows, n];
      pool.run({ kernel: 'softmaxCrossEntropy', work, args, steps: [4 * n, 4, 4, 4 * n], count: 4 });
    },
    softmaxGrad(g, y, out, rows, n, scale) {
      const work = 0.8 * rows * n;
      if (work < LEAST_WORK) return alone.softmaxGrad(g, y, out, rows, n, scale);
      const args = [g, y, out, rows, n, scale];
      pool.run({ kernel: 'softmaxGrad', work, args, steps: [4 * n, 4 * n, 4 * n], count: 3 });
    },
    attentionSoftmax(...args) {
      const [, , , , , keys, , , , , , rows] = args;
      const work = 4 * rows * keys;
      if (work < LEAST_WORK) return alone.attentionSoftmax(...args);
      const steps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
      pool.run({ kernel: 'attentionSoftmax', work, args: args.map(Number), steps, count: 11 });
    },
    attention(...args) {
      const [, , , , , , keys, size, width, , , , , , units] = args;
      const work = units * 32 * keys * ((size + width) / 14 + 2);
      if (work < LEAST_WORK) return alone.attention(...args);
      const steps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
      const local = [12, alone.attentionScratchBytes(keys)] as const;
      pool.run({ kernel: 'attention', work, args, steps, count: 14, local });
    },
    attentionGrad(...args) {
      const [, , , , , , , , , queries, keys, size, width, share, , , , , heads] = args;
      const work = heads * share * queries * keys * ((3 * size + 2 * width) / 14 + 3);
      if (work < LEAST_WORK) return alone.attentionGrad(...args);
      const steps = [...Array<number>(17).fill(0), 1];
      const local = [16, alone.attentionScratchBytes(keys)] as const;
      pool.run({ kernel: 'attentionGrad', work, args, steps, count: 18, local });
    },
    attentionScratchBytes: (keys) => wholeLines(alone.attentionScratchBytes(keys)) * pool.size,
    standardize(x, out, scale, rows, n, eps, centered) {
      const work = 0.8 * rows * n;
      if (work < LEAST_WORK) return alone.standardize(x, out, scale, rows, n, eps, centered);
      const args = [x, out, scale, rows, n, eps, Number(centered)];
      pool.run({ kernel: 'standardize', work, args, steps: [4 * n, 4 * n, 4], count: 3 });
    },
    normalizeRows(x, out, weight, bias, rows, n, eps, centered) {
      const work = 0.8 * rows * n;
      if (work < LEAST_WORK) return alone.normalizeRows(x, out, weight, bias, rows, n, eps, centered);
      const args = [x, out, weight, bias, rows, n, eps, Number(centered)];
      pool.run({ kernel: 'normalizeRows', work, args, steps: [4 * n, 4 * n], count: 4 });
    },
    rotary(...args) {
      const [, , , , half, , , , rows] = args;
      const work = 0.8 * rows * half;
      if (work < LEAST_WORK) return alone.rotary(...args);
      pool.run({ kernel: 'rotary', work, args, steps: [0, 0, 0, 0, 0, 0, 0, 1], count: 8 });
    },
    blockAttention(...args) {
      const [, , , , , keys, queries, size, width, , , , , heads] = args;
      const work = heads * queries * keys * ((size + width) / 8 + 2);
      if (work < LEAST_WORK) return alone.blockAttention(...args);
      const local = [11, alone.blockAttentionScratchBytes(keys)] as const;
      const steps = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
      pool.run({ kernel: 'blockAttention', work, args, steps, count: 13, local });
    },
    standardizeGrad(g, y, scale, out, rows, n, centered) {
      const work = 0.8 * rows * n;
      if (work < LEAST_WORK) return alone.standardizeGrad(g, y, scale, out, rows, n, centered);
      const args = [g, y, scale, out, rows, n, Number(centered)];
      pool.run({ kernel: 'standardizeGrad', work, args, steps: [4 * n, 4 * n, 4, 4 * n], count: 4 });
    },
    topK(float, largest, x, values, indices, rows, n, k, scratch) {
      const work = (k <= 32 ? 6 : 60) * rows * n;
      if (work < LEAST_WORK) return alone.topK(float, largest, x, values, indices, rows, n, k, scratch);
      const args = [Number(float), Number(largest), x, values, indices, rows, n, k, scratch];
      const steps = [0, 0, 4 * n, 4 * k, 4 * k];
      pool.run({ kernel: 'topK', work, args, steps, count: 5, local: [8, 16 * n] });
    },
    gather(x, indices, out, outer, n, k, rowBytes, isFloat) {
      const work = outer * k * (4 + 0.1 * rowBytes);
      if (work < LEAST_WORK) return alone.gather(x, indices, out, outer, n, k, rowBytes, isFloat);
      const args = [x, indices, out, outer, n, k, rowBytes, Number(isFloat)];
      const job = { kernel: 'gather', work, args } as const;
      if (outer === 1) pool.run({ ...job, steps: [0, 4, rowBytes], count: 5 });
      else pool.run({ ...job, steps: [n * rowBytes, 0, k * rowBytes], count: 3 });
    },
  };
}
