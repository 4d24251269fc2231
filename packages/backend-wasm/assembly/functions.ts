import { madd, nmadd } from './simd';

// Elementary functions of four floats at once, to about one unit in the last place.

const LOG2_E: f32 = 1.44269504;
// ln 2 in two parts; the first has few enough bits that n · LN2_HIGH is exact.
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

// Adding this rounds to an integer, which then stands in the low bits.
const ROUNDER: f32 = 12582912;
const ROUNDER_BITS: i32 = 0x4b400000;
/** Where exp(x) leaves the normal numbers: below it the result is 0. */
const LOWEST: f32 = -87.3365;

/** exp(r) - 1 = r + r²/2! + … + r⁷/7!, to single precision for |r| ≤ ln 2 / 2. */
@inline
function expm1Series(r: v128): v128 {
  let q = madd(f32x4.splat(1.0 / 5040), r, f32x4.splat(1.0 / 720));
  q = madd(q, r, f32x4.splat(1.0 / 120));
  q = madd(q, r, f32x4.splat(1.0 / 24));
  q = madd(q, r, f32x4.splat(1.0 / 6));
  q = madd(q, r, f32x4.splat(0.5));
  return madd(f32x4.mul(q, r), r, r);
}

/** 2^n · (exp(r) - 1) + 2^n - minus, where x = n · ln 2 + r. */
@inline
function expMinus(x: v128, minus: f32): v128 {
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(90)), f32x4.splat(LOWEST)); // these keep NaN
  const shifted = f32x4.pmin(madd(x, f32x4.splat(LOG2_E), f32x4.splat(ROUNDER)), f32x4.splat(ROUNDER + 127));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const r = nmadd(n, f32x4.splat(LN2_LOW), nmadd(n, f32x4.splat(LN2_HIGH), x));
  const power = i32x4.shl(i32x4.add(shifted, i32x4.splat(127 - ROUNDER_BITS)), 23);
  return madd(expm1Series(r), power, minus == 0 ? power : f32x4.sub(power, f32x4.splat(minus)));
}

/** exp(x). */
@inline
export function exp(x: v128): v128 {
  return v128.andnot(expMinus(x, 0), f32x4.lt(x, f32x4.splat(LOWEST)));
}

/** exp(x) - 1. */
@inline
export function expm1(x: v128): v128 {
  return expMinus(x, 1);
}

/** log(1 + x) for x from 0 to 1: 2s + 2s³/3 + 2s⁵/5 + …, s = x / (2 + x). */
@inline
function log1pOfFraction(x: v128): v128 {
  const s = f32x4.div(x, f32x4.add(x, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let t = madd(f32x4.splat(2.0 / 15), z, f32x4.splat(2.0 / 13));
  t = madd(t, z, f32x4.splat(2.0 / 11));
  t = madd(t, z, f32x4.splat(2.0 / 9));
  t = madd(t, z, f32x4.splat(2.0 / 7));
  t = madd(t, z, f32x4.splat(2.0 / 5));
  t = madd(t, z, f32x4.splat(2.0 / 3));
  return madd(f32x4.mul(t, z), s, f32x4.add(s, s));
}

/** log(x) = k · ln 2 + log(1 + f), with s = f / (2 + f): log(1 + f) = 2s + 2s³/3 + 2s⁵/5 + … */
@inline
export function log(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const normal = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, tiny);
  // The exponent, with the mantissa taken from √½ to √2.
  const exponent = i32x4.shr_s(i32x4.sub(normal, i32x4.splat(0x3f3504f3)), 23);
  const f = f32x4.sub(i32x4.sub(normal, i32x4.shl(exponent, 23)), f32x4.splat(1));
  const k = f32x4.convert_i32x4_s(i32x4.sub(exponent, v128.and(tiny, i32x4.splat(23))));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  let t = madd(f32x4.splat(2.0 / 11), z, f32x4.splat(2.0 / 9));
  t = madd(t, z, f32x4.splat(2.0 / 7));
  t = madd(t, z, f32x4.splat(2.0 / 5));
  t = madd(t, z, f32x4.splat(2.0 / 3));
  const rest = nmadd(k, f32x4.splat(LN2_LOW), f32x4.mul(s, nmadd(t, z, f))); // s · (f - t z) - k · LN2_LOW
  let y = madd(k, f32x4.splat(LN2_HIGH), f32x4.sub(f, rest));
  y = v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(Infinity)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  // Below 0, and NaN: NaN.
  return v128.bitselect(y, f32x4.splat(NaN), f32x4.ge(x, f32x4.splat(0)));
}

/** log(1 + x) = log(u) + (x - (u - 1)) / u, u = 1 + x as rounded. */
@inline
export function log1p(x: v128): v128 {
  const u = f32x4.add(x, f32x4.splat(1));
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(u, f32x4.splat(1))), u);
  const finite = v128.and(f32x4.gt(u, f32x4.splat(0)), f32x4.lt(u, f32x4.splat(Infinity)));
  const y = f32x4.add(log(u), v128.and(lost, finite));
  return v128.bitselect(x, y, f32x4.eq(x, f32x4.splat(0))); // keeps -0
}

