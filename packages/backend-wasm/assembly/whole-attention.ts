import { gemm, gemmBlock, gemmScratchBytes } from './gemm';
import { ALONG_ROWS } from './gemm-tile';
import { expBelow } from './functions';
import { putLanes } from './simd';
import { expRow, rowMax, scaleRow } from './softmax';

// Attention by blocks of queries, whose scores are all that is ever written of them.

/** Queries of a block. */
const QUERIES: i32 = 32;

/** Bytes of scratch for one thread: that of `gemm`, and two blocks of scores. */
export function attentionScratchBytes(keys: i32): usize {
  return gemmScratchBytes() + (<usize>(2 * QUERIES * ((keys + 3) & ~3)) << 2);
}

/** Keys that query i of all may attend to. */
@inline
function seenBy(i: i32, keys: i32, causal: bool): i32 {
  return causal ? min(i + 1, keys) : keys;
}

/** Zeros from element `first` to `last` of a row. */
@inline
function clear(row: usize, first: i32, last: i32): void {
  for (; first < last; first++) store<f32>(row + (<usize>first << 2), 0);
}

/**
 * Units `first` to `first + count`, blocks of queries: y = softmax(scale · q kᵀ) v and the logarithms of the sums of exponentials. q
 * [batch, queries, size], k [batch / share, keys, size], v [batch / share, keys, width].
 */
export function attention(
  q: usize, k: usize, v: usize, y: usize, logSum: usize, queries: i32, keys: i32, size: i32, width: i32, share: i32,
  scale: f32, causal: bool, scratch: usize, first: i32, count: i32,
): void {
  const blocks = (queries + QUERIES - 1) / QUERIES;
  const scores = scratch + gemmScratchBytes();
  for (let unit = first; unit < first + count; unit++) {
    const b = unit / blocks, from = unit % blocks * QUERIES;
    const rows = min(QUERIES, queries - from);
    const most = seenBy(from + rows - 1, keys, causal);
    const at = <usize>(b * queries + from);
    const kb = k + (<usize>(b / share * keys * size) << 2), vb = v + (<usize>(b / share * keys * width) << 2);
    gemm(q + at * (<usize>size << 2), size, 1, kb, 1, size, scores, most, rows, most, size, 0, scratch, 0, 0);
    for (let i = 0, row = scores; i < rows; i++, row += <usize>most << 2) {
      const seen = seenBy(from + i, keys, causal);
      scaleRow(row, scale, seen);
      const top = rowMax(row, seen);
      let total: f32 = 0;
      let done = 0;
      if (top != -Infinity) {
        total = expRow(row, row, top, seen);
        scaleRow(row, 1 / total, seen);
        done = seen;
      }
      clear(row, done, most);
      store<f32>(logSum + ((at + <usize>i) << 2), top + <f32>NativeMath.log(total));
    }
    gemm(scores, most, 1, vb, width, 1, y + at * (<usize>width << 2), width, rows, width, most, 0, scratch, 0, 0);
  }
}

/** weights = exp(scale · scores - logSum), slopes = scale · weights · (slopes - mean), of what a query sees; else zeros. */
@inline
function slopeRow(weights: usize, slopes: usize, seen: i32, most: i32, scale: f32, logSum: f32, mean: f32): void {
  const s = f32x4.splat(scale), l = f32x4.splat(logSum), m = f32x4.splat(mean);
  let done = 0;
  if (logSum != -Infinity) {
    const bytes = <usize>seen << 2, whole = bytes & ~15;
    let i: usize = 0;
    for (; i < whole; i += 16) {
      const w = expBelow(f32x4.sub(f32x4.mul(v128.load(weights + i), s), l));
      v128.store(weights + i, w);
      v128.store(slopes + i, f32x4.mul(f32x4.mul(s, w), f32x4.sub(v128.load(slopes + i), m)));
    }
    if (i < bytes) {
      const w = expBelow(f32x4.sub(f32x4.mul(v128.load(weights + i), s), l));
      const d = f32x4.mul(f32x4.mul(s, w), f32x4.sub(v128.load(slopes + i), m));
      putLanes(weights + i, w, seen & 3);
      putLanes(slopes + i, d, seen & 3);
    }
    done = seen;
  }
  clear(weights, done, most);
  clear(slopes, done, most);
}

/** Σ a_i b_i. */
@inline
function dotRows(a: usize, b: usize, n: i32): f32 {
  let sum: f32 = 0;
  for (; n > 0; n--, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/**
 * Gradients of `attention` for heads `first` to `first + count` of keys, each shared by `share` heads of queries: with P the weights,
 *
 *     dV = Σ Pᵀ g        dS = scale · P · (g vᵀ - Σ g y)        dq = dS k        dk = Σ dSᵀ q
 *
 * dk and dv are zeros before.
 */
export function attentionGrad(
  g: usize, q: usize, k: usize, v: usize, y: usize, logSum: usize, dq: usize, dk: usize, dv: usize, queries: i32, keys: i32,
  size: i32, width: i32, share: i32, scale: f32, causal: bool, scratch: usize, first: i32, count: i32,
): void {
  const weights = scratch + gemmScratchBytes(), slopes = weights + (<usize>(QUERIES * ((keys + 3) & ~3)) << 2);
  const rowQ = <usize>size << 2, rowV = <usize>width << 2;
  for (let head = first; head < first + count; head++) {
    const kb = k + <usize>(head * keys) * rowQ, vb = v + <usize>(head * keys) * rowV;
    const dkb = dk + <usize>(head * keys) * rowQ, dvb = dv + <usize>(head * keys) * rowV;
    for (let b = head * share; b < (head + 1) * share; b++) {
      for (let from = 0; from < queries; from += QUERIES) {
        const rows = min(QUERIES, queries - from);
        const most = seenBy(from + rows - 1, keys, causal);
        const step = <usize>most << 2;
        const at = <usize>(b * queries + from);
        const qb = q + at * rowQ, gb = g + at * rowV, yb = y + at * rowV;
        gemm(qb, size, 1, kb, 1, size, weights, most, rows, most, size, 0, scratch, 0, 0);
        gemm(gb, width, 1, vb, 1, width, slopes, most, rows, most, width, 0, scratch, 0, 0);
        for (let i = 0; i < rows; i++) {
          const row = <usize>i;
          const mean = dotRows(gb + row * rowV, yb + row * rowV, width);
          const sum = load<f32>(logSum + ((at + row) << 2));
          slopeRow(weights + row * step, slopes + row * step, seenBy(from + i, keys, causal), most, scale, sum, mean);
        }
        gemm(slopes, most, 1, kb, size, 1, dq + at * rowQ, size, rows, size, most, 0, scratch, 0, 0);
        gemmBlock(most, ALONG_ROWS, weights, 4, step, gb, rowV, 32, rows, dvb, rowV, width, true, 0, 0, 0);
        gemmBlock(most, ALONG_ROWS, slopes, 4, step, qb, rowQ, 32, rows, dkb, rowQ, size, true, 0, 0, 0);
      }
    }
  }
}
