import { BIAS, BLOCK } from './quantized';
import { NOTES, times4, times4Split, times8, times8Split, times16 } from './quantized-columns';
import { constant } from './simd';

// One row times a matrix of codes. The row is rounded to 16 bits by block where codes are integers, so that products are of integers.

/** Bytes of the values of a block. */
@inline
function blockBytes(bits: i32): usize {
  return bits == 16 ? 256 : 128;
}

/** Bytes that `prepareRow` writes, and of a block that is filled up. */
export function preparedRowBytes(bits: i32, terms: i32): usize {
  return <usize>((terms + BLOCK - 1) / BLOCK) * (blockBytes(bits) + NOTES) + 256;
}

const HIGH_BYTES = memory.data<u32>([0x80808080]);

/**
 * Whether the processor adds up products of bytes with a sign and bytes without one by one instruction (VPDPBUSD of AVX-VNNI), so that `split`
 * pays. WebAssembly leaves open what happens where the second byte is above 127, but an engine does the same
 * always: it may take it as negative (ARM), round off sums of two products (SSE, in several instructions, slower than without `split`), or take
 * the factors in the other order (Node 20).
 */
export function addsBytes(): bool {
  if (!ASC_FEATURE_RELAXED_SIMD) return false;
  const least = constant(HIGH_BYTES), most = i8x16.shr_s(least, 7); // -128 and 255
  return i32x4.extract_lane(i32x4.relaxed_dot_i8x16_i7x16_add_s(least, most, i32x4.splat(0)), 0) == -4 * 128 * 255;
}

/**
 * x of one row as products with codes need it, filled up to whole blocks, to `to`, and behind them a note on each block. Floats for codes of 16
 * bits; else integers of 16 bits, of which for codes of 4 bits the even ones of 16 neighbours come first. Split: of 16 neighbours h and l, bytes
 * with a sign, where the integer is 256 h + l.
 */
export function prepareRow(bits: i32, split: bool, x: usize, terms: i32, to: usize): void {
  if (!ASC_FEATURE_RELAXED_SIMD) split = false; // then nothing of it is compiled
  const bytes = blockBytes(bits), blocks = <usize>((terms + BLOCK - 1) / BLOCK);
  let notes = to + blocks * bytes;
  const filled = notes + blocks * NOTES;
  for (; terms > 0; terms -= BLOCK, x += 256, to += bytes, notes += NOTES) {
    if (terms < BLOCK) {
      memory.fill(filled, 0, 256);
      memory.copy(filled, x, <usize>terms << 2);
      x = filled;
    }
    const largest = largestOf(x);
    if (bits == 16) {
      store<f32>(notes, scaleBlock(x, powerOf(largest), to));
      continue;
    }
    const step = stepOf(largest, split), inverse: f32 = step > 0 ? 1 / step : 0;
    store<f32>(notes, step);
    v128.store(notes, split ? splitBlock(x, inverse, to) : roundBlock(bits, x, inverse, to), 4);
  }
}

const MAGNITUDE = memory.data<u32>([0x7fffffff]);

/** The largest magnitude of a block; one that isn't finite is larger than all others. */
@inline
function largestOf(x: usize): f32 {
  const mask = constant(MAGNITUDE);
  let most = i32x4.splat(0), other = most;
  for (const end = x + 256; x < end; x += 32) {
    most = i32x4.max_s(most, v128.and(v128.load(x), mask));
    other = i32x4.max_s(other, v128.and(v128.load(x, 16), mask));
  }
  most = i32x4.max_s(most, other);
  const pair = max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
  return reinterpret<f32>(max(pair, max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3))));
}

/** The power of two at or below a positive value, within those that have an inverse. */
@inline
function powerOf(value: f32): f32 {
  return reinterpret<f32>(min(max(reinterpret<i32>(value) & 0x7f800000, 0x00800000), 0x7e800000));
}

/**
 * What one of 2¹⁵ - 1 steps up to the largest value is worth, split of 256 · 127 + 127: 0 where it has no inverse, NaN where the value isn't
 * finite.
 */
@inline
function stepOf(largest: f32, split: bool): f32 {
  const step = largest / (split ? 32639 : 32767);
  return step < 1.17549435e-38 ? 0 : step < Infinity ? step : NaN;
}

/** Writes a block in units of a step, 2¹¹² times as large; returns the step. */
@inline
function scaleBlock(x: usize, step: f32, to: usize): f32 {
  const inverse = f32x4.splat(1 / step), bias = f32x4.splat(BIAS);
  for (const end = x + 256; x < end; x += 16, to += 16) {
    v128.store(to, f32x4.mul(f32x4.mul(v128.load(x), inverse), bias));
  }
  return step;
}

