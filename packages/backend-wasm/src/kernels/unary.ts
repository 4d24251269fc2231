import { type DType, type Kernels, sizeOf, type UnaryOp } from '@neurona/backend';
import type { WasmRuntime } from '../runtime.js';

/** The numbers of assembly/unary.ts. */
const numbers: Record<UnaryOp, number> = {
  neg: 0,
  abs: 1,
  sign: 2,
  square: 3,
  relu: 4,
  exp: 5,
  expm1: 6,
  log: 7,
  log1p: 8,
  sqrt: 9,
  rsqrt: 10,
  reciprocal: 11,
  tanh: 12,
  sigmoid: 13,
  softplus: 14,
  erf: 15,
  floor: 16,
  ceil: 17,
  round: 18,
  trunc: 19,
  sin: 20,
  cos: 21,
  tan: 22,
  asin: 23,
  acos: 24,
  atan: 25,
  sinh: 26,
  cosh: 27,
  asinh: 28,
  acosh: 29,
  atanh: 30,
  isNaN: 31,
  isInf: 32,
  isFinite: 33,
  logicalNot: 34,
};

export const unary =
  (wasm: WasmRuntime): Kernels['unary'] =>
  (name, x) => {
    const op = numbers[name];
    const from = wasm.at(x);
    const size = sizeOf(x.shape);
    const dtype: DType = op < 31 ? x.dtype : 'bool';
    const out = wasm.make(x.shape, dtype);
    const to = wasm.at(out);
    if (op === 34) wasm.call.logicalNot(from, to, size);
    else if (op > 30) wasm.call.unaryTest(op, from, to, size);
    else if (dtype === 'int32') wasm.call.unaryInt(op, from, to, size);
    else wasm.call.unaryFloat(op, from, to, size);
    return out;
  };
