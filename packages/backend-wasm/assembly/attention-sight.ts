import { randomBits } from './random';
import { putLanes } from './simd';

// Which keys the queries of an attention see, and which of their weights are dropped.

/** The caller writes it as words. */
@unmanaged
export class Sight {
  /** Whether query i sees the keys up to `offset` + i, `window` of them at most. */
  causal: i32;
  offset: i32;
  window: i32;
  /** Bytes [batch / share, keys], 0 for a key that is hidden; or none. */
  allowed: usize;
  share: i32;
  /** A weight is dropped where 24 random bits are below this, and multiplied by the factor where not; 0: no weight is. */
  dropped: i32;
  factor: f32;
  /** Key of the random numbers, and the counter of the first. */
  keyLow: i32;
  keyHigh: i32;
  startLow: u32;
  startHigh: u32;
}

/** The first key that query i sees. */
@inline
export function firstSeen(sight: Sight, i: i32): i32 {
  return sight.causal ? max(0, sight.offset + i + 1 - sight.window) : 0;
}

/** The key behind the last that query i sees. */
@inline
export function endSeen(sight: Sight, i: i32, keys: i32): i32 {
  return sight.causal ? min(keys, sight.offset + i + 1) : keys;
}

/** Four bytes as truths of four lanes. */
@inline
function truths(at: usize): v128 {
  const bytes = v128.load32_zero(at);
  return i32x4.ne(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)), i32x4.splat(0));
}

/** `other` in place of what is hidden. */
@inline
export function hideRow(row: usize, allowed: usize, other: f32, n: i32): void {
  const o = f32x4.splat(other);
  for (; n >= 4; n -= 4, row += 16, allowed += 4) v128.store(row, v128.bitselect(v128.load(row), o, truths(allowed)));
  for (; n > 0; n--, row += 4, allowed++) if (!load<u8>(allowed)) store<f32>(row, other);
}

/** Bytes of scratch for the random words of a row, and a group of them. */
export function drawnBytes(keys: i32): usize {
  return ((<usize>keys << 2) + 47 & ~15) + 64;
}

/** Address of the random words of n elements from `element` on, in order. */
export function drawRow(sight: Sight, to: usize, rest: usize, element: u64, n: i32): usize {
  const start = (<u64>sight.startHigh << 32 | <u64>sight.startLow) + (element >> 2);
  const skipped = <i32>(element & 3);
  randomBits(to, skipped + n, sight.keyLow, sight.keyHigh, <f64>start, rest);
  return to + (<usize>skipped << 2);
}

/** Zeros for what is dropped; the rest grows. */
@inline
export function dropRow(sight: Sight, row: usize, words: usize, n: i32): void {
  const least = i32x4.splat(sight.dropped), f = f32x4.splat(sight.factor);
  for (; n > 0; n -= 4, row += 16, words += 16) {
    const isKept = i32x4.ge_s(i32x4.shr_u(v128.load(words), 8), least);
    const y = v128.and(f32x4.mul(v128.load(row), f), isKept);
    if (n >= 4) v128.store(row, y);
    else putLanes(row, y, n);
  }
}
