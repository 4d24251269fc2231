import { drawnBytes, drawRow, dropRow, endSeen, firstSeen, hideRow, Sight } from './attention-sight';
import { gemm, gemmBlock, gemmScratchBytes } from './gemm';
import { ALONG_ROWS } from './gemm-tile';
import { expBelow } from './functions';
import { putLanes } from './simd';
import { expRow, rowMax, scaleRow } from './softmax';

// Attention by blocks of queries, whose scores are all that is ever written of them.

/** Queries of a block. */
const QUERIES: i32 = 32;

/** Bytes of a block of scores. Vectors of the last row may be read beyond it. */
@inline
function scoresBytes(keys: i32): usize {
  return (<usize>(QUERIES * ((keys + 3) & ~3)) << 2) + 16;
}

/** Bytes of scratch for one thread: that of `gemm`, two blocks of scores, and random words. */
export function attentionScratchBytes(keys: i32): usize {
  return gemmScratchBytes() + 2 * scoresBytes(keys) + drawnBytes(keys);
}

/** Zeros from element `first` to `last` of a row. */
@inline
function clear(row: usize, first: i32, last: i32): void {
  for (; first < last; first++) store<f32>(row + (<usize>first << 2), 0);
}

/**
 * Units `first` to `first + count`, blocks of queries: y = softmax(scale · q kᵀ) v and the logarithms of the sums of exponentials. q
 * [batch, queries, size], k [batch / share, keys, size], v [batch / share, keys, width]; `view` is a Sight.
 */
export function attention(
  q: usize, k: usize, v: usize, y: usize, logSum: usize, queries: i32, keys: i32, size: i32, width: i32, share: i32,
  scale: f32, view: usize, scratch: usize, first: i32, count: i32,
): void {
  const sight = changetype<Sight>(view);
  const blocks = (queries + QUERIES - 1) / QUERIES;
  const scores = scratch + gemmScratchBytes(), drawn = scores + 2 * scoresBytes(keys);
  const rest = drawn + drawnBytes(keys) - 64;
  for (let unit = first; unit < first + count; unit++) {
    const b = unit / blocks, from = unit % blocks * QUERIES;
    const rows = min(QUERIES, queries - from);
    const start = firstSeen(sight, from), most = max(0, endSeen(sight, from + rows - 1, keys) - start);
    const at = <usize>(b * queries + from);
    const kb = k + (<usize>((b / share * keys + start) * size) << 2), vb = v + (<usize>((b / share * keys + start) * width) << 2);
    const allowed = sight.allowed ? sight.allowed + <usize>(b / sight.share * keys + start) : 0;
    gemm(q + at * (<usize>size << 2), size, 1, kb, 1, size, scores, most, rows, most, size, 0, scratch, 0, 0);
    for (let i = 0, row = scores; i < rows; i++, row += <usize>most << 2) {
      const own = min(most, firstSeen(sight, from + i) - start);
      const seen = max(0, endSeen(sight, from + i, keys) - start - own);
      const part = row + (<usize>own << 2);
      scaleRow(part, scale, seen);
      if (allowed) hideRow(part, allowed + <usize>own, -Infinity, seen);
      const top = rowMax(part, seen);
      let total: f32 = 0;
      let done = own;
      if (top != -Infinity) {
        total = expRow(part, part, top, seen);
        scaleRow(part, 1 / total, seen);
        done += seen;
        if (sight.dropped) {
          const element = <u64>(at + <usize>i) * <u64>keys + <u64>(start + own);
          dropRow(sight, part, drawRow(sight, drawn, rest, element, seen), seen);
        }
      }
      clear(row, 0, own);
      clear(row, done, most);
      store<f32>(logSum + ((at + <usize>i) << 2), top + <f32>NativeMath.log(total));
    }
    const yb = y + at * (<usize>width << 2);
    if (most == 0) memory.fill(yb, 0, <usize>(rows * width) << 2);
    else gemm(scores, most, 1, vb, width, 1, yb, width, rows, width, most, 0, scratch, 0, 0);
  }
}

/** weights = exp(scale · scores - logSum), slopes = scale · weights · (slopes - mean). */
@inline
function slopeRow(weights: usize, slopes: usize, n: i32, scale: f32, logSum: f32, mean: f32): void {
  const s = f32x4.splat(scale), l = f32x4.splat(logSum), m = f32x4.splat(mean);
  const bytes = <usize>n << 2, whole = bytes & ~15;
  let i: usize = 0;
  for (; i < whole; i += 16) {
    const w = expBelow(f32x4.sub(f32x4.mul(v128.load(weights + i), s), l));
    v128.store(weights + i, w);
    v128.store(slopes + i, f32x4.mul(f32x4.mul(s, w), f32x4.sub(v128.load(slopes + i), m)));
  }
  if (i < bytes) {
    const w = expBelow(f32x4.sub(f32x4.mul(v128.load(weights + i), s), l));
    const d = f32x4.mul(f32x4.mul(s, w), f32x4.sub(v128.load(slopes + i), m));
    putLanes(weights + i, w, n & 3);
    putLanes(slopes + i, d, n & 3);
  }
}

