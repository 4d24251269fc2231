import { rowsTimesVector, vectorTimesRows } from './gemv';
import { expRow, rowMax, scaleRow } from './softmax';

/** Bytes of scratch for `blockAttention`: scores of a query, and two rows of values. */
export function blockAttentionScratchBytes(keys: i32, width: i32): usize {
  return (<usize>(keys + 2 * width) << 2) + 48;
}

@inline
function wholeVectors(bytes: usize): usize {
  return (bytes + 15) & ~15;
}

/**
 * y [heads, queries, width] = softmax(scale · q kᵀ) v for heads `first` to `first + count`. `blocks` are three words each: the address of keys
 * [heads, length, size], that of values [heads, length, width], and the length. `allowed` is 0, or bytes [heads / share, keys].
 */
export function blockAttention(
  q: usize, blocks: usize, allowed: usize, out: usize, blockCount: i32, keys: i32, queries: i32, size: i32, width: i32, share: i32,
  scale: f32, scratch: usize, first: i32, count: i32,
): void {
  const scores = scratch, part = scores + wholeVectors(<usize>keys << 2), sums = part + wholeVectors(<usize>width << 2);
  const end = blocks + <usize>blockCount * 12;
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
      if (shift == -Infinity) {
        memory.fill(y, 0, <usize>width << 2);
        continue;
      }
      scaleRow(scores, 1 / expRow(scores, scores, shift, keys), keys);
      at = scores;
      let to = y, seen = mask;
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
          const row = v + (<usize>(from * width) << 2);
          vectorTimesRows(at + (<usize>from << 2), row, width, to, width, until - from, 0, sums);
          if (to == part) {
            for (let d: usize = 0; d < <usize>width << 2; d += 4) store<f32>(y + d, load<f32>(y + d) + load<f32>(part + d));
          }
          to = part;
        }
        at += <usize>length << 2;
        seen += <usize>length;
      }
    }
  }
}
