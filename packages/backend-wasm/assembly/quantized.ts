import { gemm, gemmScratchBytes } from './gemm';

// Products with matrices of codes of 16, 8 or 4 bits, whose columns lie one after the other, in blocks of 64 that share a scale.

/** Codes that share a scale. */
export const BLOCK: i32 = 64;
/** Columns of the result that are one unit of work. */
export const UNIT: i32 = 64;

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
export const BIAS: f32 = 5.192296858534828e33;

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
      gemm(x, n, 1, panel, UNIT, 1, y + offset, k, m, width, n, bias ? bias + offset : 0, scratch, 0, 0);
    } else {
      for (let i = 0, block = <usize>(at * blocks), to = panel; i < width * blocks; i++, block++, to += 256) {
        writeBlock(bits, codes + block * bytes, load<f32>(scales + (block << 2)), to);
      }
      gemm(x, k, 1, panel, 1, blocks * BLOCK, y + offset, n, m, width, k, bias ? bias + offset : 0, scratch, 0, 0);
    }
  }
}