/** Σ a_i b_i. */
@inline
function dotRows(a: usize, b: usize, n: i32): f32 {
  let sum: f32 = 0;
  for (; n > 0; n--, a += 4, b += 4) sum += load<f32>(a) * load<f32>(b);
  return sum;
}

/**
 * Gradients of `attention` for heads `first` to `first + count` of keys, each shared by `share` heads of queries: with P the weights and D
 * the factors of those that are dropped or not,
 *
 *     dV = Σ (P D)ᵀ g        dS = scale · P · (D · g vᵀ - Σ g y)        dq = dS k        dk = Σ dSᵀ q
 *
 * dk and dv are zeros before.
 */
export function attentionGrad(
  g: usize, q: usize, k: usize, v: usize, y: usize, logSum: usize, dq: usize, dk: usize, dv: usize, queries: i32, keys: i32,
  size: i32, width: i32, share: i32, scale: f32, view: usize, scratch: usize, first: i32, count: i32,
): void {
  const sight = changetype<Sight>(view);
  const weights = scratch + gemmScratchBytes(), slopes = weights + scoresBytes(keys), drawn = slopes + scoresBytes(keys);
  const rest = drawn + drawnBytes(keys) - 64;
  const rowQ = <usize>size << 2, rowV = <usize>width << 2;
  for (let head = first; head < first + count; head++) {
    for (let b = head * share; b < (head + 1) * share; b++) {
      for (let from = 0; from < queries; from += QUERIES) {
        const rows = min(QUERIES, queries - from);
        const start = firstSeen(sight, from), most = max(0, endSeen(sight, from + rows - 1, keys) - start);
        const step = <usize>most << 2;
        const at = <usize>(b * queries + from);
        if (most == 0) {
          memory.fill(dq + at * rowQ, 0, <usize>rows * rowQ);
          continue;
        }
        const place = <usize>(head * keys + start);
        const kb = k + place * rowQ, vb = v + place * rowV, dkb = dk + place * rowQ, dvb = dv + place * rowV;
        const allowed = sight.allowed ? sight.allowed + <usize>(b / sight.share * keys + start) : 0;
        const qb = q + at * rowQ, gb = g + at * rowV, yb = y + at * rowV;
        gemm(qb, size, 1, kb, 1, size, weights, most, rows, most, size, 0, scratch, 0, 0);
        gemm(gb, width, 1, vb, 1, width, slopes, most, rows, most, width, 0, scratch, 0, 0);
        for (let i = 0; i < rows; i++) {
          const row = <usize>i;
          const own = min(most, firstSeen(sight, from + i) - start);
          const seen = max(0, endSeen(sight, from + i, keys) - start - own);
          const w = weights + row * step, s = slopes + row * step;
          const wp = w + (<usize>own << 2), sp = s + (<usize>own << 2);
          const sum = load<f32>(logSum + ((at + row) << 2));
          let done = own;
          if (sum != -Infinity) {
            const mean = dotRows(gb + row * rowV, yb + row * rowV, width);
            const element = <u64>(at + row) * <u64>keys + <u64>(start + own);
            const words = sight.dropped ? drawRow(sight, drawn, rest, element, seen) : 0;
            if (words) dropRow(sight, sp, words, seen);
            slopeRow(wp, sp, seen, scale, sum, mean);
            if (words) dropRow(sight, wp, words, seen);
            if (allowed) {
              hideRow(wp, allowed + <usize>own, 0, seen);
              hideRow(sp, allowed + <usize>own, 0, seen);
            }
            done += seen;
          }
          clear(w, 0, own);
          clear(w, done, most);
          clear(s, 0, own);
          clear(s, done, most);
        }
        gemm(slopes, most, 1, kb, size, 1, dq + at * rowQ, size, rows, size, most, 0, scratch, 0, 0);
        gemmBlock(most, ALONG_ROWS, weights, 4, step, gb, rowV, 32, rows, dvb, rowV, width, true, 0, 0, 0);
        gemmBlock(most, ALONG_ROWS, slopes, 4, step, qb, rowQ, 32, rows, dkb, rowQ, size, true, 0, 0, 0);
      }
    }
  }
}
