import { gemm, gemmScratchBytes } from './gemm';
import { lanes } from './gemv';
import { madd } from './simd';

// Products with matrices of codes of 16, 8 or 4 bits, whose columns lie one after the other, in blocks of 64 that share a scale.

/** Codes that share a scale. */
const BLOCK: i32 = 64;
/** Columns of the result that are one unit of work. */
const UNIT: i32 = 64;

/** What 4-bit codes stand for. */
@inline
function levels(): v128 {
  return i8x16(-127, -88, -67, -50, -36, -23, -12, 0, 10, 20, 31, 43, 56, 71, 92, 127);
}

/** Bytes of scratch for `quantizedGemm` with sums of so many terms. */
export function quantizedScratchBytes(terms: i32): usize {
  return gemmScratchBytes() + <usize>(((terms + BLOCK - 1) & -BLOCK) * UNIT) << 2;
}

/** 16 floats from 16 values of 8 bits. */
@inline
function storeScaled(to: usize, values: v128, scale: v128): void {
  const low = i16x8.extend_low_i8x16_s(values), high = i16x8.extend_high_i8x16_s(values);
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(low))));
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(low))), 16);
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(high))), 32);
  v128.store(to, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(high))), 48);
}

/** What is missing in the exponent of a float whose bits are those of a float of 16 bits: 2¹¹². */
const BIAS: f32 = 5.192296858534828e33;

/** Four floats of 16 bits, 2¹¹² times too small. */
@inline
function tinyHalves(codes: usize): v128 {
  return v128.and(i32x4.shl(v128.load16x4_s(codes), 13), i32x4.splat(0x8fffffff));
}

/** The 64 floats of a block. */
@inline
function writeBlock(bits: i32, codes: usize, scale: f32, to: usize): void {
  const s = f32x4.splat(scale);
  if (bits == 16) {
    const bias = f32x4.splat(BIAS); // before the scale: subnormal ones become normal
    for (let i: usize = 0; i < 128; i += 8) v128.store(to + (i << 1), f32x4.mul(s, f32x4.mul(tinyHalves(codes + i), bias)));
    return;
  }
  if (bits == 8) {
    for (let i: usize = 0; i < 64; i += 16) storeScaled(to + (i << 2), v128.load(codes + i), s);
    return;
  }
  const values = levels(), mask = i8x16.splat(15);
  for (let i: usize = 0; i < 32; i += 16) {
    const pairs = v128.load(codes + i);
    storeScaled(to + (i << 3), i8x16.swizzle(values, v128.and(pairs, mask)), s);
    storeScaled(to + (i << 3) + 64, i8x16.swizzle(values, i8x16.shr_u(pairs, 4)), s);
  }
}

/** The columns of W [k, n] as floats, one after the other; `block` has room for 64 of them. */
export function dequantize(bits: i32, codes: usize, scales: usize, k: i32, n: i32, to: usize, block: usize): void {
  const bytes: usize = <usize>bits << 3;
  for (let column = 0; column < n; column++) {
    for (let left = k; left > 0; left -= BLOCK, codes += bytes, scales += 4) {
      const whole = left >= BLOCK;
      writeBlock(bits, codes, load<f32>(scales), whole ? to : block);
      if (!whole) memory.copy(to, block, <usize>left << 2);
      to += <usize>min(left, BLOCK) << 2;
    }
  }
}

/** Bytes that a block of x has beside its values: what a step of them is worth, and four sums of them, times minus 128. */
const NOTES: usize = 20;

/** Bytes of the values of a row that is prepared. */
@inline
function valueBytes(bits: i32, terms: i32): usize {
  return <usize>((terms + BLOCK - 1) & -BLOCK) << (bits == 16 ? 2 : 1);
}

/** Bytes that `prepareRow` writes. */
export function preparedRowBytes(bits: i32, terms: i32): usize {
  return valueBytes(bits, terms) + <usize>((terms + BLOCK - 1) / BLOCK) * NOTES;
}

/**
 * x of one row as products with codes need it, filled up to whole blocks, to `to`: integers of 16 bits, or floats for codes of 16 bits; and
 * behind them a note on each block. For codes of 4 bits, of 16 neighbours the even ones come first.
 */
