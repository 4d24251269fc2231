import { lanes } from './gemv';
import { constant, madd } from './simd';

// y[0], y[apart], … of x times four columns of codes, block by block. What a loop needs of x is loaded once for the four columns, and constants
// are loaded before it (see `constant`).

/** Bytes that a block of x has beside its values: what a step of them is worth, and what is to be added to its four sums. */
export const NOTES: usize = 20;

/** What codes of 4 bits stand for. */
const LEVELS = memory.data<i8>([-127, -88, -67, -50, -36, -23, -12, 0, 10, 20, 31, 43, 56, 71, 92, 127]);
/** The same, 128 larger: without a sign, bytes become 16 bits in one step. */
const LEVELS_ABOVE = memory.data<u8>([1, 40, 61, 78, 92, 105, 116, 128, 138, 148, 159, 171, 184, 199, 220, 255]);
const NIBBLES = memory.data<u32>([0x0f0f0f0f]);
const LOW_BYTES = memory.data<u32>([0x00ff00ff]);
const HALF_BITS = memory.data<u32>([0x8fffffff]);

/** `sum` with the products of a block, whose codes and steps are worth this much. */
@inline
function addBlock(sum: v128, products: v128, scale: usize, step: v128): v128 {
  return madd(products, f32x4.mul(v128.load32_splat(scale), step), sum);
}

function storeSums(s0: v128, s1: v128, s2: v128, s3: v128, y: usize, bias: usize, apart: i32): void {
  const next = <usize>apart << 2;
  storeSum(s0, y, bias);
  storeSum(s1, y + next, bias ? bias + next : 0);
  storeSum(s2, y + 2 * next, bias ? bias + 2 * next : 0);
  storeSum(s3, y + 3 * next, bias ? bias + 3 * next : 0);
}

@inline
function storeSum(sums: v128, y: usize, bias: usize): void {
  store<f32>(y, lanes(sums) + (bias ? load<f32>(bias) : 0));
}

/** Four floats of 16 bits, 2¹¹² times too small. */
@inline
function tinyHalves(codes: usize, mask: v128): v128 {
  return v128.and(i32x4.shl(v128.load16x4_s(codes), 13), mask);
}

/** Codes of 16 bits, by floats. */
export function times16(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 128, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  const mask = constant(HALF_BITS);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 128; code < end; ) {
    let p0 = i32x4.splat(0), p1 = p0, p2 = p0, p3 = p0;
    for (let i: usize = 0; i < 128; i += 8) {
      const at = v128.load(x + (i << 1));
      p0 = madd(tinyHalves(code + i, mask), at, p0);
      p1 = madd(tinyHalves(code1 + i, mask), at, p1);
      p2 = madd(tinyHalves(code2 + i, mask), at, p2);
      p3 = madd(tinyHalves(code3 + i, mask), at, p3);
    }
    const step = v128.load32_splat(notes);
    s0 = addBlock(s0, p0, scale, step);
    s1 = addBlock(s1, p1, scale1, step);
    s2 = addBlock(s2, p2, scale2, step);
    s3 = addBlock(s3, p3, scale3, step);
    x += 256, notes += NOTES;
    code += 128, code1 += 128, code2 += 128, code3 += 128;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}

/** `sum` with the products of 16 codes of 8 bits and values of 16 bits. */
@inline
function addBytes(sum: v128, codes: usize, a: v128, b: v128): v128 {
  return i32x4.add(i32x4.add(sum, i32x4.dot_i16x8_s(v128.load8x8_s(codes), a)), i32x4.dot_i16x8_s(v128.load8x8_s(codes, 8), b));
}

/** Codes of 8 bits. The sums of a block are at most 64 · 127 · 32767 in all. */
export function times8(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 64, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 64; code < end; ) {
    let p0 = i32x4.splat(0), p1 = p0, p2 = p0, p3 = p0;
    for (let i: usize = 0; i < 64; i += 16) {
      const at = x + (i << 1), a = v128.load(at), b = v128.load(at, 16);
      p0 = addBytes(p0, code + i, a, b);
      p1 = addBytes(p1, code1 + i, a, b);
      p2 = addBytes(p2, code2 + i, a, b);
      p3 = addBytes(p3, code3 + i, a, b);
    }
    const step = v128.load32_splat(notes);
    s0 = addBlock(s0, f32x4.convert_i32x4_s(p0), scale, step);
    s1 = addBlock(s1, f32x4.convert_i32x4_s(p1), scale1, step);
    s2 = addBlock(s2, f32x4.convert_i32x4_s(p2), scale2, step);
    s3 = addBlock(s3, f32x4.convert_i32x4_s(p3), scale3, step);
    x += 128, notes += NOTES;
    code += 64, code1 += 64, code2 += 64, code3 += 64;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}

