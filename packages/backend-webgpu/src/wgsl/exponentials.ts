// internal
import type { WGSLFunction } from './wgsl-function.js';

/** Exponentials, logarithms and functions of them. */
export const exponentials: Readonly<Record<string, WGSLFunction>> = {
  exp_: {
    needs: ['isNaN_', 'powerOfTwo_'],
    // x = n ln 2 + r, |r| <= ln 2 / 2; ln 2 in two parts, the first short, so that n times it is exact
    code: `fn exp_(x: f32) -> f32 {
  if (isNaN_(x)) { return x; }
  let v = clamp(x, -104.0, 89.0);
  let n = round(v * 1.44269504);
  let r = (v - n * 0.693359375) + n * 2.12194440e-4;
  let p = 1.0 + r * (1.0 + r * (0.5 + r * (1.66666667e-1 + r * (4.16666667e-2
    + r * (8.33333333e-3 + r * (1.38888889e-3 + r * 1.98412698e-4))))));
  let k = i32(n);
  let half = k / 2;
  return p * powerOfTwo_(half) * powerOfTwo_(k - half);
}`,
  },
  expm1_: {
    needs: ['exp_'],
    code: `fn expm1_(x: f32) -> f32 {
  if (abs(x) < 0.35) {
    return x + x * x * (0.5 + x * (1.66666667e-1 + x * (4.16666667e-2 + x * (8.33333333e-3
      + x * (1.38888889e-3 + x * (1.98412698e-4 + x * 2.48015873e-5))))));
  }
  return exp_(x) - 1.0;
}`,
  },
  log_: {
    needs: ['isNaN_', 'isInf_', 'nan_', 'infinity_'],
    // x = 2^e m, sqrt(1/2) <= m < sqrt(2); log m through s = (m - 1) / (m + 1)
    code: `fn log_(x: f32) -> f32 {
  if (isNaN_(x)) { return x; }
  if (x < 0.0) { return nan_(); }
  if (isInf_(x)) { return x; }
  var bits = bitcast<u32>(x) & 0x7fffffffu;
  var e = 0;
  if (bits == 0u) { return -infinity_(); }
  if (bits < 0x00800000u) {
    bits = bitcast<u32>(f32(bits)); // x = bits 2^-149
    e = -149;
  }
  let offset = bits - 0x3f3504f3u;
  e += bitcast<i32>(offset) >> 23u;
  let f = bitcast<f32>((offset & 0x007fffffu) + 0x3f3504f3u) - 1.0;
  let s = f / (2.0 + f);
  let z = s * s;
  let half = 0.5 * f * f;
  let rest = z * (0.666666667 + z * (0.4 + z * (0.285714286 + z * 0.222222222)));
  let n = f32(e);
  return n * 0.693359375 + (f - (half - (s * (half + rest) - n * 2.12194440e-4)));
}`,
  },
  log1p_: {
    needs: ['log_'],
    code: `fn log1p_(x: f32) -> f32 {
  if (abs(x) < 0.3) {
    let s = x / (2.0 + x);
    let z = s * s;
    let half = 0.5 * x * x;
    let rest = z * (0.666666667 + z * (0.4 + z * (0.285714286 + z * (0.222222222 + z * 0.181818182))));
    return x - (half - s * (half + rest));
  }
  return log_(1.0 + x);
}`,
  },
  sigmoid_: {
    needs: ['exp_'],
    code: `fn sigmoid_(x: f32) -> f32 {
  let e = exp_(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}`,
  },
  softplus_: {
    needs: ['exp_', 'log1p_'],
    code: 'fn softplus_(x: f32) -> f32 { return max(x, 0.0) + log1p_(exp_(-abs(x))); }',
  },
  tanh_: {
    needs: ['expm1_'],
    code: `fn tanh_(x: f32) -> f32 {
  if (abs(x) > 10.0) { return sign(x); }
  let t = expm1_(2.0 * abs(x));
  return select(t / (t + 2.0), -t / (t + 2.0), x < 0.0);
}`,
  },
  sinh_: {
    needs: ['exp_', 'expm1_'],
    code: `fn sinh_(x: f32) -> f32 {
  let a = abs(x);
  let t = expm1_(a);
  var y = 0.5 * (t + t / (t + 1.0));
  if (a > 80.0) { let e = exp_(0.5 * a); y = 0.5 * e * e; }
  return select(y, -y, x < 0.0);
}`,
  },
  cosh_: {
    needs: ['exp_'],
    code: `fn cosh_(x: f32) -> f32 {
  let e = exp_(0.5 * abs(x));
  return 0.5 * e * e + 0.5 / (e * e);
}`,
  },
  asinh_: {
    needs: ['log_', 'log1p_', 'isInf_'],
    code: `fn asinh_(x: f32) -> f32 {
  let a = abs(x);
  var y = log1p_(a + a * a / (1.0 + sqrt(a * a + 1.0)));
  if (a > 1e9) { y = log_(a) + 0.693147181; }
  return select(y, -y, x < 0.0);
}`,
  },
  acosh_: {
    needs: ['log_', 'log1p_', 'nan_'],
    code: `fn acosh_(x: f32) -> f32 {
  if (x < 1.0) { return nan_(); }
  if (x > 1e9) { return log_(x) + 0.693147181; }
  let t = x - 1.0;
  return log1p_(t + sqrt(t * (t + 2.0)));
}`,
  },
  atanh_: {
    needs: ['log1p_', 'nan_'],
    code: `fn atanh_(x: f32) -> f32 {
  let a = abs(x);
  if (a > 1.0) { return nan_(); }
  let y = 0.5 * log1p_(2.0 * a / (1.0 - a));
  return select(y, -y, x < 0.0);
}`,
  },
  erf_: {
    needs: ['exp_', 'isNaN_'],
    // |x| < 1: Taylor series; else 1 - exp(-x^2) g(t), g interpolated in t = 1 / (1 + |x| / 2), to 2e-9
    code: `fn erf_(x: f32) -> f32 {
  if (isNaN_(x)) { return x; }
  let a = abs(x);
  let z = x * x;
  if (a < 1.0) {
    return x * (1.12837917 + z * (-3.76126389e-1 + z * (1.12837917e-1 + z * (-2.68661706e-2 + z * (5.22397762e-3
      + z * (-8.54832702e-4 + z * (1.20553330e-4 + z * (-1.49256504e-5 + z * (1.64621144e-6
      + z * (-1.63658447e-7 + z * 1.48071927e-8))))))))));
  }
  if (a > 4.0) { return sign(x); }
  let u = 1.0 / (1.0 + 0.5 * a) - 0.5;
  let g = 0.255395676 + u * (0.854371696 + u * (0.966632896 + u * (0.631827741 + u * (0.0597086217
    + u * (-0.223792639 + u * (-0.0533938856 + u * 0.119797141))))));
  return sign(x) * (1.0 - exp_(-z) * g);
}`,
  },
};
