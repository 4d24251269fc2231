/** A WGSL function and the functions that it calls. */
interface WGSLFunction {
  readonly needs?: readonly string[];
  readonly code: string;
}

/**
 * Functions of float32 with float32's accuracy: drivers' own may be off by thousands of units in the last place, and drop NaN and
 * infinity. Names end in `_` so as not to hide WGSL's.
 */
const functions: Readonly<Record<string, WGSLFunction>> = {
  // Bits are tested, as compilers assume that NaN doesn't occur.
  isNaN_: { code: 'fn isNaN_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }' },
  isInf_: { code: 'fn isInf_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) == 0x7f800000u; }' },
  isFinite_: {
    code: 'fn isFinite_(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }',
  },
  // WGSL refuses to compute them at compile time, so the bits pass through a variable.
  nan_: { code: 'fn nan_() -> f32 { var bits = 0x7fc00000u; return bitcast<f32>(bits); }' },
  infinity_: { code: 'fn infinity_() -> f32 { var bits = 0x7f800000u; return bitcast<f32>(bits); }' },
  powerOfTwo_: { code: 'fn powerOfTwo_(n: i32) -> f32 { return bitcast<f32>(u32(n + 127) << 23u); }' },
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
  var bits = bitcast<u32>(x);
  var e = 0;
  if (bits < 0x00800000u) {
    bits = bitcast<u32>(x * 8388608.0);
    e = -23;
    if ((bits & 0x7fffffffu) == 0u) { return -infinity_(); }
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
  quadrant_: {
    // r = x - n pi/2, |r| <= pi/4; pi/2 in four parts, the first ones short
    code: `struct Quadrant_ { n: i32, sine: f32, cosine: f32 }
fn quadrant_(x: f32) -> Quadrant_ {
  let n = round(x * 0.636619772);
  let r = (((x - n * 1.5703125) - n * 4.83751297e-4) - n * 7.54947001e-8) - n * 5.12668145e-12;
  let z = r * r;
  let sine = r + r * z * (-1.66666667e-1 + z * (8.33333333e-3 + z * (-1.98412698e-4 + z * 2.75573192e-6)));
  let cosine = 1.0 - 0.5 * z + z * z * (4.16666667e-2 + z * (-1.38888889e-3 + z * (2.48015873e-5 - z * 2.75573192e-7)));
  return Quadrant_(i32(n) & 3, sine, cosine);
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

/** The functions that a piece of WGSL calls, and those that they call, in an order that reads well. */
export function functionsFor(code: string): string {
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name)) return;
    for (const need of functions[name]?.needs ?? []) visit(need);
    found.add(name);
  };
  for (const name of Object.keys(functions)) if (code.includes(`${name}(`)) visit(name);
  return [...found].map((name) => functions[name]!.code).join('\n');
}
