import { erf, exp, expm1, log, log1p, sigmoid, softplus, tanh } from './functions';
import { vectorBytes } from './simd';

// Element-wise functions of one array. The numbers of operations are those of src/kernels/unary.ts.

/** Operations on four floats at once. */
@inline
function vector(op: i32, x: v128): v128 {
  if (op == 0) return f32x4.neg(x);
  if (op == 1) return f32x4.abs(x);
  if (op == 2) {
    const one = f32x4.splat(1);
    const zero = f32x4.splat(0);
    const sign = f32x4.sub(v128.and(f32x4.gt(x, zero), one), v128.and(f32x4.lt(x, zero), one));
    return sign; // 0 also of NaN
  }
  if (op == 3) return f32x4.mul(x, x);
  if (op == 4) return f32x4.max(x, f32x4.splat(0));
  if (op == 5) return exp(x);
  if (op == 6) return expm1(x);
  if (op == 7) return log(x);
  if (op == 8) return log1p(x);
  if (op == 9) return f32x4.sqrt(x);
  if (op == 10) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (op == 11) return f32x4.div(f32x4.splat(1), x);
  if (op == 12) return tanh(x);
  if (op == 13) return sigmoid(x);
  if (op == 14) return softplus(x);
  if (op == 15) return erf(x);
  if (op == 16) return f32x4.floor(x);
  if (op == 17) return f32x4.ceil(x);
  if (op == 18) return f32x4.nearest(x);
  return f32x4.trunc(x);
}

@inline
function mapVectors(op: i32, x: usize, out: usize, n: i32): void {
  const end = x + vectorBytes(n);
  for (; x < end; x += 16, out += 16) v128.store(out, vector(op, v128.load(x)));
}

/** Operations on one float, computed in double precision. */
@inline
function single(op: i32, x: f64): f64 {
  if (op == 20) return NativeMath.sin(x);
  if (op == 21) return NativeMath.cos(x);
  if (op == 22) return NativeMath.tan(x);
  if (op == 23) return NativeMath.asin(x);
  if (op == 24) return NativeMath.acos(x);
  if (op == 25) return NativeMath.atan(x);
  if (op == 26) return NativeMath.sinh(x);
  if (op == 27) return NativeMath.cosh(x);
  if (op == 28) return NativeMath.asinh(x);
  if (op == 29) return NativeMath.acosh(x);
  return NativeMath.atanh(x);
}

@inline
function mapSingles(op: i32, x: usize, out: usize, n: i32): void {
  const end = x + (<usize>n << 2);
  for (; x < end; x += 4, out += 4) store<f32>(out, <f32>single(op, <f64>load<f32>(x)));
}

/** Float32 to float32. */
export function unaryFloat(op: i32, x: usize, out: usize, n: i32): void {
  switch (op) {
    case 0: return mapVectors(0, x, out, n);
    case 1: return mapVectors(1, x, out, n);
    case 2: return mapVectors(2, x, out, n);
    case 3: return mapVectors(3, x, out, n);
    case 4: return mapVectors(4, x, out, n);
    case 5: return mapVectors(5, x, out, n);
    case 6: return mapVectors(6, x, out, n);
    case 7: return mapVectors(7, x, out, n);
    case 8: return mapVectors(8, x, out, n);
    case 9: return mapVectors(9, x, out, n);
    case 10: return mapVectors(10, x, out, n);
    case 11: return mapVectors(11, x, out, n);
    case 12: return mapVectors(12, x, out, n);
    case 13: return mapVectors(13, x, out, n);
    case 14: return mapVectors(14, x, out, n);
    case 15: return mapVectors(15, x, out, n);
    case 16: return mapVectors(16, x, out, n);
    case 17: return mapVectors(17, x, out, n);
    case 18: return mapVectors(18, x, out, n);
    case 19: return mapVectors(19, x, out, n);
    case 20: return mapSingles(20, x, out, n);
    case 21: return mapSingles(21, x, out, n);
    case 22: return mapSingles(22, x, out, n);
    case 23: return mapSingles(23, x, out, n);
    case 24: return mapSingles(24, x, out, n);
    case 25: return mapSingles(25, x, out, n);
    case 26: return mapSingles(26, x, out, n);
    case 27: return mapSingles(27, x, out, n);
    case 28: return mapSingles(28, x, out, n);
    case 29: return mapSingles(29, x, out, n);
    default: return mapSingles(30, x, out, n);
  }
}

/** Int32 to int32: neg, abs, sign, square, relu. */
export function unaryInt(op: i32, x: usize, out: usize, n: i32): void {
  const end = x + vectorBytes(n);
  for (; x < end; x += 16, out += 16) {
    const v = v128.load(x);
    let y: v128;
    if (op == 0) y = i32x4.neg(v);
    else if (op == 1) y = i32x4.abs(v);
    else if (op == 2) y = i32x4.sub(i32x4.gt_s(i32x4.splat(0), v), i32x4.gt_s(v, i32x4.splat(0)));
    else if (op == 3) y = i32x4.mul(v, v);
    else y = i32x4.max_s(v, i32x4.splat(0));
    v128.store(out, y);
  }
}

/** Float32 to bool: 31 isNaN, 32 isInf, 33 isFinite. */
export function unaryTest(op: i32, x: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++, x += 4, out++) {
    const v = load<f32>(x);
    const infinite = abs(v) == Infinity;
    if (op == 31) store<u8>(out, u8(v != v));
    else if (op == 32) store<u8>(out, u8(infinite));
    else store<u8>(out, u8(v == v && !infinite));
  }
}

export function logicalNot(x: usize, out: usize, n: i32): void {
  for (let i = 0; i < n; i++) store<u8>(out + i, u8(load<u8>(x + i) == 0));
}

/** grad where y > 0, else 0. */
export function reluGrad(grad: usize, y: usize, out: usize, n: i32): void {
  const end = grad + vectorBytes(n);
  for (; grad < end; grad += 16, y += 16, out += 16) {
    v128.store(out, v128.and(v128.load(grad), f32x4.gt(v128.load(y), f32x4.splat(0))));
  }
}

/** x to the power of 1, 2, 3 or 4. */
export function wholePower(x: usize, out: usize, exponent: i32, n: i32): void {
  const end = x + vectorBytes(n);
  for (; x < end; x += 16, out += 16) {
    const v = v128.load(x);
    let y = v;
    if (exponent > 1) y = f32x4.mul(y, v);
    if (exponent == 3) y = f32x4.mul(y, v);
    if (exponent == 4) y = f32x4.mul(y, y);
    v128.store(out, y);
  }
}
