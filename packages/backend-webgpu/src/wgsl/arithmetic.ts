// internal
import type { WGSLFunction } from './wgsl-function.js';

/** Powers, remainders and extremes. */
export const arithmetic: Readonly<Record<string, WGSLFunction>> = {
  pow_: {
    needs: ['isNaN_', 'nan_', 'isInf_', 'exp_', 'log_', 'powerOfTwo_'],
    code: `fn pow_(x: f32, y: f32) -> f32 {
  if (y == 0.0 || x == 1.0) { return 1.0; }
  if (isNaN_(x) || isNaN_(y)) { return nan_(); }
  if (abs(x) == 1.0 && isInf_(y)) { return 1.0; }
  let whole = floor(y) == y;
  if (whole && abs(y) <= 32.0) {
    var n = u32(abs(y));
    var base = x;
    var product = 1.0;
    while (n > 0u) {
      if ((n & 1u) == 1u) { product *= base; }
      base *= base;
      n = n >> 1u;
    }
    return select(product, 1.0 / product, y < 0.0);
  }
  if (y == 0.5) { if (x == 0.0) { return 0.0; } if (isInf_(x)) { return abs(x); } if (x < 0.0) { return nan_(); } return sqrt(x); }
  if (y == -0.5 && x > 0.0) { return 1.0 / sqrt(x); }
  let a = abs(x);
  let odd = whole && abs(y) < 16777216.0 && (i32(y) & 1) == 1;
  if (x < 0.0 && !whole && !isInf_(x)) { return nan_(); }
  let rough = y * log_(a);
  var z = exp_(rough);
  if (abs(rough) < 110.0) {
    // a = 2^k m, y log2 a = y k + y log2 m: the whole part of the first product is taken off exactly, so that little is left to round
    let isTiny = a < 1.17549435e-38;
    let bits = bitcast<u32>(select(a, a * 16777216.0, isTiny));
    var k = f32(i32(bits >> 23u) - select(127, 151, isTiny));
    var m = bitcast<f32>((bits & 0x7fffffu) | 0x3f800000u);
    if (m > 1.41421356) { m *= 0.5; k += 1.0; }
    let y1 = bitcast<f32>(bitcast<u32>(y) & 0xfffff000u); // few digits: y1 k is exact
    let n = round(y1 * k);
    let t = (y1 * k - n) + (y - y1) * k + y * (log_(m) * 1.44269504);
    let half = i32(n) / 2;
    z = exp_(t * 0.693147181) * powerOfTwo_(half) * powerOfTwo_(i32(n) - half);
  }
  return select(z, -z, odd && (bitcast<u32>(x) & 0x80000000u) != 0u);
}`,
  },
  fmod_: {
    needs: ['isNaN_', 'isInf_', 'nan_'],
    // exact: long division of the mantissas
    code: `fn fmod_(x: f32, y: f32) -> f32 {
  let a = bitcast<u32>(x) & 0x7fffffffu;
  let b = bitcast<u32>(y) & 0x7fffffffu;
  if (b == 0u || isNaN_(x) || isNaN_(y) || isInf_(x)) { return nan_(); }
  if (a < b) { return x; }
  var ea = i32(a >> 23u);
  var eb = i32(b >> 23u);
  var ma = select((a & 0x7fffffu) | 0x800000u, a, ea == 0);
  var mb = select((b & 0x7fffffu) | 0x800000u, b, eb == 0);
  ea = max(ea, 1);
  eb = max(eb, 1);
  while (ea > eb) {
    if (ma >= mb) { ma -= mb; }
    ma = ma << 1u;
    ea -= 1;
  }
  if (ma >= mb) { ma -= mb; }
  if (ma == 0u) { return select(0.0, -0.0, x < 0.0); }
  while (ma < 0x800000u && ea > 1) {
    ma = ma << 1u;
    ea -= 1;
  }
  let bits = select(ma, (ma & 0x7fffffu) | (u32(ea) << 23u), ma >= 0x800000u);
  return bitcast<f32>(bits | (bitcast<u32>(x) & 0x80000000u));
}`,
  },
  remainder_: {
    needs: ['fmod_'],
    code: `fn remainder_(x: f32, y: f32) -> f32 {
  let r = fmod_(x, y);
  return select(r, r + y, r != 0.0 && (r < 0.0) != (y < 0.0));
}`,
  },
  remainderInt_: {
    code: `fn remainderInt_(x: i32, y: i32) -> i32 {
  if (y == 0) { return 0; }
  let r = x % y;
  return select(r, r + y, r != 0 && (r < 0) != (y < 0));
}`,
  },
  maximum_: {
    needs: ['isNaN_'],
    code: `fn maximum_(a: f32, b: f32) -> f32 {
  if (isNaN_(a)) { return a; }
  return select(a, b, b > a || isNaN_(b));
}`,
  },
  minimum_: {
    needs: ['isNaN_'],
    code: `fn minimum_(a: f32, b: f32) -> f32 {
  if (isNaN_(a)) { return a; }
  return select(a, b, b < a || isNaN_(b));
}`,
  },
};
