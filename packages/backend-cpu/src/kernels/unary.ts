// internal
import type { DType, Kernels, UnaryOp } from '@neurona/backend';
import type { CpuRuntime } from '../cpu-runtime.js';
import { erf } from '../erf.js';

const roundHalfToEven = (x: number): number => {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
};

const functions: Record<UnaryOp, (x: number) => number> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => Math.sign(x) || 0, // also of NaN
  square: (x) => x * x,
  relu: (x) => Math.max(x, 0), // keeps NaN
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  erf,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfToEven,
  trunc: Math.trunc,
  isNaN: (x) => (Number.isNaN(x) ? 1 : 0),
  isInf: (x) => (x === Number.POSITIVE_INFINITY || x === Number.NEGATIVE_INFINITY ? 1 : 0),
  isFinite: (x) => (Number.isFinite(x) ? 1 : 0),
  logicalNot: (x) => (x === 0 ? 1 : 0),
};

const tests = new Set<UnaryOp>(['isNaN', 'isInf', 'isFinite', 'logicalNot']);

/** `unary`: a function of each element; int32 results wrap. */
export const unary =
  (t: CpuRuntime): Kernels['unary'] =>
  (op, x) => {
    const dtype: DType = tests.has(op) ? 'bool' : x.dtype;
    const from = t.values(x);
    const { array, values } = t.make(x.shape, dtype);
    const f = op === 'square' && x.dtype === 'int32' ? (v: number) => Math.imul(v, v) : functions[op];
    for (let i = 0; i < from.length; i++) values[i] = f(from[i]!);
    return array;
  };
