import { putLanes } from './simd';

// Rows scaled to mean square 1.

@inline
function lanes(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3);
}

/** out = (x - m) s and scale = s, s = 1 / √(mean (x - m)² + eps), for each row; m is its mean, or 0. */
export function standardize(x: usize, out: usize, scale: usize, rows: i32, n: i32, eps: f32, centered: bool): void {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  for (; rows > 0; rows--, x += bytes, out += bytes, scale += 4) {
    const mean: f32 = centered ? rowMean(x, n) : 0;
    const s = rowScale(x, n, mean, eps);
    const m = f32x4.splat(mean), factor = f32x4.splat(s);
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(out + i, f32x4.mul(f32x4.sub(v128.load(x + i), m), factor));
    if (i < bytes) putLanes(out + i, f32x4.mul(f32x4.sub(v128.load(x + i), m), factor), n & 3);
    store<f32>(scale, s);
  }
}

function rowMean(x: usize, n: i32): f32 {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  let sum = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) sum = f32x4.add(sum, v128.load(x + i));
  let total = lanes(sum);
  for (; i < bytes; i += 4) total += load<f32>(x + i);
  return total / <f32>n;
}

function rowScale(x: usize, n: i32, mean: f32, eps: f32): f32 {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  const m = f32x4.splat(mean);
  let squares = f32x4.splat(0);
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const d = f32x4.sub(v128.load(x + i), m);
    squares = f32x4.add(squares, f32x4.mul(d, d));
  }
  let square = lanes(squares);
  for (; i < bytes; i += 4) {
    const d = load<f32>(x + i) - mean;
    square += d * d;
  }
  return 1 / sqrt<f32>(square / <f32>n + eps);
}

/** out = (x - m) s · weight + bias for each row, as in `standardize`; `bias` is 0 where there is none. */
export function normalizeRows(
  x: usize, out: usize, weight: usize, bias: usize, rows: i32, n: i32, eps: f32, centered: bool,
): void {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  for (; rows > 0; rows--, x += bytes, out += bytes) {
    const mean: f32 = centered ? rowMean(x, n) : 0;
    const m = f32x4.splat(mean), factor = f32x4.splat(rowScale(x, n, mean, eps));
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(out + i, normalized(x + i, m, factor, weight + i, bias ? bias + i : 0));
    if (i < bytes) putLanes(out + i, normalized(x + i, m, factor, weight + i, bias ? bias + i : 0), n & 3);
  }
}

@inline
function normalized(x: usize, mean: v128, factor: v128, weight: usize, bias: usize): v128 {
  const scaled = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(x), mean), factor), v128.load(weight));
  return bias ? f32x4.add(scaled, v128.load(bias)) : scaled;
}

@inline
function gradient(g: v128, y: v128, mean: v128, share: v128, s: v128): v128 {
  return f32x4.mul(f32x4.sub(f32x4.sub(g, mean), f32x4.mul(y, share)), s);
}

/** out = s (g - mean g - y mean(g y)) for each row; without `- mean g` where it was not centred. */
export function standardizeGrad(
  g: usize, y: usize, scale: usize, out: usize, rows: i32, n: i32, centered: bool,
): void {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  for (; rows > 0; rows--, g += bytes, y += bytes, out += bytes, scale += 4) {
    let sums = f32x4.splat(0), products = f32x4.splat(0);
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const v = v128.load(g + i);
      sums = f32x4.add(sums, v);
      products = f32x4.add(products, f32x4.mul(v, v128.load(y + i)));
    }
    let sum = lanes(sums), along = lanes(products);
    for (; i < bytes; i += 4) {
      sum += load<f32>(g + i);
      along += load<f32>(g + i) * load<f32>(y + i);
    }
    const mean = f32x4.splat(centered ? sum / <f32>n : 0), share = f32x4.splat(along / <f32>n);
    const s = f32x4.splat(load<f32>(scale));
    for (i = 0; i < whole; i += 16) v128.store(out + i, gradient(v128.load(g + i), v128.load(y + i), mean, share, s));
    if (i < bytes) putLanes(out + i, gradient(v128.load(g + i), v128.load(y + i), mean, share, s), n & 3);
  }
}
