import { rowsTimesVector } from './gemv';
import { madd, put } from './simd';
import { expRow, rowMax, scaleRow } from './softmax';

/** Bytes of scratch for `blockAttention`: scores of a query. */
export function blockAttentionScratchBytes(keys: i32): usize {
  return <usize>keys << 2;
}

/** y[width] += weights[n] · V[n, width], eight rows of V at a time that are an eighth of them apart, as memory gives more in several streams. */
function addValues(weights: usize, v: usize, width: i32, n: i32, y: usize): void {
  const step = <usize>width << 2, part = n >> 3, next = <usize>part << 2, apart = <usize>part * step;
  for (let i = 0; i < part; i++) addRows(8, weights + (<usize>i << 2), next, v + <usize>i * step, apart, y, width);
  for (let i = part << 3; i < n; i++) addRows(1, weights + (<usize>i << 2), 0, v + <usize>i * step, 0, y, width);
}

/** y[width] += weights[0] · row 0 + weights[next] · row 1 + … of 8 rows or one. Strides are in bytes. */
@inline
function addRows(rows: i32, weights: usize, next: usize, v: usize, apart: usize, y: usize, width: i32): void {
  const w0 = v128.load32_splat(weights), w1 = v128.load32_splat(weights + next), w2 = v128.load32_splat(weights + 2 * next);
  const w3 = v128.load32_splat(weights + 3 * next), w4 = v128.load32_splat(weights + 4 * next);
  const w5 = v128.load32_splat(weights + 5 * next), w6 = v128.load32_splat(weights + 6 * next);
  const w7 = v128.load32_splat(weights + 7 * next);
  const v1 = v + apart, v2 = v1 + apart, v3 = v2 + apart, v4 = v3 + apart, v5 = v4 + apart, v6 = v5 + apart, v7 = v6 + apart;
  for (let d: usize = 0; width > 0; width -= 4, d += 16) {
    let sum = madd(w0, v128.load(v + d), v128.load(y + d));
    if (rows > 1) {
      const other = madd(w5, v128.load(v5 + d), f32x4.mul(w4, v128.load(v4 + d)));
      sum = madd(w3, v128.load(v3 + d), madd(w2, v128.load(v2 + d), madd(w1, v128.load(v1 + d), sum)));
      sum = f32x4.add(sum, madd(w7, v128.load(v7 + d), madd(w6, v128.load(v6 + d), other)));
    }
    put(y + d, sum, width);
  }
}

/**
 * y [heads, queries, width] = softmax(scale · q kᵀ) v for heads `first` to `first + count`. `blocks` are three words each: the address of keys
 * [heads, length, size], that of values [heads, length, width], and the length. `allowed` is 0, or bytes [heads / share, keys].
 */
export function blockAttention(
  q: usize, blocks: usize, allowed: usize, out: usize, blockCount: i32, keys: i32, queries: i32, size: i32, width: i32, share: i32,
  scale: f32, scratch: usize, first: i32, count: i32,
): void {
  const scores = scratch, end = blocks + <usize>blockCount * 12;
  for (let head = first; head < first + count; head++) {
    const mask = allowed + <usize>(head / share) * <usize>keys;
    for (let query = head * queries; query < (head + 1) * queries; query++) {
      const x = q + (<usize>(query * size) << 2), y = out + (<usize>(query * width) << 2);
      let at = scores;
      for (let block = blocks; block < end; block += 12) {
        const length = load<i32>(block, 8);
        const k = <usize>load<u32>(block) + (<usize>head * <usize>(length * size) << 2);
        rowsTimesVector(k, size, x, at, length, size, 0, 0);
        at += <usize>length << 2;
      }
      scaleRow(scores, scale, keys);
      if (allowed) {
        for (let j = 0; j < keys; j++) if (!load<u8>(mask + <usize>j)) store<f32>(scores + (<usize>j << 2), -Infinity);
      }
      const shift = rowMax(scores, keys);
      memory.fill(y, 0, <usize>width << 2);
      if (shift == -Infinity) continue;
      scaleRow(scores, 1 / expRow(scores, scores, shift, keys), keys);
      at = scores;
      let seen = mask;
      for (let block = blocks; block < end; block += 12) {
        const length = load<i32>(block, 8);
        const v = <usize>load<u32>(block, 4) + (<usize>head * <usize>(length * width) << 2);
        // Runs of keys that are seen: 0 times a value that is not finite would be NaN.
        for (let from = 0, until = length; from < length; from = until) {
          if (allowed) {
            const isSeen = load<u8>(seen + <usize>from);
            for (until = from + 1; until < length && load<u8>(seen + <usize>until) == isSeen; ) until++;
            if (!isSeen) continue;
          }
          addValues(at + (<usize>from << 2), v + (<usize>(from * width) << 2), width, until - from, y);
        }
        at += <usize>length << 2;
        seen += <usize>length;
      }
    }
  }
}
