// Made by scripts/build-kernels.mjs from assembly/. Not to be edited.

/** What the WebAssembly module exports. Addresses, sizes and strides are numbers. */
export interface KernelExports {
  readonly heapBase: { readonly value: number };
  binaryBool(op: number, a: number, stepA: number, b: number, stepB: number, out: number, n: number): void;
  binaryFloat(op: number, a: number, stepA: number, b: number, stepB: number, out: number, n: number): void;
  binaryInt(op: number, a: number, stepA: number, b: number, stepB: number, out: number, n: number): void;
  binaryStrided(kind: number, op: number, a: number, b: number, out: number, plan: number, ndim: number): void;
  conv2d(plan: number, x: number, w: number, bias: number, out: number, scratch: number): void;
  conv2dFilterGrad(plan: number, x: number, grad: number, dw: number, scratch: number): void;
  conv2dInputGrad(plan: number, grad: number, w: number, dx: number, scratch: number): void;
  convScratchBytes(plan: number): number;
  turnKernel(plan: number, w: number, to: number): void;
  cumulateFloat(product: boolean, x: number, out: number, outer: number, n: number, inner: number): void;
  cumulateInt(product: boolean, x: number, out: number, outer: number, n: number, inner: number): void;
  depthwiseConv2d(plan: number, x: number, w: number, bias: number, out: number): void;
  depthwiseFilterGrad(plan: number, x: number, grad: number, dw: number): void;
  depthwiseInputGrad(plan: number, grad: number, w: number, dx: number): void;
  cast(from: number, to: number, x: number, out: number, n: number): void;
  copyBytes(out: number, from: number, bytes: number): void;
  fillBytes(out: number, value: number, n: number): void;
  fillWords(out: number, bits: number, n: number): void;
  rangeFloat(out: number, start: number, step: number, n: number): void;
  rangeInt(out: number, start: number, step: number, n: number): void;
  gather(x: number, indices: number, out: number, outer: number, n: number, k: number, rowBytes: number): void;
  scatterAddFloat(x: number, indices: number, out: number, outer: number, k: number, size: number, inner: number): void;
  scatterAddInt(x: number, indices: number, out: number, outer: number, k: number, size: number, inner: number): void;
  gemm(a: number, rowA: number, kA: number, b: number, kB: number, colB: number, c: number, rowC: number, m: number, n: number, k: number, bias: number, scratch: number): void;
  gemmScratchBytes(): number;
  adadeltaStep(table: number, count: number, learningRate: number, rho: number, oneMinusRho: number, eps: number, weightDecay: number, maximize: boolean): void;
  adamStep(table: number, count: number, learningRate: number, stepSize: number, rootCorrection: number, beta1: number, beta2: number, oneMinusBeta1: number, oneMinusBeta2: number, eps: number, weightDecay: number, decoupled: boolean, maximize: boolean): void;
  sgdStep(table: number, count: number, learningRate: number, momentum: number, dampening: number, weightDecay: number, nesterov: boolean, maximize: boolean, first: boolean): void;
  avgPool2d(plan: number, x: number, out: number, countPadding: boolean): void;
  avgPool2dGrad(plan: number, grad: number, dx: number, countPadding: boolean): void;
  maxPool2d(plan: number, x: number, values: number, indices: number): void;
  maxPool2dGrad(plan: number, grad: number, indices: number, dx: number): void;
  bitsToNormal(x: number, n: number): void;
  bitsToUniform(x: number, n: number): void;
  randomBits(out: number, n: number, key: bigint, counter: bigint): void;
  argFloat(largest: boolean, x: number, out: number, outer: number, n: number, inner: number): void;
  argInt(largest: boolean, x: number, out: number, outer: number, n: number, inner: number): void;
  divideFloat(x: number, divisor: number, n: number): void;
  reduceBool(op: number, x: number, out: number, outer: number, n: number, inner: number): void;
  reduceFloat(op: number, x: number, out: number, outer: number, n: number, inner: number, scratch: number): void;
  reduceInt(op: number, x: number, out: number, outer: number, n: number, inner: number, scratch: number): void;
  select(condition: number, a: number, b: number, out: number, unit: number, plan: number, ndim: number): void;
  logSoftmax(x: number, out: number, rows: number, n: number): void;
  softmax(x: number, out: number, rows: number, n: number): void;
  softmaxCrossEntropy(x: number, targets: number, loss: number, grad: number, rows: number, n: number): void;
  topK(float: boolean, largest: boolean, x: number, values: number, indices: number, rows: number, n: number, k: number, scratch: number): void;
  copyStrided(from: number, to: number, unit: number, plan: number, ndim: number): void;
  transposeStrided(from: number, to: number, plan: number, ndim: number): void;
  logicalNot(x: number, out: number, n: number): void;
  reluGrad(grad: number, y: number, out: number, n: number): void;
  unaryFloat(op: number, x: number, out: number, n: number): void;
  unaryInt(op: number, x: number, out: number, n: number): void;
  unaryTest(op: number, x: number, out: number, n: number): void;
}
