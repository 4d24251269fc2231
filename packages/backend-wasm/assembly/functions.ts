import { constant, madd, nmadd } from './simd';

// Elementary functions of four floats at once, to about one unit in the last place. Their constants are read from memory.

const ONE = memory.data<f32>([1]);
const TWO = memory.data<f32>([2]);
const LOG2_E = memory.data<f32>([1.44269504]);
// ln 2 in two parts; the first has few enough bits that n · LN2_HIGH is exact.
const LN2_HIGH = memory.data<f32>([0.693359375]);
const LN2_LOW = memory.data<f32>([-2.12194440e-4]);

// Adding this rounds to an integer, which then stands in the low bits; the largest one is 127.
const ROUNDER = memory.data<f32>([12582912]);
const MOST_ROUNDED = memory.data<f32>([12583039]);
const EXPONENT_FROM_ROUNDED = memory.data<i32>([127 - 0x4b400000]);
/** Where exp(x) leaves the normal numbers: below it the result is 0. */
const LOWEST = memory.data<f32>([-87.3365]);
const HIGHEST = memory.data<f32>([90]);

/** `ROUNDER` and 127, the bias of exponents. */
const BIASED_ROUNDER = memory.data<f32>([12583039]);

/** 1/7!, 1/6!, … 1/2! */
const EXP_SERIES = memory.data<f32>([1.984126984e-4, 1.388888889e-3, 8.333333333e-3, 4.166666667e-2, 0.1666666667, 0.5]);
/** Of r⁶ to r²: nearly 1/6! to 1/2!, such that the greatest error is smallest. */
const EXP_FIT = memory.data<f32>([1.3814586e-3, 8.36871658e-3, 4.1668389e-2, 0.166665211, 0.49999994]);

/** exp(r) - 1 = r + r²/2! + … + r⁷/7!, to single precision for |r| ≤ ln 2, as of the largest exponents. */
@inline
function expm1Series(r: v128): v128 {
  let q = madd(constant(EXP_SERIES), r, constant(EXP_SERIES + 4));
  q = madd(q, r, constant(EXP_SERIES + 8));
  q = madd(q, r, constant(EXP_SERIES + 12));
  q = madd(q, r, constant(EXP_SERIES + 16));
  q = madd(q, r, constant(EXP_SERIES + 20));
  return madd(f32x4.mul(q, r), r, r);
}

/** exp(r) - 1 = r + c₂ r² + … + c₆ r⁶, to 3e-9 of exp(r) for |r| ≤ ln 2 / 2. */
@inline
function expm1Fit(r: v128): v128 {
  let q = madd(constant(EXP_FIT), r, constant(EXP_FIT + 4));
  q = madd(q, r, constant(EXP_FIT + 8));
  q = madd(q, r, constant(EXP_FIT + 12));
  q = madd(q, r, constant(EXP_FIT + 16));
  return madd(f32x4.mul(q, r), r, r);
}

/** 2^n · (exp(r) - 1) + 2^n - minus, where x = n · ln 2 + r; minus is 0 or 1. */
@inline
function expMinus(x: v128, minus: i32): v128 {
  x = f32x4.pmax(f32x4.pmin(x, constant(HIGHEST)), constant(LOWEST)); // these keep NaN
  const shifted = f32x4.pmin(madd(x, constant(LOG2_E), constant(ROUNDER)), constant(MOST_ROUNDED));
  const n = f32x4.sub(shifted, constant(ROUNDER));
  const r = nmadd(n, constant(LN2_LOW), nmadd(n, constant(LN2_HIGH), x));
  const power = i32x4.shl(i32x4.add(shifted, constant(EXPONENT_FROM_ROUNDED)), 23);
  return madd(expm1Series(r), power, minus == 0 ? power : f32x4.sub(power, constant(ONE)));
}

/** exp(x). */
@inline
export function exp(x: v128): v128 {
  return v128.andnot(expMinus(x, 0), f32x4.lt(x, constant(LOWEST)));
}

