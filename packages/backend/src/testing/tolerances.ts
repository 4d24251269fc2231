import type { KernelName } from '../kernels.js';

/** How far a float32 result may be from the golden value: `|got - expected| ≤ atol + rtol · |expected|`. */
export interface Tolerance {
  readonly rtol: number;
  readonly atol: number;
}

const exact: Tolerance = { rtol: 0, atol: 0 };
/** Functions that devices approximate. */
const approximate: Tolerance = { rtol: 1e-5, atol: 1e-9 };
/** Sums: the order of terms is free, so an error is relative to the terms, which are about 1. */
const summed: Tolerance = { rtol: 1e-5, atol: 1e-5 };

/** The tolerance of each kernel that returns float32; int32 and bool are exact everywhere. */
const byKernel: Readonly<Partial<Record<KernelName, Tolerance>>> = {
  range: { rtol: 1e-6, atol: 1e-6 },
  random: { rtol: 1e-5, atol: 1e-6 },
  unary: approximate,
  binary: { rtol: 1e-5, atol: 1e-7 },
  reduce: summed,
  cumulate: summed,
  scatterAdd: summed,
  matmul: summed,
  conv2d: summed,
  conv2dInputGrad: summed,
  conv2dFilterGrad: summed,
  maxPool2dGrad: summed,
  avgPool2d: { rtol: 1e-5, atol: 1e-6 },
  avgPool2dGrad: { rtol: 1e-5, atol: 1e-6 },
  softmax: { rtol: 1e-5, atol: 1e-7 },
  logSoftmax: { rtol: 1e-5, atol: 1e-6 },
  softmaxCrossEntropy: { rtol: 1e-5, atol: 1e-6 },
  attentionSoftmax: { rtol: 1e-5, atol: 1e-7 },
  attention: summed,
  attentionGrad: summed,
  // 1 + erf is rounded to 6e-8, and multiplied with x.
  activation: { rtol: 1e-5, atol: 1e-6 },
  activationGrad: { rtol: 1e-5, atol: 1e-6 },
  softmaxGrad: { rtol: 1e-5, atol: 1e-6 },
  // One row of x is rounded to 16 bits on wasm: 4e-4 was measured for sums of 130 terms, whose norm is 8.
  quantizedMatmul: { rtol: 1e-4, atol: 5e-4 },
  quantizedProducts: { rtol: 1e-4, atol: 5e-4 },
  dequantize: { rtol: 1e-6, atol: 0 },
  standardize: { rtol: 2e-5, atol: 2e-6 },
  normalizeRows: { rtol: 2e-5, atol: 2e-6 },
  rotary: { rtol: 1e-5, atol: 1e-6 },
  gatedSilu: { rtol: 1e-5, atol: 1e-7 },
  blockAttention: summed,
  clampedConv2d: summed,
  standardizeGrad: { rtol: 1e-5, atol: 2e-6 },
  recurrentStep: { rtol: 1e-5, atol: 1e-6 },
  recurrentStepGrad: { rtol: 1e-5, atol: 1e-6 },
  sgdStep: { rtol: 1e-5, atol: 1e-6 },
  adamStep: { rtol: 1e-5, atol: 1e-6 },
  adadeltaStep: { rtol: 1e-5, atol: 1e-6 },
  rmspropStep: { rtol: 1e-5, atol: 1e-6 },
  adagradStep: { rtol: 1e-5, atol: 1e-6 },
  adamaxStep: { rtol: 1e-5, atol: 1e-6 },
  lionStep: { rtol: 1e-5, atol: 1e-6 },
};

/** Functions whose error near their zeros is that of their argument's reduction, and rounding, which is exact. */
const byFunction: Readonly<Record<string, Tolerance>> = {
  sin: { rtol: 1e-5, atol: 1e-6 },
  cos: { rtol: 1e-5, atol: 1e-6 },
  tan: { rtol: 1e-5, atol: 1e-6 },
  log: { rtol: 1e-5, atol: 1e-7 },
  acos: { rtol: 1e-5, atol: 1e-6 },
  neg: exact,
  abs: exact,
  sign: exact,
  relu: exact,
  floor: exact,
  ceil: exact,
  round: exact,
  trunc: exact,
  maximum: exact,
  minimum: exact,
  max: exact,
  min: exact,
};

/** The tolerance of a call of a kernel; `op` is its first argument where that names a function. */
export function toleranceOf(kernel: KernelName, op: unknown): Tolerance {
  return (typeof op === 'string' ? byFunction[op] : undefined) ?? byKernel[kernel] ?? exact;
}
