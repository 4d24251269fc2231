import { expBelow } from './functions';
import { putLanes } from './simd';

// Softmax and its relatives along rows.

/** The largest element of a row; NaN where there is one. */
@inline
export function rowMax(x: usize, n: i32): f32 {
  let m = f32x4.splat(-Infinity);
  if (n >= 16) {
    // A maximum takes several instructions, one after the other: four at once don't wait for each other.
    let m1 = m, m2 = m, m3 = m;
    for (; n >= 16; n -= 16, x += 64) {
      m = f32x4.max(m, v128.load(x));
      m1 = f32x4.max(m1, v128.load(x, 16));
      m2 = f32x4.max(m2, v128.load(x, 32));
      m3 = f32x4.max(m3, v128.load(x, 48));
    }
    m = f32x4.max(f32x4.max(m, m1), f32x4.max(m2, m3));
  }
  for (; n >= 4; n -= 4, x += 16) m = f32x4.max(m, v128.load(x));
  let top = max(max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)), max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)));
  for (; n > 0; n--, x += 4) top = max(top, load<f32>(x));
  return top;
}

/** out = exp(x - shift) where no x is above the shift; returns the sum. */
@inline
export function expRow(x: usize, out: usize, shift: f32, n: i32): f32 {
  const m = f32x4.splat(shift);
  let sum = f32x4.splat(0);
  for (; n >= 4; n -= 4, x += 16, out += 16) {
    const y = expBelow(f32x4.sub(v128.load(x), m));
    v128.store(out, y);
    sum = f32x4.add(sum, y);
  }
  let total = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
  if (n > 0) {
    putLanes(out, expBelow(f32x4.sub(v128.load(x), m)), n);
    for (; n > 0; n--, out += 4) total += load<f32>(out);
  }
  return total;
}

@inline
export function scaleRow(x: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  for (; n >= 4; n -= 4, x += 16) v128.store(x, f32x4.mul(v128.load(x), f));
  if (n > 0) putLanes(x, f32x4.mul(v128.load(x), f), n);
}

export function softmax(x: usize, out: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, x += bytes, out += bytes) scaleRow(out, 1 / expRow(x, out, rowMax(x, n), n), n);
}

export function logSoftmax(x: usize, out: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  for (; rows > 0; rows--, x += bytes, out += bytes) {
    const shift = rowMax(x, n);
    const logSum = <f32>NativeMath.log(expRow(x, out, shift, n));
    const m = f32x4.splat(shift), s = f32x4.splat(logSum);
    let i: usize = 0;
    for (; i < whole; i += 16) v128.store(out + i, f32x4.sub(f32x4.sub(v128.load(x + i), m), s));
    if (i < bytes) putLanes(out + i, f32x4.sub(f32x4.sub(v128.load(x + i), m), s), n & 3);
  }
}

/** loss [rows] and gradient [rows, n] for targets [rows]. */
export function softmaxCrossEntropy(x: usize, targets: usize, loss: usize, grad: usize, rows: i32, n: i32): void {
  const bytes = <usize>n << 2;
  for (; rows > 0; rows--, x += bytes, grad += bytes, targets += 4, loss += 4) {
    const shift = rowMax(x, n);
    const sum = expRow(x, grad, shift, n);
    const index = load<i32>(targets);
    if (<u32>index >= <u32>n) {
      store<f32>(loss, f32.NaN);
      for (let j: usize = 0; j < bytes; j += 4) store<f32>(grad + j, f32.NaN);
      continue;
    }
    const target = <usize>index << 2;
    store<f32>(loss, <f32>(NativeMath.log(sum) - (<f64>load<f32>(x + target) - <f64>shift)));
    scaleRow(grad, 1 / sum, n);
    store<f32>(grad + target, load<f32>(grad + target) - 1);
  }
}