/** exp(x) for x up to 88, as that of 0 and below: nothing can overflow. */
@inline
export function expBelow(x: v128): v128 {
  const shifted = madd(x, constant(LOG2_E), constant(BIASED_ROUNDER));
  const n = f32x4.sub(shifted, constant(BIASED_ROUNDER));
  const r = nmadd(n, constant(LN2_LOW), nmadd(n, constant(LN2_HIGH), x));
  const power = i32x4.shl(shifted, 23);
  return v128.andnot(madd(expm1Fit(r), power, power), f32x4.lt(x, constant(LOWEST)));
}

/** exp(x) - 1. */
@inline
export function expm1(x: v128): v128 {
  return expMinus(x, 1);
}

/** 2/15, 2/13, … 2/3 */
const LOG_SERIES = memory.data<f32>([0.1333333333, 0.1538461538, 0.1818181818, 0.2222222222, 0.2857142857, 0.4, 0.6666666667]);

/** log(1 + x) for x from 0 to 1: 2s + 2s³/3 + 2s⁵/5 + …, s = x / (2 + x). */
@inline
function log1pOfFraction(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, constant(TWO)));
  const z = f32x4.mul(s, s);
  let t = madd(constant(LOG_SERIES), z, constant(LOG_SERIES + 4));
  t = madd(t, z, constant(LOG_SERIES + 8));
  t = madd(t, z, constant(LOG_SERIES + 12));
  t = madd(t, z, constant(LOG_SERIES + 16));
  t = madd(t, z, constant(LOG_SERIES + 20));
  t = madd(t, z, constant(LOG_SERIES + 24));
  return madd(f32x4.mul(t, z), s, f32x4.add(s, s));
}

/** Below it numbers are subnormal; 2²³ makes them normal. */
const LEAST_NORMAL = memory.data<f32>([1.17549435e-38]);
const TO_NORMAL = memory.data<f32>([8388608]);
/** The bits of √½. */
const ROOT_HALF_BITS = memory.data<i32>([0x3f3504f3]);
const MANTISSA_BITS = memory.data<i32>([23]);

/** log(x) = k · ln 2 + log(1 + f), with s = f / (2 + f): log(1 + f) = 2s + 2s³/3 + 2s⁵/5 + … */
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, constant(LEAST_NORMAL));
  const normal = v128.bitselect(f32x4.mul(x, constant(TO_NORMAL)), x, tiny);
  // The exponent, with the mantissa taken from √½ to √2.
  const exponent = i32x4.shr_s(i32x4.sub(normal, constant(ROOT_HALF_BITS)), 23);
  const f = f32x4.sub(i32x4.sub(normal, i32x4.shl(exponent, 23)), constant(ONE));
  const k = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(tiny, constant(MANTISSA_BITS))));
  const s = f32x4.div(f, f32x4.add(f, constant(TWO)));
  const z = f32x4.mul(s, s);
  let t = madd(constant(LOG_SERIES + 8), z, constant(LOG_SERIES + 12));
  t = madd(t, z, constant(LOG_SERIES + 16));
  t = madd(t, z, constant(LOG_SERIES + 20));
  t = madd(t, z, constant(LOG_SERIES + 24));
  const rest = nmadd(k, constant(LN2_LOW), f32x4.mul(s, nmadd(t, z, f))); // s · (f - t z) - k · LN2_LOW
  let y = madd(k, constant(LN2_HIGH), f32x4.sub(f, rest));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  // Below 0, and NaN: NaN.
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

/** log(1 + x) = log(u) + (x - (u - 1)) / u, u = 1 + x as rounded. */
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, constant(ONE));
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, constant(ONE))), u);
  const finite = v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, f32x4.splat(Infinity)));
  const y = f32x4.add(log(u), v128.and(lost, finite));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0))); // keeps -0
}