const WHOLE = memory.data<f32>([12582912]);
const MINUS_128 = memory.data<i16>([-128, -128]);

/** The nearest integers of eight floats below 2¹⁵: added to 1.5 · 2²³ they are the last bits of its mantissa. */
@inline
function nearest(x: usize, inverse: v128, whole: v128): v128 {
  const low = f32x4.add(f32x4.mul(v128.load(x), inverse), whole), high = f32x4.add(f32x4.mul(v128.load(x, 16), inverse), whole);
  return i16x8.narrow_i32x4_s(i32x4.sub(low, whole), i32x4.sub(high, whole));
}

/** Writes a block as integers; returns what its sums have too much for codes of 4 bits, as their values are 128 larger. */
@inline
function roundBlock(bits: i32, x: usize, inverse: f32, to: usize): v128 {
  const factor = f32x4.splat(inverse), whole = constant(WHOLE), excess = constant(MINUS_128);
  let sums = i32x4.splat(0);
  for (const end = x + 256; x < end; x += 64, to += 32) {
    const a = nearest(x, factor, whole), b = nearest(x + 32, factor, whole);
    if (bits == 8) {
      v128.store(to, a);
      v128.store(to, b, 16);
    } else {
      v128.store(to, v128.shuffle<i16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
      v128.store(to, v128.shuffle<i16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15), 16);
      sums = i32x4.add(sums, i32x4.add(i32x4.dot_i16x8_s(a, excess), i32x4.dot_i16x8_s(b, excess)));
    }
  }
  return sums;
}

/** Writes a block in bytes; returns what its sums have too much, as values of codes are 128 larger. */
@inline
function splitBlock(x: usize, inverse: f32, to: usize): v128 {
  const factor = f32x4.splat(inverse), whole = constant(WHOLE), excess = constant(MINUS_128);
  let sums = i32x4.splat(0);
  for (const end = x + 256; x < end; x += 64, to += 32) {
    const a = nearest(x, factor, whole), b = nearest(x + 32, factor, whole);
    v128.store(to, i8x16.narrow_i16x8_s(i16x8.shr_s(i16x8.sub(a, excess), 8), i16x8.shr_s(i16x8.sub(b, excess), 8)));
    v128.store(to, i8x16.narrow_i16x8_s(i16x8.shr_s(i16x8.shl(a, 8), 8), i16x8.shr_s(i16x8.shl(b, 8), 8)), 16);
    sums = i32x4.add(sums, i32x4.add(i32x4.dot_i16x8_s(a, excess), i32x4.dot_i16x8_s(b, excess)));
  }
  return sums;
}

/** Words that a matrix has in a list: the addresses of codes and scales, the number of columns, and the addresses of y and of the bias, or 0. */
const MATRIX: usize = 20;

/** Units of work of a matrix of n columns: one of each quarter together, and what is left behind the quarters, one by one. */
export function rowUnits(n: i32): i32 {
  return (n >> 2) + (n & 3);
}

/**
 * Units `first` to `first + count` of y [1, n] = x [1, k] · W + bias for a list of matrices, from what `prepareRow` wrote of x. Each quarter of
 * a matrix is a stream of its own: memory gives more in several that are long, as what comes next is fetched ahead.
 */
export function quantizedRow(bits: i32, split: bool, x: usize, k: i32, matrices: usize, first: i32, count: i32): void {
  if (!ASC_FEATURE_RELAXED_SIMD) split = false;
  const blocks = (k + BLOCK - 1) / BLOCK, bytes: usize = <usize>bits << 3, notes = x + <usize>blocks * blockBytes(bits);
  for (; count > 0; matrices += MATRIX) {
    const n = load<i32>(matrices, 8), units = rowUnits(n), quarter = n >> 2;
    const bias = load<usize>(matrices, 16);
    for (; first < units && count > 0; first++, count--) {
      const isWhole = first < quarter, column = isWhole ? first : first + 3 * quarter, apart = isWhole ? quarter : 0;
      const block = <usize>(column * blocks), at = <usize>column << 2;
      const code = load<usize>(matrices) + block * bytes, scale = load<usize>(matrices, 4) + (block << 2);
      const to = load<usize>(matrices, 12) + at, add = bias ? bias + at : 0;
      if (bits == 16) times16(x, notes, blocks, code, scale, to, add, apart);
      else if (bits == 8 && split) times8Split(x, notes, blocks, code, scale, to, add, apart);
      else if (bits == 8) times8(x, notes, blocks, code, scale, to, add, apart);
      else if (split) times4Split(x, notes, blocks, code, scale, to, add, apart);
      else times4(x, notes, blocks, code, scale, to, add, apart);
    }
    first -= units;
  }
}
