// internal
import type { WGSLFunction } from './wgsl-function.js';

/** Powers, remainders and extremes. */
export const arithmetic: Readonly<Record<string, WGSLFunction>> = {
  pow_: {
    needs: ['isNaN_', 'nan_', 'isInf_', 'exp_', 'log_'],
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
  let a = abs(x);
  let odd = whole && abs(y) < 16777216.0 && (i32(y) & 1) == 1;
  if (x < 0.0 && !whole && !isInf_(x)) { return nan_(); }
  // y log a = (whole part + fraction): the product's error stays small where log a is large
  let l = log_(a);
  let e = y * l;
  var z = exp_(e);
  if (!isInf_(e)) { z += z * fma(y, l, -e); }
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