/** 1 / (1 + exp(-x)), from exp(-|x|), which can't overflow. */
@inline
export function sigmoid(x: v128): v128 {
  const e = expBelow(f32x4.neg(f32x4.abs(x)));
  const top = v128.bitselect(e, constant(ONE), f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(top, f32x4.add(e, constant(ONE)));
}

const MINUS_TWO = memory.data<f32>([-2]);

/** tanh(|x|) = -e / (e + 2), e = exp(-2|x|) - 1. */
@inline
export function tanh(x: v128): v128 {
  const e = expm1(f32x4.mul(f32x4.abs(x), constant(MINUS_TWO)));
  const y = f32x4.div(f32x4.neg(e), f32x4.add(e, constant(TWO)));
  return v128.bitselect(x, y, i32x4.splat(0x80000000)); // the sign of x
}

/** log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)). */
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1pOfFraction(expBelow(f32x4.neg(f32x4.abs(x)))));
}

const ERF_NEAR = memory.data<f32>([
  1.48071928e-8, -1.63658447e-7, 1.64621144e-6, -1.49256504e-5, 0.00012055333, -0.000854832702, 0.00522397763,
  -0.0268661706, 0.112837917, -0.376126389, 1.12837917,
]);
const ERF_FAR = memory.data<f32>([
  0.000258006088, 9.49723799e-5, -0.00203279874, 0.00154291109, 0.00466702875, -0.0104118453, 0.00663786417,
  0.00957930564, -0.0318684507, 0.0463895837, -0.0436514786, 0.0281874063, -0.0122528304, 0.00326727036, 0.999593048,
]);
/** The middle of where the polynomial holds, and the share of its half width; its end; where the nearest float is 1. */
const FAR_MIDDLE = memory.data<f32>([2.5]);
const FAR_SHARE = memory.data<f32>([0.6666666667]);
const FAR_END = memory.data<f32>([4]);
const FAR_ONE = memory.data<f32>([3.92]);

/** Below 1 the Maclaurin series; from 1 to 4 a polynomial in (|x| - 2.5) / 1.5 through Chebyshev points; then ±1. */
@inline
export function erf(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let s = madd(constant(ERF_NEAR), z, constant(ERF_NEAR + 4));
  s = madd(s, z, constant(ERF_NEAR + 8));
  s = madd(s, z, constant(ERF_NEAR + 12));
  s = madd(s, z, constant(ERF_NEAR + 16));
  s = madd(s, z, constant(ERF_NEAR + 20));
  s = madd(s, z, constant(ERF_NEAR + 24));
  s = madd(s, z, constant(ERF_NEAR + 28));
  s = madd(s, z, constant(ERF_NEAR + 32));
  s = madd(s, z, constant(ERF_NEAR + 36));
  const near = f32x4.mul(x, madd(s, z, constant(ERF_NEAR + 40)));
  const size = f32x4.abs(x);
  const u = f32x4.mul(f32x4.sub(f32x4.min(size, constant(FAR_END)), constant(FAR_MIDDLE)), constant(FAR_SHARE));
  let t = madd(constant(ERF_FAR), u, constant(ERF_FAR + 4));
  t = madd(t, u, constant(ERF_FAR + 8));
  t = madd(t, u, constant(ERF_FAR + 12));
  t = madd(t, u, constant(ERF_FAR + 16));
  t = madd(t, u, constant(ERF_FAR + 20));
  t = madd(t, u, constant(ERF_FAR + 24));
  t = madd(t, u, constant(ERF_FAR + 28));
  t = madd(t, u, constant(ERF_FAR + 32));
  t = madd(t, u, constant(ERF_FAR + 36));
  t = madd(t, u, constant(ERF_FAR + 40));
  t = madd(t, u, constant(ERF_FAR + 44));
  t = madd(t, u, constant(ERF_FAR + 48));
  t = madd(t, u, constant(ERF_FAR + 52));
  t = f32x4.min(madd(t, u, constant(ERF_FAR + 56)), constant(ONE));
  t = v128.bitselect(constant(ONE), t, f32x4.ge(size, constant(FAR_ONE)));
  const far = v128.bitselect(x, t, i32x4.splat(0x80000000));
  return v128.bitselect(far, near, f32x4.ge(size, constant(ONE)));
}
