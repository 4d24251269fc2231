import { vectorBytes } from './simd';

// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", 2011, doi:10.1145/2063384.2063405

/** The high words of the four products of 32-bit words. */
@inline
function highWords(low: v128, high: v128): v128 {
  return i8x16.shuffle(low, high, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28, 29, 30, 31);
}

/**
 * Random words; block b has the counter `start` + b, and the key has two words. Four blocks are made at once, a word of each in one vector. Blocks are written
 * whole, in groups of four: the last group is made in `rest`, which has 64 bytes.
 */
export function randomBits(out: usize, n: i32, keyLow: i32, keyHigh: i32, start: f64, rest: usize): void {
  let counter = <u64>start;
  const first = i32x4.splat(0xd2511f53), second = i32x4.splat(0xcd9e8d57);
  for (let left = n; left > 0; left -= 16, counter += 4, out += 64) {
    const to = left > 12 ? out : rest;
    const b = counter + 1, c = counter + 2, d = counter + 3;
    let c0 = i32x4(<i32>counter, <i32>b, <i32>c, <i32>d);
    let c1 = i32x4(<i32>(counter >> 32), <i32>(b >> 32), <i32>(c >> 32), <i32>(d >> 32));
    let c2 = i32x4.splat(0), c3 = i32x4.splat(0);
    let k0 = keyLow, k1 = keyHigh;
    for (let round = 0; round < 10; round++) {
      const high0 = highWords(i64x2.extmul_low_i32x4_u(c0, first), i64x2.extmul_high_i32x4_u(c0, first));
      const high1 = highWords(i64x2.extmul_low_i32x4_u(c2, second), i64x2.extmul_high_i32x4_u(c2, second));
      const low0 = i32x4.mul(c0, first), low1 = i32x4.mul(c2, second);
      c0 = v128.xor(v128.xor(high1, c1), i32x4.splat(k0));
      c2 = v128.xor(v128.xor(high0, c3), i32x4.splat(k1));
      c1 = low1;
      c3 = low0;
      k0 += 0x9e3779b9;
      k1 += 0xbb67ae85;
    }
    // From a word of each block to blocks.
    const p = i8x16.shuffle(c0, c1, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const q = i8x16.shuffle(c0, c1, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    const r = i8x16.shuffle(c2, c3, 0, 1, 2, 3, 16, 17, 18, 19, 4, 5, 6, 7, 20, 21, 22, 23);
    const s = i8x16.shuffle(c2, c3, 8, 9, 10, 11, 24, 25, 26, 27, 12, 13, 14, 15, 28, 29, 30, 31);
    v128.store(to, i8x16.shuffle(p, r, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    v128.store(to, i8x16.shuffle(p, r, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 16);
    v128.store(to, i8x16.shuffle(q, s, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23), 32);
    v128.store(to, i8x16.shuffle(q, s, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31), 48);
    if (to == rest) memory.copy(out, rest, vectorBytes(left)); // a pair of normal numbers needs both words
  }
}

/** Words to floats in [0, 1), in place. */
export function bitsToUniform(x: usize, n: i32): void {
  const end = x + vectorBytes(n);
  const scale = f32x4.splat(1.0 / 16777216);
  for (; x < end; x += 16) {
    v128.store(x, f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(x), 8)), scale));
  }
}

/** Pairs of words to pairs of normal numbers, in place. */
export function bitsToNormal(x: usize, n: i32): void {
  for (let i = 0; i < n; i += 2, x += 8) {
    const u = (<f64>(load<u32>(x) >> 8) + 1) * (1.0 / 16777216);
    const v = <f64>(load<u32>(x, 4) >> 8) * (1.0 / 16777216);
    const radius = NativeMath.sqrt(-2 * NativeMath.log(u));
    const angle = 2 * NativeMath.PI * v;
    store<f32>(x, <f32>(radius * NativeMath.cos(angle)));
    store<f32>(x, <f32>(radius * NativeMath.sin(angle)), 4);
  }
}