/** What 16 codes of 4 bits stand for. */
@inline
function valuesOf(levels: v128, codes: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(levels, codes) : i8x16.swizzle(levels, codes);
}

/** `sum` with the products of 16 values without a sign and values of 16 bits, the even ones of which are in `a`. */
@inline
function addLevels(sum: v128, values: v128, a: v128, b: v128, mask: v128): v128 {
  return i32x4.add(i32x4.add(sum, i32x4.dot_i16x8_s(v128.and(values, mask), a)), i32x4.dot_i16x8_s(i16x8.shr_u(values, 8), b));
}

/** Codes of 4 bits. The sums of a block are at most 64 · 255 · 32767 in all. */
export function times4(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 32, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  const levels = v128.load(LEVELS_ABOVE), nibbles = constant(NIBBLES), mask = constant(LOW_BYTES);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 32; code < end; ) {
    let p0 = v128.load(notes, 4), p1 = p0, p2 = p0, p3 = p0;
    for (let i: usize = 0; i < 32; i += 16) {
      const at = x + (i << 2);
      const c0 = v128.load(code + i), c1 = v128.load(code1 + i), c2 = v128.load(code2 + i), c3 = v128.load(code3 + i);
      let a = v128.load(at), b = v128.load(at, 16);
      p0 = addLevels(p0, valuesOf(levels, v128.and(c0, nibbles)), a, b, mask);
      p1 = addLevels(p1, valuesOf(levels, v128.and(c1, nibbles)), a, b, mask);
      p2 = addLevels(p2, valuesOf(levels, v128.and(c2, nibbles)), a, b, mask);
      p3 = addLevels(p3, valuesOf(levels, v128.and(c3, nibbles)), a, b, mask);
      (a = v128.load(at, 32)), (b = v128.load(at, 48));
      p0 = addLevels(p0, valuesOf(levels, v128.and(i16x8.shr_u(c0, 4), nibbles)), a, b, mask);
      p1 = addLevels(p1, valuesOf(levels, v128.and(i16x8.shr_u(c1, 4), nibbles)), a, b, mask);
      p2 = addLevels(p2, valuesOf(levels, v128.and(i16x8.shr_u(c2, 4), nibbles)), a, b, mask);
      p3 = addLevels(p3, valuesOf(levels, v128.and(i16x8.shr_u(c3, 4), nibbles)), a, b, mask);
    }
    const step = v128.load32_splat(notes);
    s0 = addBlock(s0, f32x4.convert_i32x4_s(p0), scale, step);
    s1 = addBlock(s1, f32x4.convert_i32x4_s(p1), scale1, step);
    s2 = addBlock(s2, f32x4.convert_i32x4_s(p2), scale2, step);
    s3 = addBlock(s3, f32x4.convert_i32x4_s(p3), scale3, step);
    x += 128, notes += NOTES;
    code += 32, code1 += 32, code2 += 32, code3 += 32;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}

/** `sum` with the products of four codes each and as many bytes of x, which have no sign where this is used: see `addsBytes`. */
@inline
function addProducts(sum: v128, codes: v128, x: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i32x4.relaxed_dot_i8x16_i7x16_add_s(codes, x, sum) : sum;
}

/** The sums of a block from those of the upper and the lower bytes of x. */
@inline
function joined(high: v128, low: v128): v128 {
  return f32x4.convert_i32x4_s(i32x4.add(i32x4.shl(high, 8), low));
}

