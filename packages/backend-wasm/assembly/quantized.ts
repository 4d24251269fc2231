import { gemm, gemmScratchBytes } from './gemm';
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

/** The floats of four codes of 16 bits, which are sign-extended: the exponent's bias grows by 112. */
@inline
function fromHalves(codes: v128): v128 {
  const shifted = v128.and(i32x4.shl(codes, 13), i32x4.splat(0x8fffffff));
  return f32x4.mul(shifted, f32x4.splat(5.192296858534828e33)); // 2¹¹²; subnormal ones become normal
}

/** The 64 floats of a block. */
@inline
function writeBlock(bits: i32, codes: usize, scale: f32, to: usize): void {
  const s = f32x4.splat(scale);
  if (bits == 16) {
    for (let i: usize = 0; i < 128; i += 16) {
      const halves = v128.load(codes + i);
      v128.store(to + (i << 1), f32x4.mul(s, fromHalves(i32x4.extend_low_i16x8_s(halves))));
      v128.store(to + (i << 1), f32x4.mul(s, fromHalves(i32x4.extend_high_i16x8_s(halves))), 16);
    }
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

/**
 * x of one row as products with codes need it, filled up to whole blocks: floats for codes of 16 bits, else integers of 16 bits, to `to`, and
 * what a step of them is worth, to `steps`.
 */
export function prepareRow(bits: i32, x: usize, terms: i32, to: usize, steps: usize): void {
  if (bits == 16) {
    memory.copy(to, x, <usize>terms << 2);
    memory.fill(to + (<usize>terms << 2), 0, <usize>(-terms & (BLOCK - 1)) << 2);
    return;
  }
  for (let first = 0; first < terms; first += BLOCK, x += 256, to += 128, steps += 4) {
    const count = min(BLOCK, terms - first);
    let most = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= count; i += 4) most = f32x4.max(most, f32x4.abs(v128.load(x + (<usize>i << 2))));
    let largest = max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    );
    for (; i < count; i++) largest = max(largest, abs(load<f32>(x + (<usize>i << 2))));
    const step = largest / 32767;
    store<f32>(steps, step);
    const inverse: f32 = step > 0 ? 1 / step : 0;
    for (i = 0; i < BLOCK; i++) {
      const value: f32 = i < count ? nearest(load<f32>(x + (<usize>i << 2)) * inverse) : 0;
      store<i16>(to + (<usize>i << 1), <i16>max<f32>(-32767, min<f32>(32767, value)));
    }
  }
}

/** The sums of products of 16 values of 8 bits with 16 of 16 bits. */
@inline
function dot16(values: v128, x: usize): v128 {
  return i32x4.add(
    i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(values), v128.load(x)),
    i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(values), v128.load(x, 16)),
  );
}

/** The sums of products of a block, at most 64 · 127 · 32767 in all. */
@inline
function dotBlock(bits: i32, codes: usize, x: usize): v128 {
  if (bits == 8) {
    return i32x4.add(
      i32x4.add(dot16(v128.load(codes), x), dot16(v128.load(codes, 16), x + 32)),
      i32x4.add(dot16(v128.load(codes, 32), x + 64), dot16(v128.load(codes, 48), x + 96)),
    );
  }
  const values = levels(), mask = i8x16.splat(15);
  const first = v128.load(codes), second = v128.load(codes, 16);
  return i32x4.add(
    i32x4.add(
      dot16(i8x16.swizzle(values, v128.and(first, mask)), x),
      dot16(i8x16.swizzle(values, i8x16.shr_u(first, 4)), x + 32),
    ),
    i32x4.add(
      dot16(i8x16.swizzle(values, v128.and(second, mask)), x + 64),
      dot16(i8x16.swizzle(values, i8x16.shr_u(second, 4)), x + 96),
    ),
  );
}

/** y[n] = x · column n + bias[n], for columns `first` to `last` of codes of 16 bits. */
function rowTimesHalves(
  x: usize, blocks: i32, codes: usize, scales: usize, y: usize, bias: usize, first: i32, last: i32,
): void {
  for (let n = first; n < last; n++) {
    let code = codes + <usize>(n * blocks) * 128, scale = scales + (<usize>(n * blocks) << 2);
    let sum = f32x4.splat(0);
    for (let b = 0, at = x; b < blocks; b++, at += 256, code += 128, scale += 4) {
      let even = f32x4.splat(0), odd = f32x4.splat(0);
      for (let i: usize = 0; i < 128; i += 16) {
        const halves = v128.load(code + i);
        even = madd(fromHalves(i32x4.extend_low_i16x8_s(halves)), v128.load(at + (i << 1)), even);
        odd = madd(fromHalves(i32x4.extend_high_i16x8_s(halves)), v128.load(at + (i << 1), 16), odd);
      }
      sum = madd(f32x4.add(even, odd), f32x4.splat(load<f32>(scale)), sum);
    }
    storeSum(sum, n, y, bias);
  }
}

/** y[n] is the sum of four sums, with bias[n]. */
@inline
function storeSum(sums: v128, n: i32, y: usize, bias: usize): void {
  let total = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  const at = <usize>n << 2;
  if (bias) total += load<f32>(bias + at);
  store<f32>(y + at, total);
}

/** The same for x in integers and codes of 8 or 4 bits. */
@inline
function rowTimesColumns(
  bits: i32, x: usize, steps: usize, blocks: i32, codes: usize, scales: usize, y: usize, bias: usize, first: i32, last: i32,
): void {
  const bytes: usize = <usize>bits << 3;
  for (let n = first; n < last; n++) {
    let code = codes + <usize>(n * blocks) * bytes, scale = scales + (<usize>(n * blocks) << 2);
    let sum = f32x4.splat(0);
    for (let b = 0, at = x, step = steps; b < blocks; b++, at += 128, step += 4, code += bytes, scale += 4) {
      const factor = f32x4.splat(load<f32>(scale) * load<f32>(step));
      sum = madd(f32x4.convert_i32x4_s(dotBlock(bits, code, at)), factor, sum);
    }
    storeSum(sum, n, y, bias);
  }
}

/**
 * Units `first` to `first + count` of 64 columns of y [1, n] = x [1, k] · W + bias, from what `prepareRow` wrote of x.
 */
export function quantizedRow(
  bits: i32, x: usize, steps: usize, k: i32, codes: usize, scales: usize, n: i32, y: usize, bias: usize, first: i32, count: i32,
): void {
  const blocks = (k + BLOCK - 1) / BLOCK;
  const last = min(n, (first + count) * UNIT);
  if (bits == 16) rowTimesHalves(x, blocks, codes, scales, y, bias, first * UNIT, last);
  else if (bits == 8) rowTimesColumns(8, x, steps, blocks, codes, scales, y, bias, first * UNIT, last);
  else rowTimesColumns(4, x, steps, blocks, codes, scales, y, bias, first * UNIT, last);
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
