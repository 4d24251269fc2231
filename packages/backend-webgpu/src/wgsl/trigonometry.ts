// internal
import type { WGSLFunction } from './wgsl-function.js';

/** Functions of angles and their inverses. */
export const trigonometry: Readonly<Record<string, WGSLFunction>> = {
  turn_: {
    needs: ['mulHigh_'],
    // |x| = m 2^e: the 96 bits of 2/pi that matter begin where whole turns end (Payne, Hanek 1983)
    code: `struct Turn_ { n: i32, r: f32 }
fn turn_(x: f32) -> Turn_ {
  let bits = bitcast<u32>(x);
  let m = (bits & 0x7fffffu) | 0x800000u;
  let start = u32(i32((bits >> 23u) & 0xffu) - 120);
  var words = array<u32, 8>(0u, 0xa2f9836eu, 0x4e441529u, 0xfc2757d1u, 0xf534ddc0u, 0xdb629599u, 0x3c439041u, 0xfe5163abu);
  let at = start >> 5u;
  let shift = start & 31u;
  var w = vec4u(words[at], words[at + 1u], words[at + 2u], words[at + 3u]);
  if (shift > 0u) { w = (w << vec4u(shift)) | (vec4u(w.yzw, 0u) >> vec4u(32u - shift)); }
  let low = m * w.y;
  let middle = low + mulHigh_(m, w.z);
  let high = m * w.x + mulHigh_(m, w.y) + u32(middle < low);
  let fraction = (high << 2u) | (middle >> 30u);
  let n = i32((high >> 30u) + (fraction >> 31u));
  let r = f32(bitcast<i32>(fraction)) * 3.65729520e-10;
  if (x < 0.0) { return Turn_(-n, -r); }
  return Turn_(n, r);
}`,
  },
  quadrant_: {
    needs: ['turn_'],
    // x = n pi/2 + r, |r| <= pi/4; pi/2 in four parts, the first ones short, so that n times them is exact
    code: `struct Quadrant_ { n: i32, sine: f32, cosine: f32 }
fn quadrant_(x: f32) -> Quadrant_ {
  let whole = round(x * 0.636619772);
  var n = i32(whole);
  var r = (((x - whole * 1.5703125) - whole * 4.83751297e-4) - whole * 7.54947001e-8) - whole * 5.12668145e-12;
  if (abs(x) > 8192.0) {
    let turn = turn_(x);
    n = turn.n;
    r = turn.r;
  }
  let z = r * r;
  let sine = r + r * z * (-1.66666667e-1 + z * (8.33333333e-3 + z * (-1.98412698e-4 + z * 2.75573192e-6)));
  let cosine = 1.0 - 0.5 * z + z * z * (4.16666667e-2 + z * (-1.38888889e-3 + z * (2.48015873e-5 - z * 2.75573192e-7)));
  return Quadrant_(n & 3, sine, cosine);
}`,
  },
  sin_: {
    needs: ['quadrant_', 'isFinite_', 'nan_'],
    code: `fn sin_(x: f32) -> f32 {
  if (!isFinite_(x)) { return nan_(); }
  let q = quadrant_(x);
  let y = select(q.sine, q.cosine, (q.n & 1) == 1);
  return select(y, -y, q.n >= 2);
}`,
  },
  cos_: {
    needs: ['quadrant_', 'isFinite_', 'nan_'],
    code: `fn cos_(x: f32) -> f32 {
  if (!isFinite_(x)) { return nan_(); }
  let q = quadrant_(x);
  let y = select(q.cosine, q.sine, (q.n & 1) == 1);
  return select(y, -y, q.n == 1 || q.n == 2);
}`,
  },
  tan_: {
    needs: ['quadrant_', 'isFinite_', 'nan_'],
    code: `fn tan_(x: f32) -> f32 {
  if (!isFinite_(x)) { return nan_(); }
  let q = quadrant_(x);
  return select(q.sine / q.cosine, -q.cosine / q.sine, (q.n & 1) == 1);
}`,
  },
  atan_: {
    needs: ['isNaN_'],
    code: `fn atan_(x: f32) -> f32 {
  if (isNaN_(x)) { return x; }
  let a = abs(x);
  var t = a;
  var base = 0.0;
  if (a > 2.41421356) { t = -1.0 / a; base = 1.57079633; }
  else if (a > 0.414213562) { t = (a - 1.0) / (a + 1.0); base = 0.785398163; }
  let z = t * t;
  let tail = z * (-0.333333333 + z * (0.2 + z * (-0.142857143 + z * (0.111111111 + z * (-0.0909090909
    + z * (0.0769230769 + z * (-0.0666666667 + z * (0.0588235294 - z * 0.0526315789))))))));
  let y = base + (t + t * tail);
  return select(y, -y, x < 0.0);
}`,
  },
  asin_: {
    needs: ['atan_', 'nan_', 'isNaN_'],
    code: `fn asin_(x: f32) -> f32 {
  let a = abs(x);
  if (a > 1.0 || isNaN_(x)) { return nan_(); }
  var y = atan_(a / sqrt((1.0 - a) * (1.0 + a)));
  if (a > 0.5) {
    let h = 0.5 * (1.0 - a);
    y = 1.57079633 - 2.0 * atan_(sqrt(h / (1.0 - h)));
  }
  return select(y, -y, x < 0.0);
}`,
  },
  acos_: {
    needs: ['asin_', 'atan_', 'nan_', 'isNaN_'],
    code: `fn acos_(x: f32) -> f32 {
  let a = abs(x);
  if (a > 1.0 || isNaN_(x)) { return nan_(); }
  if (a <= 0.5) { return 1.57079633 - asin_(x); }
  let h = 0.5 * (1.0 - a);
  let y = 2.0 * atan_(sqrt(h / (1.0 - h)));
  return select(y, 3.14159265 - y, x < 0.0);
}`,
  },
  atan2_: {
    needs: ['atan_', 'isNaN_', 'isInf_', 'nan_'],
    code: `fn atan2_(y: f32, x: f32) -> f32 {
  if (isNaN_(x) || isNaN_(y)) { return nan_(); }
  let a = abs(x);
  let b = abs(y);
  var t = 0.785398163;
  if (isInf_(x) && isInf_(y)) { t = 0.785398163; }
  else if (a == 0.0 && b == 0.0) { t = 0.0; }
  else if (b > a) { t = 1.57079633 - atan_(a / b); }
  else { t = atan_(b / a); }
  if ((bitcast<u32>(x) & 0x80000000u) != 0u) { t = 3.14159265 - t; }
  return select(t, -t, (bitcast<u32>(y) & 0x80000000u) != 0u);
}`,
  },
};
