// internal
import { type DeviceArray, type Kernels, sizeOf, type UnaryOp } from '@neurona/backend';
import type { TfjsRuntime } from '../runtime.js';
import { unaryKernel } from './transcendental.js';

type Row = (t: TfjsRuntime, x: DeviceArray) => DeviceArray;

const direct =
  (kernel: string): Row =>
  (t, x) =>
    unaryKernel(t, kernel, x);

/** tfjs computes some functions of int32 in float32, which is wrong beyond 2^24. */
const exactInt32 =
  (kernel: string, exact: Row): Row =>
  (t, x) =>
    x.dtype === 'int32' ? t.compose(() => exact(t, x)) : t.run(kernel, { x });

const negated: Row = (t, x) => t.run('Sub', { a: t.scalar(0, x.dtype), b: x });

const rows: Record<UnaryOp, Row> = {
  neg: exactInt32('Neg', negated),
  abs: exactInt32('Abs', (t, x) => t.run('Maximum', { a: x, b: negated(t, x) })),
  sign: direct('Sign'),
  square: (t, x) => t.run('Multiply', { a: x, b: x }),
  relu: exactInt32('Relu', (t, x) => t.run('Maximum', { a: x, b: t.scalar(0, 'int32') })),
  exp: direct('Exp'),
  expm1: direct('Expm1'),
  log: direct('Log'),
  log1p: direct('Log1p'),
  sqrt: direct('Sqrt'),
  rsqrt: direct('Rsqrt'),
  reciprocal: direct('Reciprocal'),
  sin: direct('Sin'),
  cos: direct('Cos'),
  tan: direct('Tan'),
  asin: direct('Asin'),
  acos: direct('Acos'),
  atan: direct('Atan'),
  sinh: direct('Sinh'),
  cosh: direct('Cosh'),
  tanh: direct('Tanh'),
  asinh: direct('Asinh'),
  acosh: direct('Acosh'),
  atanh: direct('Atanh'),
  sigmoid: direct('Sigmoid'),
  softplus: direct('Softplus'),
  erf: direct('Erf'),
  floor: direct('Floor'),
  ceil: direct('Ceil'),
  round: direct('Round'),
  trunc: (t, x) =>
    t.compose(() =>
      t.run('Multiply', { a: t.run('Sign', { x }), b: t.run('Floor', { x: t.run('Abs', { x }) }) }),
    ),
  isNaN: direct('IsNan'),
  isInf: direct('IsInf'),
  isFinite: direct('IsFinite'),
  logicalNot: direct('LogicalNot'),
};

const tests = new Set<UnaryOp>(['isNaN', 'isInf', 'isFinite', 'logicalNot']);

/** `unary`: one row an operation. */
export const unary =
  (t: TfjsRuntime): Kernels['unary'] =>
  (op, x) => {
    if (sizeOf(x.shape) === 0) return t.zeros(x.shape, tests.has(op) ? 'bool' : x.dtype);
    return rows[op](t, x);
  };