/** 1 / (1 + exp(-x)), from exp(-|x|), which can't overflow. */
@inline
export function sigmoid(x: v128): v128 {
  const e = exp(f32x4.neg(f32x4.abs(x)));
  const top = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  return f32x4.div(top, f32x4.add(e, f32x4.splat(1)));
}

/** tanh(|x|) = -e / (e + 2), e = exp(-2|x|) - 1. */
@inline
export function tanh(x: v128): v128 {
  const e = expm1(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const y = f32x4.div(f32x4.neg(e), f32x4.add(e, f32x4.splat(2)));
  return v128.bitselect(x, y, i32x4.splat(0x80000000)); // the sign of x
}

/** log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)). */
@inline
export function softplus(x: v128): v128 {
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), log1pOfFraction(exp(f32x4.neg(f32x4.abs(x)))));
}

/** Below 1 the Maclaurin series; from 1 to 4 a polynomial in (|x| - 2.5) / 1.5 through Chebyshev points; then ±1. */
@inline
export function erf(x: v128): v128 {
  const z = f32x4.mul(x, x);
  let s = madd(f32x4.splat(1.48071928e-8), z, f32x4.splat(-1.63658447e-7));
  s = madd(s, z, f32x4.splat(1.64621144e-6));
  s = madd(s, z, f32x4.splat(-1.49256504e-5));
  s = madd(s, z, f32x4.splat(0.00012055333));
  s = madd(s, z, f32x4.splat(-0.000854832702));
  s = madd(s, z, f32x4.splat(0.00522397763));
  s = madd(s, z, f32x4.splat(-0.0268661706));
  s = madd(s, z, f32x4.splat(0.112837917));
  s = madd(s, z, f32x4.splat(-0.376126389));
  const near = f32x4.mul(x, madd(s, z, f32x4.splat(1.12837917)));
  const size = f32x4.abs(x);
  const u = f32x4.mul(f32x4.sub(f32x4.min(size, f32x4.splat(4)), f32x4.splat(2.5)), f32x4.splat(1.0 / 1.5));
  let t = madd(f32x4.splat(0.000258006088), u, f32x4.splat(9.49723799e-5));
  t = madd(t, u, f32x4.splat(-0.00203279874));
  t = madd(t, u, f32x4.splat(0.00154291109));
  t = madd(t, u, f32x4.splat(0.00466702875));
  t = madd(t, u, f32x4.splat(-0.0104118453));
  t = madd(t, u, f32x4.splat(0.00663786417));
  t = madd(t, u, f32x4.splat(0.00957930564));
  t = madd(t, u, f32x4.splat(-0.0318684507));
  t = madd(t, u, f32x4.splat(0.0463895837));
  t = madd(t, u, f32x4.splat(-0.0436514786));
  t = madd(t, u, f32x4.splat(0.0281874063));
  t = madd(t, u, f32x4.splat(-0.0122528304));
  t = madd(t, u, f32x4.splat(0.00326727036));
  t = f32x4.min(madd(t, u, f32x4.splat(0.999593048)), f32x4.splat(1));
  t = v128.bitselect(f32x4.splat(1), t, f32x4.ge(size, f32x4.splat(3.92))); // where the nearest float is 1
  const far = v128.bitselect(x, t, i32x4.splat(0x80000000));
  return v128.bitselect(far, near, f32x4.ge(size, f32x4.splat(1)));
}