export function prepareRow(bits: i32, x: usize, terms: i32, to: usize): void {
  let notes = to + valueBytes(bits, terms);
  const bytes: usize = bits == 16 ? 4 * BLOCK : 2 * BLOCK;
  for (let left = terms; left > 0; left -= BLOCK, x += 256, to += bytes, notes += NOTES) {
    let most = f32x4.splat(0);
    for (let i = 0; i < BLOCK; i += 4) most = f32x4.max(most, f32x4.abs(loadLanes(x + (<usize>i << 2), left - i)));
    const largest = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    const step = bits == 16 ? powerOf(largest) : largest / 32767;
    const inverse = f32x4.splat(step > 0 ? 1 / step : 0);
    for (let i = 0; i < BLOCK; i += 8) {
      const from = x + (<usize>i << 2);
      const low = f32x4.mul(loadLanes(from, left - i), inverse), high = f32x4.mul(loadLanes(from + 16, left - i - 4), inverse);
      if (bits == 16) {
        v128.store(to + (<usize>i << 2), f32x4.mul(low, f32x4.splat(BIAS)));
        v128.store(to + (<usize>i << 2), f32x4.mul(high, f32x4.splat(BIAS)), 16);
      } else {
        let whole = i16x8.narrow_i32x4_s(nearest(low), nearest(high));
        if (bits == 4) {
          whole = i8x16.shuffle(whole, whole, 0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15);
          const place = to + (<usize>(i & ~15) << 1) + (<usize>(i & 8));
          v128.store64_lane(place, whole, 0);
          v128.store64_lane(place, whole, 1, 16);
        } else {
          v128.store(to + (<usize>i << 1), whole);
        }
      }
    }
    store<f32>(notes, step);
    if (bits == 4) v128.store(notes, excess(to), 4);
  }
}

/** What products of a block have too much, as values of codes are 128 too large: to be added in each of their four sums. */
@inline
function excess(x: usize): v128 {
  let sums = i32x4.splat(0);
  for (let i: usize = 0; i < 128; i += 16) sums = i32x4.add(sums, i32x4.extadd_pairwise_i16x8_s(v128.load(x + i)));
  return i32x4.mul(sums, i32x4.splat(-128));
}

/** Four floats of which the first `left` are there; zeros for the others. */
@inline
function loadLanes(from: usize, left: i32): v128 {
  if (left >= 4) return v128.load(from);
  if (left <= 0) return f32x4.splat(0);
  return v128.and(v128.load(from), i32x4.gt_s(i32x4.splat(left), i32x4(0, 1, 2, 3)));
}

/** The nearest integers. */
@inline
function nearest(v: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(v));
}

/** The power of two at or below a positive value, within those that have an inverse. */
@inline
function powerOf(value: f32): f32 {
  return reinterpret<f32>(min(max(reinterpret<i32>(value) & 0x7f800000, 0x00800000), 0x7e800000));
}

/** The sums of products of 16 codes of 8 bits with 16 values of 16 bits. */
@inline
function dotBytes(codes: usize, x: usize): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.load8x8_s(codes), v128.load(x)),
    i32x4.dot_i16x8_s(v128.load8x8_s(codes, 8), v128.load(x, 16)),
  );
}

/** The same of 16 codes of 4 bits, of values that are 128 too large: without a sign, bytes become 16 bits in one step. */
@inline
function dotNibbles(codes: v128, x: usize): v128 {
  const above = v128.xor(levels(), i8x16.splat(-128));
  const values = ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(above, codes) : i8x16.swizzle(above, codes);
  return i32x4.add(
    i32x4.dot_i16x8_s(v128.and(values, i16x8.splat(255)), v128.load(x)),
    i32x4.dot_i16x8_s(i16x8.shr_u(values, 8), v128.load(x, 16)),
  );
}

/** The sums of products of a block, at most 64 · 255 · 32767 in all. */
@inline
function dotBlock(bits: i32, codes: usize, x: usize, notes: usize): v128 {
  if (bits == 8) {
    return i32x4.add(
      i32x4.add(dotBytes(codes, x), dotBytes(codes + 16, x + 32)),
      i32x4.add(dotBytes(codes + 32, x + 64), dotBytes(codes + 48, x + 96)),
    );
  }
  const mask = i8x16.splat(15);
  const first = v128.load(codes), second = v128.load(codes, 16);
  return i32x4.add(
    i32x4.add(
      i32x4.add(dotNibbles(v128.and(first, mask), x), dotNibbles(v128.and(i16x8.shr_u(first, 4), mask), x + 32)),
      i32x4.add(dotNibbles(v128.and(second, mask), x + 64), dotNibbles(v128.and(i16x8.shr_u(second, 4), mask), x + 96)),
    ),
    v128.load(notes, 4),
  );
}

/** `sum` with the products of a block, whose codes and steps are worth this much. */
@inline
function addBlock(sum: v128, products: v128, scale: usize, step: f32): v128 {
  return madd(products, f32x4.splat(load<f32>(scale) * step), sum);
}

