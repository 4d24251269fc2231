import { lanes } from './gemv';
import { constant, madd } from './simd';

// y[0], y[apart], … of x times four columns of codes, block by block. What a loop needs of x is loaded once for the four columns, and constants
// are loaded before it (see `constant`).

/** Bytes that a block of x has beside its values: what a step of them is worth, and what is to be added to its four sums. */
export const NOTES: usize = 20;

/** What codes of 4 bits stand for, 128 larger: without a sign, as bytes become 16 bits in one step, and as `addProducts` takes them. */
const LEVELS_ABOVE = memory.data<u8>([1, 40, 61, 78, 92, 105, 116, 128, 138, 148, 159, 171, 184, 199, 220, 255]);
const SIGNS = memory.data<u32>([0x80808080]);
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

/** `sum` with the products of four bytes of x each and as many values of codes, which have no sign where this is used: see `addsBytes`. */
@inline
function addProducts(sum: v128, x: v128, values: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i32x4.relaxed_dot_i8x16_i7x16_add_s(x, values, sum) : sum;
}

/** The products of a block whose 16 values, each 128 larger, come four times, and of x in bytes; `note` is what they have too much. */
@inline
function blockProducts(x: usize, note: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  let high = addProducts(i32x4.splat(0), v128.load(x), a), low = addProducts(note, v128.load(x, 16), a);
  (high = addProducts(high, v128.load(x, 32), b)), (low = addProducts(low, v128.load(x, 48), b));
  (high = addProducts(high, v128.load(x, 64), c)), (low = addProducts(low, v128.load(x, 80), c));
  (high = addProducts(high, v128.load(x, 96), d)), (low = addProducts(low, v128.load(x, 112), d));
  return f32x4.convert_i32x4_s(i32x4.add(i32x4.shl(high, 8), low));
}

/** A block of codes of 8 bits. */
@inline
function products8(code: usize, x: usize, note: v128, signs: v128): v128 {
  const a = v128.xor(v128.load(code), signs), b = v128.xor(v128.load(code, 16), signs);
  const c = v128.xor(v128.load(code, 32), signs), d = v128.xor(v128.load(code, 48), signs);
  return blockProducts(x, note, a, b, c, d);
}

/** A block of codes of 4 bits. */
@inline
function products4(code: usize, x: usize, note: v128, levels: v128, nibbles: v128): v128 {
  const first = v128.load(code), second = v128.load(code, 16);
  const a = valuesOf(levels, v128.and(first, nibbles)), b = valuesOf(levels, v128.and(i16x8.shr_u(first, 4), nibbles));
  const c = valuesOf(levels, v128.and(second, nibbles)), d = valuesOf(levels, v128.and(i16x8.shr_u(second, 4), nibbles));
  return blockProducts(x, note, a, b, c, d);
}

/** Codes of 8 bits and x in bytes. */
export function times8Split(
  x: usize, notes: usize, blocks: i32, code: usize, scale: usize, y: usize, bias: usize, apart: i32,
): void {
  const next = <usize>(apart * blocks) * 64, nextScale = <usize>(apart * blocks) << 2;
  let code1 = code + next, code2 = code1 + next, code3 = code2 + next;
  let scale1 = scale + nextScale, scale2 = scale1 + nextScale, scale3 = scale2 + nextScale;
  const signs = constant(SIGNS);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 64; code < end; ) {
    const step = v128.load32_splat(notes), note = v128.load(notes, 4);
    s0 = addBlock(s0, products8(code, x, note, signs), scale, step);
    s1 = addBlock(s1, products8(code1, x, note, signs), scale1, step);
    s2 = addBlock(s2, products8(code2, x, note, signs), scale2, step);
    s3 = addBlock(s3, products8(code3, x, note, signs), scale3, step);
    x += 128, notes += NOTES;
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
  const levels = v128.load(LEVELS_ABOVE), nibbles = constant(NIBBLES);
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (const end = code + <usize>blocks * 32; code < end; ) {
    const step = v128.load32_splat(notes), note = v128.load(notes, 4);
    s0 = addBlock(s0, products4(code, x, note, levels, nibbles), scale, step);
    s1 = addBlock(s1, products4(code1, x, note, levels, nibbles), scale1, step);
    s2 = addBlock(s2, products4(code2, x, note, levels, nibbles), scale2, step);
    s3 = addBlock(s3, products4(code3, x, note, levels, nibbles), scale3, step);
    x += 128, notes += NOTES;
    code += 32, code1 += 32, code2 += 32, code3 += 32;
    scale += 4, scale1 += 4, scale2 += 4, scale3 += 4;
  }
  storeSums(s0, s1, s2, s3, y, bias, apart);
}