/** Codes of 8 bits and x in bytes. */
export function times8Split(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 64, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 64; code < end; ) {
    let h0 = i32x4.splat(0), h1 = h0, h2 = h0, h3 = h0;
    let l0 = v128.load(notes, 4), l1 = l0, l2 = l0, l3 = l0;
    for (let i: usize = 0; i < 64; i += 16) {
      const at = x + 3 * i, h = v128.load(at), l = v128.load(at, 16), sign = v128.load(at, 32);
      const c0 = v128.xor(v128.load(code + i), sign);
      (h0 = addProducts(h0, c0, h)), (l0 = addProducts(l0, c0, l));
      const c1 = v128.xor(v128.load(code1 + i), sign);
      (h1 = addProducts(h1, c1, h)), (l1 = addProducts(l1, c1, l));
      const c2 = v128.xor(v128.load(code2 + i), sign);
      (h2 = addProducts(h2, c2, h)), (l2 = addProducts(l2, c2, l));
      const c3 = v128.xor(v128.load(code3 + i), sign);
      (h3 = addProducts(h3, c3, h)), (l3 = addProducts(l3, c3, l));
    }
    const step = v128.load32_splat(notes);
    s0 = addBlock(s0, joined(h0, l0), scale, step);
    s1 = addBlock(s1, joined(h1, l1), scale1, step);
    s2 = addBlock(s2, joined(h2, l2), scale2, step);
    s3 = addBlock(s3, joined(h3, l3), scale3, step);
    x += 192, notes += NOTES;
    code += 64, code1 += 64, code2 += 64, code3 += 64;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}

/** Codes of 4 bits and x in bytes. */
export function times4Split(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 32, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  const levels = v128.load(LEVELS), nibbles = constant(NIBBLES);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 32; code < end; ) {
    let h0 = i32x4.splat(0), h1 = h0, h2 = h0, h3 = h0;
    let l0 = v128.load(notes, 4), l1 = l0, l2 = l0, l3 = l0;
    for (let i: usize = 0; i < 32; i += 16) {
      const at = x + 6 * i;
      let h = v128.load(at), l = v128.load(at, 16), sign = v128.load(at, 32);
      const c0 = v128.load(code + i), c1 = v128.load(code1 + i), c2 = v128.load(code2 + i), c3 = v128.load(code3 + i);
      const u0 = v128.xor(valuesOf(levels, v128.and(c0, nibbles)), sign);
      (h0 = addProducts(h0, u0, h)), (l0 = addProducts(l0, u0, l));
      const u1 = v128.xor(valuesOf(levels, v128.and(c1, nibbles)), sign);
      (h1 = addProducts(h1, u1, h)), (l1 = addProducts(l1, u1, l));
      const u2 = v128.xor(valuesOf(levels, v128.and(c2, nibbles)), sign);
      (h2 = addProducts(h2, u2, h)), (l2 = addProducts(l2, u2, l));
      const u3 = v128.xor(valuesOf(levels, v128.and(c3, nibbles)), sign);
      (h3 = addProducts(h3, u3, h)), (l3 = addProducts(l3, u3, l));
      (h = v128.load(at, 48)), (l = v128.load(at, 64)), (sign = v128.load(at, 80));
      const v0 = v128.xor(valuesOf(levels, v128.and(i16x8.shr_u(c0, 4), nibbles)), sign);
      (h0 = addProducts(h0, v0, h)), (l0 = addProducts(l0, v0, l));
      const v1 = v128.xor(valuesOf(levels, v128.and(i16x8.shr_u(c1, 4), nibbles)), sign);
      (h1 = addProducts(h1, v1, h)), (l1 = addProducts(l1, v1, l));
      const v2 = v128.xor(valuesOf(levels, v128.and(i16x8.shr_u(c2, 4), nibbles)), sign);
      (h2 = addProducts(h2, v2, h)), (l2 = addProducts(l2, v2, l));
      const v3 = v128.xor(valuesOf(levels, v128.and(i16x8.shr_u(c3, 4), nibbles)), sign);
      (h3 = addProducts(h3, v3, h)), (l3 = addProducts(l3, v3, l));
    }
    const step = v128.load32_splat(notes);
    s0 = addBlock(s0, joined(h0, l0), scale, step);
    s1 = addBlock(s1, joined(h1, l1), scale1, step);
    s2 = addBlock(s2, joined(h2, l2), scale2, step);
    s3 = addBlock(s3, joined(h3, l3), scale3, step);
    x += 192, notes += NOTES;
    code += 32, code1 += 32, code2 += 32, code3 += 32;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}