/** y[0], y[apart], … are x times four columns, which are read side by side: memory gives more in several streams than in one. */
@inline
function timesColumns(
  bits: i32, x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const bytes: usize = <usize>bits << 3, bytesX: usize = bits == 16 ? 256 : 128;
  const next = <usize>(apart * blocks) * bytes, nextScale = <usize>(apart * blocks) << 2, nextY = <usize>apart << 2;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let b = 0; b < blocks; b++, x += bytesX, notes += NOTES, code += bytes, scale += 4) {
    const step = load<f32>(notes);
    let p0 = f32x4.splat(0), p1 = p0, p2 = p0, p3 = p0;
    if (bits == 16) {
      for (let i: usize = 0; i < 128; i += 8) {
        const at = v128.load(x + (i << 1)), from = code + i;
        p0 = madd(tinyHalves(from), at, p0);
        p1 = madd(tinyHalves(from + next), at, p1);
        p2 = madd(tinyHalves(from + 2 * next), at, p2);
        p3 = madd(tinyHalves(from + 3 * next), at, p3);
      }
    } else {
      p0 = f32x4.convert_i32x4_s(dotBlock(bits, code, x, notes));
      p1 = f32x4.convert_i32x4_s(dotBlock(bits, code + next, x, notes));
      p2 = f32x4.convert_i32x4_s(dotBlock(bits, code + 2 * next, x, notes));
      p3 = f32x4.convert_i32x4_s(dotBlock(bits, code + 3 * next, x, notes));
    }
    s0 = addBlock(s0, p0, scale, step);
    s1 = addBlock(s1, p1, scale + nextScale, step);
    s2 = addBlock(s2, p2, scale + 2 * nextScale, step);
    s3 = addBlock(s3, p3, scale + 3 * nextScale, step);
  }
  storeSum(s0, y, bias);
  storeSum(s1, y + nextY, bias ? bias + nextY : 0);
  storeSum(s2, y + 2 * nextY, bias ? bias + 2 * nextY : 0);
  storeSum(s3, y + 3 * nextY, bias ? bias + 3 * nextY : 0);
}

function storeSum(sums: v128, y: usize, bias: usize): void {
  store<f32>(y, lanes(sums) + (bias ? load<f32>(bias) : 0));
}

/** y[first] to y[last] are x times these columns, with bias: four that are far apart, in the rest neighbours, at the end one, four times. */
@inline
function rowTimesColumns(
  bits: i32, x: usize, notes: usize, blocks: i32, codes: usize, scales: usize, y: usize, bias: usize, first: i32, last: i32,
): void {
  const bytes: usize = <usize>bits << 3;
  for (let unit = first; unit < last; unit += UNIT) {
    const end = min(UNIT, last - unit);
    for (let n = 0; n < end; ) {
      const apart = end == UNIT ? UNIT / 4 : n + 4 <= end ? 1 : 0;
      const at = <usize>(unit + n) << 2, block = <usize>((unit + n) * blocks);
      const code = codes + block * bytes, scale = scales + (block << 2);
      timesColumns(bits, x, notes, blocks, code, scale, y + at, bias ? bias + at : 0, apart);
      n += apart == 1 ? 4 : 1;
      if (end == UNIT && n == UNIT / 4) break;
    }
  }
}

/**
 * Units `first` to `first + count` of 64 columns of y [1, n] = x [1, k] · W + bias, from what `prepareRow` wrote of x.
 */
export function quantizedRow(
  bits: i32, x: usize, k: i32, codes: usize, scales: usize, n: i32, y: usize, bias: usize, first: i32, count: i32,
): void {
  const blocks = (k + BLOCK - 1) / BLOCK;
  const last = min(n, (first + count) * UNIT);
  const notes = x + valueBytes(bits, k);
  if (bits == 16) rowTimesColumns(16, x, notes, blocks, codes, scales, y, bias, first * UNIT, last);
  else if (bits == 8) rowTimesColumns(8, x, notes, blocks, codes, scales, y, bias, first * UNIT, last);
  else rowTimesColumns(4, x, notes, blocks, codes, scales, y, bias, first * UNIT, last);
}

/**
 * Units `first` to `first + count` of 64 columns of y [m, n] = x [m, k] · W + bias, or of y [m, k] = x [m, n] · Wᵀ: the part of W that
 * they need is written out, and multiplied.
 */
export function quantizedGemm(
  bits: i32, transpose: bool, x: usize, m: i32, k: i32, codes: usize, scales: usize, n: i32, y: usize, bias: usize,
  scratch: usize, first: i32, count: i32,
): void {
  const blocks = (k + BLOCK - 1) / BLOCK;
  const bytes: usize = <usize>bits << 3;
  const panel = scratch + gemmScratchBytes();
  for (let unit = first; unit < first + count; unit++) {
    const at = unit * UNIT, offset = <usize>at << 2;
    const width = min(UNIT, (transpose ? k : n) - at);
    if (transpose) {
      for (let row = 0; row < n; row++) {
        const block = <usize>(row * blocks + unit);
        writeBlock(bits, codes + block * bytes, load<f32>(scales + (block << 2)), panel + (<usize>row << 8));
      }
      gemm(x, n, 1, panel, UNIT, 1, y + offset, k, m, width, n, bias ? bias + offset : 0, scratch, 0);
    } else {
      for (let i = 0, block = <usize>(at * blocks), to = panel; i < width * blocks; i++, block++, to += 256) {
        writeBlock(bits, codes + block * bytes, load<f32>(scales + (block << 2)), to);
      }
      gemm(x, k, 1, panel, 1, blocks * BLOCK, y + offset, n, m, width, k, bias ? bias + offset : 0, scratch, 0);
    }
  }
}
