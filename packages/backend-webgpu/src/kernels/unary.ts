import { type DType, type Kernels, sizeOf, type UnaryOp } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';
import { scalarOf } from '../wgsl/scalars.js';

/** Each function of `v`, a float32. */
const floats: Readonly<Record<UnaryOp, string>> = {
  neg: '-v',
  abs: 'abs(v)',
  sign: 'select(select(0.0, -1.0, v < 0.0), 1.0, v > 0.0)',
  square: 'v * v',
  relu: 'select(0.0, v, v > 0.0 || isNaN_(v))',
  exp: 'exp_(v)',
  expm1: 'expm1_(v)',
  log: 'log_(v)',
  log1p: 'log1p_(v)',
  sqrt: 'select(sqrt(v), nan_(), v < 0.0)',
  rsqrt: 'select(1.0 / sqrt(v), nan_(), v < 0.0)',
  reciprocal: '1.0 / v',
  sin: 'sin_(v)',
  cos: 'cos_(v)',
  tan: 'tan_(v)',
  asin: 'asin_(v)',
  acos: 'acos_(v)',
  atan: 'atan_(v)',
  sinh: 'sinh_(v)',
  cosh: 'cosh_(v)',
  tanh: 'tanh_(v)',
  asinh: 'asinh_(v)',
  acosh: 'acosh_(v)',
  atanh: 'atanh_(v)',
  sigmoid: 'sigmoid_(v)',
  softplus: 'softplus_(v)',
  erf: 'erf_(v)',
  floor: 'floor(v)',
  ceil: 'ceil(v)',
  round: 'round(v)',
  trunc: 'trunc(v)',
  isNaN: 'i32(isNaN_(v))',
  isInf: 'i32(isInf_(v))',
  isFinite: 'i32(isFinite_(v))',
  logicalNot: 'i32(v == 0.0)',
};

/** The same for int32 and bool. */
const integers: Partial<Record<UnaryOp, string>> = {
  neg: '-v',
  abs: 'abs(v)',
  sign: 'sign(v)',
  square: 'v * v',
  relu: 'max(v, 0)',
  floor: 'v',
  ceil: 'v',
  round: 'v',
  trunc: 'v',
  isNaN: '0',
  isInf: '0',
  isFinite: '1',
  logicalNot: 'i32(v == 0)',
};

const resultOf = (op: UnaryOp, dtype: DType): DType => {
  if (op === 'isNaN' || op === 'isInf' || op === 'isFinite' || op === 'logicalNot') return 'bool';
  return dtype;
};

/** One function of each element. */
export function unary(gpu: WebGPURuntime): Kernels['unary'] {
  return (op, x) => {
    const y = gpu.make(x.shape, resultOf(op, x.dtype));
    const size = sizeOf(x.shape);
    if (size === 0) return y;
    const source = () => {
      const value = (x.dtype === 'float32' ? floats : integers)[op] ?? floats[op];
      return {
        name: `unary ${op}`,
        inputs: { x: scalarOf(x.dtype) },
        outputs: { y: scalarOf(y.dtype) },
        params: { size: 'u32' as const },
        declarations: functionsFor(value),
        body: `${eachElement()}\n  let v = x[i];\n  y[i] = ${value};`,
      };
    };
    gpu.dispatch(`unary ${op} ${x.dtype}`, source, {
      inputs: [x],
      outputs: [y],
      params: [size],
      groups: elementGroups(size),
    });
    return y;
  };
}
