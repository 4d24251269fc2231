import { putLanes } from './simd';
import { expRow, rowMax, scaleRow } from './softmax';

/** out = factor · x. */
@inline
function copyScaled(x: usize, out: usize, factor: f32, n: i32): void {
  const f = f32x4.splat(factor);
  for (; n >= 4; n -= 4, x += 16, out += 16) v128.store(out, f32x4.mul(v128.load(x), f));
  if (n > 0) putLanes(out, f32x4.mul(v128.load(x), f), n);
}

/**
 * Softmax of scale · x [batch, queries, keys] over what is allowed: bytes [parts, maskQueries, keys] (0 for all), and keys up to the
 * query where it is causal. Rows `first` to `first + count` of batch · queries are done.
 */
export function attentionSoftmax(
  x: usize, allowed: usize, out: usize, batch: i32, queries: i32, keys: i32, parts: i32, maskQueries: i32, scale: f32,
  causal: bool, first: i32, count: i32,
): void {
  const bytes = <usize>keys << 2;
  const share = batch / parts;
  x += <usize>first * bytes;
  out += <usize>first * bytes;
  for (let row = first; row < first + count; row++, x += bytes, out += bytes) {
    const b = row / queries, query = row % queries;
    const seen = causal ? min(query + 1, keys) : keys;
    const mask = allowed + <usize>((b / share) * maskQueries + (maskQueries == 1 ? 0 : query)) * <usize>keys;
    if (!allowed) copyScaled(x, out, scale, seen);
    else for (let j = 0; j < seen; j++) {
      const at = <usize>j << 2;
      store<f32>(out + at, load<u8>(mask + <usize>j) ? scale * load<f32>(x + at) : -Infinity);
    }
    const shift = rowMax(out, seen);
    let done = 0;
    let rest: f32 = 0;
    if (shift != -Infinity) {
      const share: f32 = 1 / expRow(out, out, shift, seen);
      scaleRow(out, share, seen);
      done = seen;
      rest *= share; // of infinity and NaN nothing is left in the row
    }
    for (; done < keys; done++) store<f32>(out + (<usize>done << 2), rest);
  }
}

/** out = scale · y · (g - Σ_j g_j y_j) for each row. */
export function softmaxGrad(g: usize, y: usize, out: usize, rows: i32, n: i32, scale: f32): void {
  const bytes = <usize>n << 2;
  const whole = bytes & ~15;
  const s = f32x4.splat(scale);
  for (; rows > 0; rows--, g += bytes, y += bytes, out += bytes) {
    let sum = f32x4.splat(0);
    let i: usize = 0;
    for (; i < whole; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(g + i), v128.load(y + i)));
    let mean = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3);
    for (; i < bytes; i += 4) mean += load<f32>(g + i) * load<f32>(y + i);
    const m = f32x4.splat(mean);
    for (i = 0; i < whole; i += 16) {
      v128.store(out + i, f32x4.mul(f32x4.mul(s, v128.load(y + i)), f32x4.sub(v128.load(g + i), m)));
    }
    if (i < bytes) putLanes(out + i, f32x4.mul(f32x4.mul(s, v128.load(y + i)), f32x4.sub(v128.load(g + i), m)), n & 3);
  }
}
